# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# Non-stop: a thread stops at its breakpoint while the others run; each goes on by itself.
open_gdb ./threads
ask 'set non-stop on'
ask 'break work'
ask 'run 3 >said &' '26*'
#> Thread 2 "threads" hit Breakpoint 1, work (me=0) at ./threads.c:26
ask 'info threads'
#> * 1 Thread ADDRESS (LWP N) "threads" (running)
#>  2 Thread ADDRESS (LWP N) "threads" work (me=0) at ./threads.c:26
#>  3 Thread ADDRESS (LWP N) "threads" (running)
#>  4 Thread ADDRESS (LWP N) "threads" (running)
ask 'thread 2'
ask 'next'
#> 27		sum += slots[me];
ask 'continue &' '26*'
#> Thread 3 "threads" hit Breakpoint 1, work (me=1) at ./threads.c:26
ask 'thread 3'
ask 'print sum'
#> $1 = 1
ask 'delete'
ask 'continue &' '*exited normally]'
#> [Inferior 1 (process N) exited normally]
close_gdb
cat said
#> sum 6
