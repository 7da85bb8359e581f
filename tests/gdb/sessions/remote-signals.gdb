# SPDX-License-Identifier: GPL-2.0
# before: serve localhost:0 ./signals both
# after: wait $server; cat gdbserver.said
# Signals under gdbserver: one passed without a stop (QPassSignals), one that stops and is swallowed.
set sysroot /
handle SIGUSR1 nostop noprint pass
handle SIGUSR2 stop print nopass
eval "target remote :%d", $port
continue
#> Program received signal SIGUSR2, User defined signal 2.
print $_siginfo.si_signo
#> $1 = 12
print usr1
#> $2 = 1
continue
#> [Inferior 1 (process N) exited normally]
#> usr1 1 usr2 0 value 0
