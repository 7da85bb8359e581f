# SPDX-License-Identifier: GPL-2.0
# program: signals stop
# SIGSTOP and SIGTSTP that the program sends to itself: passed on they stop it and gdb sees it; then swallowed.
run
#> Program received signal SIGSTOP, Stopped (signal).
signal 0
#> goes on
#> Program received signal SIGTSTP, Stopped (user).
signal 0
#> goes on again
#> [Inferior 1 (process N) exited normally]
handle SIGSTOP SIGTSTP nostop noprint nopass
run
#> goes on
#> goes on again
#> [Inferior 1 (process N) exited normally]
