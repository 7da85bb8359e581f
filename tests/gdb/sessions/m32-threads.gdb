# SPDX-License-Identifier: GPL-2.0
# program: threads32 3 >said
# after: cat said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# 32-bit threads, with thread-local addressing through %gs.
break work
run
#> Thread 2 "threads32" hit Breakpoint 1, work (me=0) at ./threads.c:26
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
continue
#> Thread 3 "threads32" hit Breakpoint 1, work (me=1) at ./threads.c:26
print (int)pthread_self() != 0
#> $1 = 1
next
next
#> 28	}
delete
continue
#> [Inferior 1 (process N) exited normally]
#> sum 6
