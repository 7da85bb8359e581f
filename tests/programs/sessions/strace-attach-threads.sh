# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -f -p: attach to all threads.
start ./spin threads
strace -f -o trace -p "$pid" 2>strace.said &
strace=$!
# of the four, one never calls the kernel
threads_seen() { [ "$(cut -d' ' -f1 trace | sort -u | wc -l)" -eq "$1" ]; }
wait_until test -e trace
wait_until threads_seen 3
# (the call, not strace's "resuming interrupted pause", said of whichever thread stops next)
grep -cE '^[0-9]+ +pause\(' trace
#> 1
kill -TERM $strace
wait $strace
echo "strace $?"
#> strace 143
about "$pid"
#> spin: runs, not traced, 4 threads
goes_on "$pid"
#> ended with 0
#> hits 0, go 0
# by what it says, not by the number
sort -k 4 strace.said
#> strace: Process N attached with 4 threads
#> strace: Process N detached
#> strace: Process N detached
#> strace: Process N detached
#> strace: Process N detached
