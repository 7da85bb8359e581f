# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Job control under strace: stopped by SIGSTOP it stays stopped, SIGCONT lets it go on.
strace -o trace -e trace=none ./spin asleep >said &
strace=$!
wait_until grep -qs ready said
pid=$(pgrep -P $strace)
kill -STOP "$pid"
wait_until grep -q 'stopped by SIGSTOP' trace
sleep 0.2
about "$pid"
#> spin: t, traced, 1 thread
kill -CONT "$pid"
wait_until grep -q SIGCONT trace
wait_until has_state "$pid" S
kill -TERM "$pid"
wait $strace
echo "strace $?"
#> strace 0
cat said
#> hits 0, go 0
calls trace
#> --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=N, si_uid=N} ---
#> --- stopped by SIGSTOP ---
#> --- SIGCONT {si_signo=SIGCONT, si_code=SI_USER, si_pid=N, si_uid=N} ---
#> --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=N, si_uid=N} ---
#> +++ exited with 0 +++
