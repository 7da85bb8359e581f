# SPDX-License-Identifier: GPL-2.0
# program: count 2
# Run to the end twice, then restart a running one; breakpoints stay.
break sum_to
run
#> Breakpoint 1, sum_to (n=2) at ./count.c:29
continue
#> [Inferior 1 (process N) exited with code 02]
set args 7
run
#> Breakpoint 1, sum_to (n=2) at ./count.c:29
run
#> Breakpoint 1, sum_to (n=2) at ./count.c:29
info breakpoints
#> 	breakpoint already hit 1 time
continue
#> status 7
#> [Inferior 1 (process N) exited with code 07]
