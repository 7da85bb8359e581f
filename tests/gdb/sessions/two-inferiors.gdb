# SPDX-License-Identifier: GPL-2.0
# program: count 1
# Two programs under one gdb; killing one leaves the other.
break add
run
add-inferior -exec signals
inferior 2
handle SIGUSR1 SIGUSR2 nostop noprint
run both
#> usr1 1 usr2 1 value 0
#> [Inferior 2 (process N) exited normally]
break both
run both
#> Thread 2.1 "signals" hit Breakpoint 2, both () at ./signals.c:32
kill inferiors 2
inferior 1
delete
continue
#> total 15
#> [Inferior 1 (process N) exited with code 01]
