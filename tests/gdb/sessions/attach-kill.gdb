# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads
# after: wait $pid; echo "ended with $?"; cat spin.said
# drop: ^\[New LWP|^#[0-9]
# Kill what was attached to: threads and all.
eval "attach %d", $pid
kill
#> [Inferior 1 (process N) killed]
info inferiors
#> * 1 <null> spin
#> ended with 137
#> ready
#! hits 0, go 0
