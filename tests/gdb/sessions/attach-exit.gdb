# SPDX-License-Identifier: GPL-2.0
# before: start ./spin asleep
# after: wait $pid; echo "ended with $?"; cat spin.said
# See the exit of a process that was attached to.
eval "attach %d", $pid
set var hits = 9
set var go = 0
continue
#> [Inferior 1 (process N) exited normally]
info program
#> The program being debugged is not being run.
#> ended with 0
#> hits 9, go 0
