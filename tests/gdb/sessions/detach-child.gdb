# SPDX-License-Identifier: GPL-2.0
# program: family fork
# Holds both, lets the child go with "detach inferior", and the parent goes on under gdb.
set detach-on-fork off
break wait_for
run
detach inferiors 2
#> [Inferior 2 (process N) detached]
continue
#> child exited 3
#> [Inferior 1 (process N) exited normally]
