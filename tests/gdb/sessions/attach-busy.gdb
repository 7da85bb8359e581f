# SPDX-License-Identifier: GPL-2.0
# before: start ./spin busy
# after: about $pid; goes_on $pid
# Attach to a process that makes no system call, twice; what gdb wrote stays.
eval "attach %d", $pid
set var hits = 40
detach
eval "attach %d", $pid
print hits
#> $1 = 40
set var hits = hits + 1
detach
#> [Inferior 1 (process N) detached]
#> spin: runs, not traced, 1 thread
#> ended with 0
#> hits 41, go 0
