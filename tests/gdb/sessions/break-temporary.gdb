# SPDX-License-Identifier: GPL-2.0
# program: count
# A temporary breakpoint stops once and is gone; start is one on main.
start
#> Temporary breakpoint 1, main (argc=1, argv=ADDRESS) at ./count.c:51
tbreak add
continue
#> Temporary breakpoint 2, add (n=1) at ./count.c:16
#! Temporary breakpoint 2, add (n=2) at ./count.c:16
info breakpoints
#> No breakpoints or watchpoints.
continue
#> [Inferior 1 (process N) exited normally]
