# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -I: whether strace minds a fatal signal; a strace that does not goes by SIGKILL.
# longer_than LINES: is the trace
longer_than() { [ "$(wc -l <trace)" -gt "$1" ]; }
for i in 1 2 3 4; do
	rm -f trace
	start ./spin asleep
	strace -I$i -o trace -p "$pid" 2>strace.said &
	strace=$!
	wait_until grep -qs nanosleep trace
	kill -TERM $strace
	# one that does ends; one that does not goes on with what it does
	case $i in
	1 | 2) wait $strace ;;
	*) wait_until longer_than $(($(wc -l <trace) + 5)) ;;
	esac
	echo "-I$i: $(tracer "$pid")"
	kill -KILL $strace 2>/dev/null
	wait $strace
	about "$pid"
	goes_on "$pid"
done
#> -I1: has no tracer
#> spin: runs, not traced, 1 thread
#> hits 0, go 0
#> -I2: has no tracer
#> -I3: has a tracer
#> spin: runs, not traced, 1 thread
#> hits 0, go 0
#> -I4: has a tracer
#> hits 0, go 0
