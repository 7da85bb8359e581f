# SPDX-License-Identifier: GPL-2.0
# program: threads 3 >said
# after: cat said
# All threads at a barrier: list them, switch, backtraces of each, locals.
break everyone_is_here
run
#> Thread 1 "threads" hit Breakpoint 1, everyone_is_here () at ./threads.c:56
info threads
#> * 1 Thread ADDRESS (LWP N) "threads" everyone_is_here () at ./threads.c:56
#~  2 Thread ADDRESS \(LWP N\) "threads" .*
#~  3 Thread ADDRESS \(LWP N\) "threads" .*
#~  4 Thread ADDRESS \(LWP N\) "threads" .*
thread apply 2-4 -q frame function worker
#> #2 ADDRESS in worker (number=0x0) at ./threads.c:35
#> #2 ADDRESS in worker (number=0x1) at ./threads.c:35
#> #2 ADDRESS in worker (number=0x2) at ./threads.c:35
