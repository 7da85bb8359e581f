# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# ltrace attaches to a running process and lets it go on.
start ./spin asleep
ltrace -o trace -p "$pid" &
ltrace=$!
wait_until grep -qs 'nanosleep(.*) *= 0' trace
tracer "$pid"
#> has a tracer
kill -INT $ltrace
wait $ltrace
about "$pid"
#> spin: runs, not traced, 1 thread
goes_on "$pid"
#> ended with 0
#> hits 0, go 0
