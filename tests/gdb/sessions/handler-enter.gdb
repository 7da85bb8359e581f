# SPDX-License-Identifier: GPL-2.0
# program: signals
# stepi with a signal stops at the first instruction of the handler; finish leaves it.
break both
run
handle SIGUSR1 nostop noprint
queue-signal SIGUSR1
stepi
#~ on_usr1 \(sig=.*\) at ./signals.c:14
print usr1
#> $1 = 0
backtrace 2
#> #1 <signal handler called>
finish
print usr1
#> $2 = 1
handle SIGUSR2 nostop noprint
delete
break 36
continue
#> Breakpoint 2, both () at ./signals.c:36
print usr2
#> $3 = 1
continue
#> usr1 2 usr2 1 value 0
