# SPDX-License-Identifier: GPL-2.0
# program: signals term
# A signal that kills: passed on, and in a second run swallowed.
run
#> Program received signal SIGTERM, Terminated.
continue
#> Program terminated with signal SIGTERM, Terminated.
#> The program no longer exists.
print $_exitsignal
#> $1 = 15
run
#> Program received signal SIGTERM, Terminated.
signal 0
#> no SIGTERM came
#> [Inferior 1 (process N) exited normally]
break on_usr1
run both
handle SIGUSR1 nostop noprint
signal SIGKILL
#> Program terminated with signal SIGKILL, Killed.
