# SPDX-License-Identifier: GPL-2.0
# program: signals
# "signal 0" goes on without the signal; "signal SIGUSR2" gives another one; queue-signal at an ordinary stop.
run
#> Program received signal SIGUSR1, User defined signal 1.
signal 0
#> Program received signal SIGUSR2, User defined signal 2.
signal SIGUSR1
#> usr1 1 usr2 0 value 0
#> [Inferior 1 (process N) exited normally]
handle SIGUSR1 SIGUSR2 nostop noprint
break both
run
delete
queue-signal SIGUSR1
queue-signal SIGUSR2
signal SIGUSR1
#> usr1 2 usr2 1 value 0
#> [Inferior 1 (process N) exited normally]
