# SPDX-License-Identifier: GPL-2.0
# program: threads 3
# All threads at a barrier; then each stops where it works.
break everyone_is_here
run
#> Thread 1 "threads" hit Breakpoint 1, everyone_is_here () at ./threads.c:56
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
break work
continue
#~ Thread 2 "threads" hit Breakpoint 2, work \(me=0\) at ./threads.c:26
continue
#~ Thread 3 "threads" hit Breakpoint 2, work \(me=1\) at ./threads.c:26
continue
#~ Thread 4 "threads" hit Breakpoint 2, work \(me=2\) at ./threads.c:26
print sum
#> $1 = 3
continue
#> [Inferior 1 (process N) exited normally]
