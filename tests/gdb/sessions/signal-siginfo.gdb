# SPDX-License-Identifier: GPL-2.0
# program: signals queue
# The whole siginfo of a queued signal, changed before it is delivered.
run
#> Program received signal SIGUSR2, User defined signal 2.
print $_siginfo.si_code
#> $1 = -1
print $_siginfo._sifields._rt.si_sigval.sival_int
#> $2 = 42
set var $_siginfo._sifields._rt.si_sigval.sival_int = 43
continue
#> usr1 0 usr2 1 value 43
#> [Inferior 1 (process N) exited normally]
