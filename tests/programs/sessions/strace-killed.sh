# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The tracer is killed: the program goes on, untraced.
start ./spin threads
strace -f -o trace -p "$pid" 2>strace.said &
strace=$!
wait_until grep -qs nanosleep trace
kill -KILL $strace
wait $strace
about "$pid"
#> spin: runs, not traced, 4 threads
goes_on "$pid"
#> ended with 0
#> hits 0, go 0
