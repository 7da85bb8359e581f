# SPDX-License-Identifier: GPL-2.0
# program: threads 3 >said
# after: cat said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# A breakpoint that every thread hits, in turn; then one for one thread only.
break work
run
#> Thread 2 "threads" hit Breakpoint 1, work (me=0) at ./threads.c:26
print $_thread
#> $1 = 2
continue
#> Thread 3 "threads" hit Breakpoint 1, work (me=1) at ./threads.c:26
continue
#> Thread 4 "threads" hit Breakpoint 1, work (me=2) at ./threads.c:26
print sum
#> $2 = 3
continue
#> [Inferior 1 (process N) exited normally]
delete
tbreak everyone_is_here
run
#> Thread 1 "threads" hit Temporary breakpoint 2, everyone_is_here () at ./threads.c:56
break work thread 3
continue
#> Thread 3 "threads" hit Breakpoint 3, work (me=1) at ./threads.c:26
continue
#> [Inferior 1 (process N) exited normally]
#> sum 6
