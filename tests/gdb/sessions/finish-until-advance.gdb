# SPDX-License-Identifier: GPL-2.0
# program: count
# The ways out of a frame and to a place.
break add
run
finish
#> Value returned is $1 = 1
delete
advance sum_to
#> total 15
#> sum_to (n=2) at ./count.c:29
until 33
#> sum_to (n=2) at ./count.c:33
print sum
#> $2 = 3
return 0
frame
#> #0 main (argc=1, argv=ADDRESS) at ./count.c:60
tbreak factorial
try print factorial(4)
#> Temporary breakpoint 2, factorial (n=4) at ./count.c:22
#> error: The program being debugged stopped while in a function called from GDB.
backtrace 2
#> #0 factorial (n=4) at ./count.c:22
#> #1 <function called from gdb>
finish
#> Value returned is $3 = 24
frame
#> #0 main (argc=1, argv=ADDRESS) at ./count.c:60
jump 61
#> [Inferior 1 (process N) exited normally]
#! status 0
