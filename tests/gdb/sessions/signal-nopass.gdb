# SPDX-License-Identifier: GPL-2.0
# program: signals
# Swallowed signals: the handlers do not run, whether gdb stops or not.
handle SIGUSR1 nopass
handle SIGUSR2 nostop noprint nopass
run
#> Program received signal SIGUSR1, User defined signal 1.
continue
#> usr1 0 usr2 0 value 0
#! Program received signal SIGUSR2, User defined signal 2.
#> [Inferior 1 (process N) exited normally]
