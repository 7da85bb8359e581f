# SPDX-License-Identifier: GPL-2.0
# before: start ./spin asleep; about $pid
# after: about $pid; goes_on $pid
# Attach to a process in a system call, look at it, let it go: it goes on.
#> spin: runs, not traced, 1 thread
eval "attach %d", $pid
info inferiors
#> * 1 process N 1 (native) spin
print go
#> $1 = 1
tbreak beat
continue
#> Temporary breakpoint 1, beat () at ./spin.c:25
backtrace
#> #1 ADDRESS in asleep () at ./spin.c:52
#> #2 ADDRESS in main (argc=2, argv=ADDRESS) at ./spin.c:111
eval "shell . $lib/session.sh; about %d", $pid
#> spin: t, traced, 1 thread
detach
#> [Inferior 1 (process N) detached]
#> spin: runs, not traced, 1 thread
#> ended with 0
#> hits 0, go 0
