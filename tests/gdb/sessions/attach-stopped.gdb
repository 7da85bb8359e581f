# SPDX-License-Identifier: GPL-2.0
# before: start ./spin asleep; wait_until has_state $pid S; kill -STOP $pid; wait_until has_state $pid T; about $pid
# after: about $pid; kill -CONT $pid; goes_on $pid
# Attach to a process that SIGSTOP stopped, look at it, run it, and let it go: it is still stopped for the kernel.
#> spin: T, not traced, 1 thread
eval "attach %d", $pid
print go
#> $1 = 1
backtrace
#~ #[0-9]+ ADDRESS in asleep \(\) at ./spin.c:50
set var hits = 7
tbreak beat
continue
#> Program received signal SIGSTOP, Stopped (signal).
signal 0
#> Temporary breakpoint 1, beat () at ./spin.c:25
detach
#> [Inferior 1 (process N) detached]
#> spin: T, not traced, 1 thread
#> hits 7, go 0
