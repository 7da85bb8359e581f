# SPDX-License-Identifier: GPL-2.0
# program: family thread-exec
# A thread that is not the leader calls exec: it becomes the leader, all others are gone.
break exec_in_thread
run
#~ Thread 2 "family" hit Breakpoint 1, exec_in_thread .*
break leaf
continue
#> process N is executing new program: family
#> Thread 1 "family" hit Breakpoint 2, leaf () at ./family.c:79
info threads
#> * 1 Thread ADDRESS (LWP N) "family" leaf () at ./family.c:79
continue
#> leaf
#> [Inferior 1 (process N) exited with code 05]
