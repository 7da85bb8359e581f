# SPDX-License-Identifier: GPL-2.0
# before: start ./spin asleep
# after: goes_on $pid
# Signals from outside to an attached process: one while it runs, one while it is stopped; pass one, swallow one.
eval "attach %d", $pid
eval "shell kill -USR1 %d", $pid
continue
#> Program received signal SIGUSR1, User defined signal 1.
print $_siginfo.si_code
#> $1 = 0
tbreak on_hit
continue
#> Temporary breakpoint 1, on_hit (sig=10) at ./spin.c:78
eval "shell (sleep 0.2; kill -USR1 %d) &", $pid
continue
#> Program received signal SIGUSR1, User defined signal 1.
queue-signal 0
detach
#> [Inferior 1 (process N) detached]
#> ended with 0
#> hits 1, go 0
