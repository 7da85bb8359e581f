# SPDX-License-Identifier: GPL-2.0
# program: signals alarm
# SIGALRM: gdb does not stop for it by default; the handler can be looked at.
break on_alarm
run
#> Breakpoint 1, on_alarm (sig=14) at ./signals.c:27
backtrace
#> #0 on_alarm (sig=14) at ./signals.c:27
#> #1 <signal handler called>
#~ #2 ADDRESS in sigsuspend \(\)( from /lib/libc\.so\.6)?
#> #3 ADDRESS in main (argc=2, argv=ADDRESS) at ./signals.c:74
continue
#> usr1 0 usr2 0 value 0
#> [Inferior 1 (process N) exited normally]
