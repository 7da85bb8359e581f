# SPDX-License-Identifier: GPL-2.0
# program: signals
# Signals stop gdb and are passed on; info signals says so.
run
#> Program received signal SIGUSR1, User defined signal 1.
continue
#> Program received signal SIGUSR2, User defined signal 2.
continue
#> usr1 1 usr2 1 value 0
#> [Inferior 1 (process N) exited normally]
info signals SIGUSR1
#> SIGUSR1 Yes	Yes	Yes		User defined signal 1
