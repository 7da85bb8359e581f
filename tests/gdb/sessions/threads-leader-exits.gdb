# SPDX-License-Identifier: GPL-2.0
# program: threads 1 leader-exits >said
# after: cat said
# The first thread exits before the last one.
break last_one
run
#> Thread 2 "threads" hit Breakpoint 1, last_one (unused=0x0) at ./threads.c:43
next
#> 44		printf("the leader is gone\n");
info threads
#~ \* 2 Thread ADDRESS \(LWP N\) "threads" last_one \(unused=0x0\) at ./threads.c:44
continue
#> [Inferior 1 (process N) exited with code 06]
#> the leader is gone
