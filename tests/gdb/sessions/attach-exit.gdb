# SPDX-License-Identifier: GPL-2.0
# before: start ./spin long-sleep
# after: wait $pid; echo "ended with $?"; cat spin.said
# Attach in the middle of a long sleep; the sleep ends when it should, and gdb sees the exit.
eval "attach %d", $pid
continue
#> [Inferior 1 (process N) exited normally]
info program
#> The program being debugged is not being run.
#> ended with 0
#> ready
#> nanosleep 0
#> hits 0, go 1
