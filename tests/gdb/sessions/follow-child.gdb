# SPDX-License-Identifier: GPL-2.0
# program: family
# after: wait_until grep -q shared said; cat said
# Goes with the child; the parent is let go and ends by itself.
set follow-fork-mode child
break in_child
break wait_for
run fork >said
#> [Attaching after Thread ADDRESS (LWP N) fork to child process N]
#> [New inferior 2 (process N)]
#> [Detaching after fork from parent process N]
#> [Inferior 1 (process N) detached]
#> Thread 2.1 "family" hit Breakpoint 1, in_child (status=3) at ./family.c:16
info inferiors
#>  1 <null> family
#> * 2 process N 1 (native) family
print shared
#> $1 = 1
next
print shared
#> $2 = 2
continue
#> [Inferior 2 (process N) exited with code 03]
#> child exited 3
#> shared 1
