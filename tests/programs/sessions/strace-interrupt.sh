# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -I: whether strace minds a fatal signal; a strace that does not goes by SIGKILL.
for i in 1 2 3 4; do
	rm -f trace
	start ./spin asleep
	strace -I$i -o trace -p "$pid" 2>strace.said &
	strace=$!
	wait_until grep -qs nanosleep trace
	kill -TERM $strace
	sleep 0.5
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
