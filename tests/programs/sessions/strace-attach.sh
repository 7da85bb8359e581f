# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -p: attach, see system calls go by and a signal arrive, let go on SIGINT.
start ./spin asleep
strace -o trace -p "$pid" 2>strace.said &
strace=$!
wait_until grep -qs nanosleep trace
tracer "$pid"
#> has a tracer
kill -USR1 "$pid"
wait_until grep -q rt_sigreturn trace
kill -INT $strace
wait $strace
echo "strace $?"
#> strace 130
grep -c 'SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER' trace
#> 1
about "$pid"
#> spin: runs, not traced, 1 thread
goes_on "$pid"
#> ended with 0
#> hits 1, go 0
cat strace.said
#> strace: Process N attached
#> strace: Process N detached
