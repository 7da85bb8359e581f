# SPDX-License-Identifier: GPL-2.0
# program: family fork
# drop: ^ 1\.1 Thread
# Both sides of a fork run at the same time, so that the child comes to its breakpoint; its stop stops both.
set detach-on-fork off
set schedule-multiple on
break in_child
run
#> Thread 2.1 "family" hit Breakpoint 1.2, in_child (status=3) at ./family.c:16
info threads
#> * 2.1 Thread ADDRESS (LWP N) "family" in_child (status=3) at ./family.c:16
kill inferiors 1 2
info inferiors
#>  1 <null> family
#> * 2 <null> family
#! child exited 3
