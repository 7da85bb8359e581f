# SPDX-License-Identifier: GPL-2.0
# before: serve localhost:0 ./count 3
# after: wait $server; cat gdbserver.said
# gdbserver starts a program: breakpoints, steps, watchpoints, a call, its output and exit.
set sysroot /
eval "target remote :%d", $port
break add
continue
#> Breakpoint 1, add (n=1) at ./count.c:16
backtrace
#> #1 ADDRESS in main (argc=2, argv=ADDRESS) at ./count.c:55
print factorial(4)
#> $1 = 24
step
#> 17		return total;
stepi
finish
#> Value returned is $2 = 1
delete
watch total
continue
#> Hardware watchpoint 2: total
#> Old value = 1
#> New value = 3
delete
rwatch unread
continue
#> Hardware read watchpoint 3: unread
delete
hbreak sum_to
continue
#> Breakpoint 4, sum_to (n=2) at ./count.c:29
continue
#> [Inferior 1 (process N) exited with code 03]
#> total 15
#> status 3
#> Child exited with status 3
