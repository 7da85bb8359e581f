# SPDX-License-Identifier: GPL-2.0
# before: serve localhost:0 ./threads 3
# after: wait $server; cat gdbserver.said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# Threads under gdbserver: a breakpoint in each, a step with the others locked, a watchpoint.
set sysroot /
eval "target remote :%d", $port
break work
continue
#> Thread 2 "threads" hit Breakpoint 1, work (me=0) at ./threads.c:26
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
set scheduler-locking on
next
next
#> 28	}
set scheduler-locking off
continue
#> Thread 3 "threads" hit Breakpoint 1, work (me=1) at ./threads.c:26
delete
watch sum
continue
#> Thread 3 "threads" hit Hardware watchpoint 2: sum
continue
#> Thread 4 "threads" hit Hardware watchpoint 2: sum
#> Old value = 3
#> New value = 6
delete
continue
#> [Inferior 1 (process N) exited normally]
#> sum 6
