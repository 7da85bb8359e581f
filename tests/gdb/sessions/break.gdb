# SPDX-License-Identifier: GPL-2.0
# program: count 3
# Stop in a function, look around, count the hits, go on to the end.
break add
info breakpoints
#> 1 breakpoint keep y ADDRESS in add at ./count.c:16
run
#> Breakpoint 1, add (n=1) at ./count.c:16
#> 16		total += n;
backtrace
#> #0 add (n=1) at ./count.c:16
#> #1 ADDRESS in main (argc=2, argv=ADDRESS) at ./count.c:55
print n
#> $1 = 1
print total
#> $2 = 0
continue 3
#> Breakpoint 1, add (n=4) at ./count.c:16
info breakpoints
#> 	breakpoint already hit 4 times
delete
continue
#> total 15
#> status 3
#> [Inferior 1 (process N) exited with code 03]
print $_exitcode
#> $3 = 3
info program
#> The program being debugged is not being run.
