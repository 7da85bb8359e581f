# SPDX-License-Identifier: GPL-2.0
# program: threads 3 one-by-one >said
# after: cat said
# drop: ^\[Thread .* exited
# next over pthread_create and pthread_join, where the new threads come and go.
break 71
run
#> Breakpoint 1, main (argc=3, argv=ADDRESS) at ./threads.c:71
next
#> [New Thread ADDRESS (LWP N)]
#> 72				pthread_join(threads[i], NULL);
next
#> 70			for (long i = 0; i < workers; i++) {
print slots[0]
#> $1 = 1
delete
break short_lived
continue
#> [New Thread ADDRESS (LWP N)]
#> Thread 3 "threads" hit Breakpoint 2, short_lived (number=0x1) at ./threads.c:48
stepi 3
delete
continue
#> [Inferior 1 (process N) exited normally]
#> done 3
