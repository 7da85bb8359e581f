# SPDX-License-Identifier: GPL-2.0
# program: count 3
# Stop in functions, look around, call one, change an argument, see the exit.
break add
run
#> Breakpoint 1, add (n=1) at ./count.c:16
backtrace
#> #0 add (n=1) at ./count.c:16
#> #1 ADDRESS in main (argc=2, argv=ADDRESS) at ./count.c:55
print factorial(4)
#> $1 = 24
set var n = 100
continue 4
#> Breakpoint 1, add (n=5) at ./count.c:16
delete
tbreak sizes
continue
#> Temporary breakpoint 2, sizes () at ./count.c:43
print total
#> $2 = 114
continue
#> [Inferior 1 (process N) exited with code 03]
