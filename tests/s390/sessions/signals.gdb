# SPDX-License-Identifier: GPL-2.0
# program: signals queue
# Signals stop gdb, with all that is known of them, and are passed on or not, changed or not.
run
#> Program received signal SIGUSR2, User defined signal 2.
print $_siginfo.si_code
#> $1 = -1
print $_siginfo._sifields._rt.si_sigval.sival_int
#> $2 = 42
set var $_siginfo._sifields._rt.si_sigval.sival_int = 43
break on_usr2
continue
#> Breakpoint 1, on_usr2 (sig=12, info=ADDRESS, context=ADDRESS) at ./signals.c:21
print info->_sifields._rt.si_sigval.sival_int
#> $3 = 43
delete
continue
#> [Inferior 1 (process N) exited normally]
set args both
handle SIGUSR1 nopass
run
#> Program received signal SIGUSR1, User defined signal 1.
continue
#> Program received signal SIGUSR2, User defined signal 2.
tbreak exit
continue
#~ Temporary breakpoint 2, .*exit .*
print usr1
#> $4 = 0
print usr2
#> $5 = 1
kill
#> [Inferior 1 (process N) killed]
