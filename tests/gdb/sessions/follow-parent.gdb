# SPDX-License-Identifier: GPL-2.0
# program: family fork
# Stays with the parent; the child's breakpoint is removed before it is let go.
set follow-fork-mode parent
break in_child
break wait_for
run
#> [Detaching after fork from child process N]
#> Breakpoint 2, wait_for (child=N) at ./family.c:24
continue
#> child exited 3
#> [Inferior 1 (process N) exited normally]
