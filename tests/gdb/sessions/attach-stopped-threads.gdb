# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads; wait_until has_state $pid S; kill -STOP $pid; wait_until has_state $pid T
# after: about $pid; kill -CONT $pid; wait_until has_state $pid RS; about $pid; goes_on $pid
# drop: ^\[New LWP|^#[0-9]|^ADDRESS in
# Attach to a process with threads that is stopped, and let it go: all of it stays stopped until SIGCONT.
eval "attach %d", $pid
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
set var hits = 3
detach
#> [Inferior 1 (process N) detached]
#> spin: T, not traced, 4 threads
#> spin: runs, not traced, 4 threads
#> ended with 0
#> hits 3, go 0
