# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# Non-stop with gdbserver: stops arrive as notifications.
serve localhost:0 ./threads 3
open_gdb ./threads
ask 'set non-stop on'
ask 'set sysroot /'
ask "target remote :$port"
ask 'break work'
ask 'continue &' '26*'
#> Thread 2 "threads" hit Breakpoint 1, work (me=0) at ./threads.c:26
ask 'info threads'
#> * 1 Thread N.N "threads" (running)
#>  2 Thread N.N "threads" work (me=0) at ./threads.c:26
#>  3 Thread N.N "threads" (running)
#>  4 Thread N.N "threads" (running)
ask 'thread 2'
ask 'next'
#> 27		sum += slots[me];
ask 'delete'
ask 'continue &' '*exited normally]'
#> [Inferior 1 (process N) exited normally]
close_gdb
wait "$server"
cat gdbserver.said
#> sum 6
