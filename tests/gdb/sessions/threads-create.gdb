# SPDX-License-Identifier: GPL-2.0
# program: threads 3 one-by-one >said
# after: cat said
# drop: ^\[Thread .* exited
# next over pthread_create and pthread_join, where the new threads come and go. The last stop makes gdb collect the last
# thread: while gdb has a thread left, it takes a leader that exits for one that left before the others, and sometimes
# says that it came back ("[New process N]").
break 87
run
#> Breakpoint 1, main (argc=3, argv=ADDRESS) at ./threads.c:87
next
#> [New Thread ADDRESS (LWP N)]
#> 88				pthread_join(threads[i], NULL);
next
#> 86			for (long i = 0; i < workers; i++) {
print slots[0]
#> $1 = 1
delete
break short_lived
continue
#> [New Thread ADDRESS (LWP N)]
#> Thread 3 "threads" hit Breakpoint 2, short_lived (number=0x1) at ./threads.c:50
stepi 3
delete
break 90
continue
#> [New Thread ADDRESS (LWP N)]
#> Thread 1 "threads" hit Breakpoint 3, main (argc=3, argv=ADDRESS) at ./threads.c:90
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 1
continue
#> [Inferior 1 (process N) exited normally]
#> done 3
