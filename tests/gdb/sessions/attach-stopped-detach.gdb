# SPDX-License-Identifier: GPL-2.0
# before: start ./spin asleep; wait_until has_state $pid S; kill -STOP $pid; wait_until has_state $pid T
# after: sleep 0.3; about $pid; kill -CONT $pid; wait_until has_state $pid S; goes_on $pid
# Attach to a stopped process and detach at once: does it stay stopped?
eval "attach %d", $pid
detach
#> [Inferior 1 (process N) detached]
#> spin: T, not traced, 1 thread
#> ended with 0
#> hits 0, go 0
