# SPDX-License-Identifier: GPL-2.0
# program: count
# Call functions of the program: results, strings, a call that stops, a call that faults and is undone.
break sum_to
run
print factorial(5)
#> $1 = 120
print add(10)
#> $2 = 17
print (int)getpid() > 1
#> $3 = 1
try print sum_to(4)
#> Breakpoint 1, sum_to (n=4) at ./count.c:29
#> error: The program being debugged stopped while in a function called from GDB.
backtrace
#> #0 sum_to (n=4) at ./count.c:29
#> #1 <function called from gdb>
#> #2 sum_to (n=2) at ./count.c:29
finish
#> Value returned is $4 = 10
set unwindonsignal on
try print crash(0)
#> Program received signal SIGSEGV, Segmentation fault.
#> error: The program being debugged was signaled while in a function called from GDB.
frame
#> #0 sum_to (n=2) at ./count.c:29
call (void)puts("hello from gdb")
#> hello from gdb
print (int)fork() >= 0
#> [Detaching after fork from child process N]
#> $5 = 1
delete
continue
#> status 0
#> [Inferior 1 (process N) exited normally]
