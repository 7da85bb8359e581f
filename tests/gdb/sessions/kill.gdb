# SPDX-License-Identifier: GPL-2.0
# program: count 3
# Kill at a breakpoint: nothing of it is left, and it can be run again.
break add
run
kill
#> [Inferior 1 (process N) killed]
info program
#> The program being debugged is not being run.
delete
run 4
#! status 3
#> total 15
#> [Inferior 1 (process N) exited with code 04]
