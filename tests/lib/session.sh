# shellcheck shell=dash disable=SC2034 # what is set here is for sessions
# SPDX-License-Identifier: GPL-2.0
# What the sessions of all suites use to start processes and to look at them; lib/suite.sh of a suite has what only its
# sessions use.

# wait_until COMMAND...: until it is true, for at most 30 seconds, longer on a slow kernel. A file that it reads may not be
# there yet: that is no part of the session's output
wait_until() {
	local tries=$((600 * ${slow:-1}))
	while [ $((tries -= 1)) -gt 0 ]; do
		"$@" 2>/dev/null && return
		sleep 0.05
	done
	echo "never: $*"
	return 1
}

# start COMMAND...: in the background; back when its first line is there. Sets pid; its output goes to PROGRAM.said
start() {
	said=${1##*/}.said
	: >"$said"
	"$@" <&0 >>"$said" 2>&1 &
	pid=$!
	wait_until test -s "$said"
}

# serve ARGUMENTS...: gdbserver on a port of its choice. Sets port and server; its output goes to gdbserver.said
serve() {
	: >gdbserver.said
	gdbserver "$@" >>gdbserver.said 2>&1 &
	server=$!
	wait_until grep -q '^Listening on port' gdbserver.said
	port=$(sed -n 's/^Listening on port //p' gdbserver.said)
}

# about PID: one line that says what became of it: does it run, is it stopped, is it traced, how many threads
about() {
	awk '/^Name:/ { name = $2 } /^State:/ { state = $2 ~ /[RSD]/ ? "runs" : $2 } /^TracerPid:/ { tracer = $2 ? "traced" : "not traced" }
		/^Threads:/ { threads = $2 } END { print name ": " state ", " tracer ", " threads " thread" (threads > 1 ? "s" : "") }' \
		"/proc/$1/status"
}

# has_state PID LETTERS: is the state one of them
has_state() { grep -qs "^State:[[:space:]]*[$2]" "/proc/$1/status"; }

# goes_on PID: it runs, and ends when it is asked to; then what it said
goes_on() {
	kill -TERM "$1"
	wait "$1"
	echo "ended with $?"
	cat "$said"
}

# tracer PID: is there one
tracer() { grep -q '^TracerPid:.[1-9]' "/proc/$1/status" && echo "has a tracer" || echo "has no tracer"; }
