# SPDX-License-Identifier: GPL-2.0
# program: family fork
# Both sides of a fork are gdb's: one waits while the other runs.
set detach-on-fork off
break in_child
break wait_for
run
#> [New inferior 2 (process N)]
#> Thread 1.1 "family" hit Breakpoint 2.1, wait_for (child=N) at ./family.c:24
info inferiors
#> * 1 process N 1 (native) family
#>  2 process N 1 (native) family
inferior 2
continue
#> Thread 2.1 "family" hit Breakpoint 1.2, in_child (status=3) at ./family.c:16
set var status = 9
continue
#> [Inferior 2 (process N) exited with code 011]
inferior 1
continue
#> child exited 9
#> [Inferior 1 (process N) exited normally]
