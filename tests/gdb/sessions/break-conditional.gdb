# SPDX-License-Identifier: GPL-2.0
# program: count
# A condition holds once; an ignore count; commands at a breakpoint.
break add if n == 4
run
#> Breakpoint 1, add (n=4) at ./count.c:16
print total
#> $1 = 6
break sum_to
ignore 2 0
commands 2
silent
print n * 100
continue
end
continue
#> total 15
#> $2 = 200
#> status 0
#> [Inferior 1 (process N) exited normally]
info breakpoints
#> 1 breakpoint keep y ADDRESS in add at ./count.c:16
#> 	stop only if n == 4
#> 	breakpoint already hit 1 time
#> 2 breakpoint keep y ADDRESS in sum_to at ./count.c:29
#> 	breakpoint already hit 1 time
