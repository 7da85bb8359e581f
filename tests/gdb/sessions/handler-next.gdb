# SPDX-License-Identifier: GPL-2.0
# program: signals
# next over the raise: the handler runs in between, its breakpoint stops, and the next is then over.
handle SIGUSR1 SIGUSR2 nostop noprint pass
break both
run
next
#> 33		after = 1;
print usr1
#> $1 = 1
break on_usr2
next
#> 34		raise(SIGUSR2);
next
#> Breakpoint 2, on_usr2 (sig=12, info=ADDRESS, context=ADDRESS) at ./signals.c:21
next
#> 22		usr2++;
finish
#> <signal handler called>
continue
#> usr1 1 usr2 1 value 0
