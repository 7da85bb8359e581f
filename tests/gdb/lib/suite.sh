# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# For sessions that are shell scripts: talk to a gdb whose program runs on while gdb takes the next command. Sourced, in the guest.

. "${lib:?}/gdb.sh"

# open_gdb ARGUMENTS...: gdb that reads commands from here
open_gdb() {
	coproc GDB { run_gdb -iex 'set prompt' "$@" 2>&1; }
	exec {to_gdb}>&"${GDB[1]}" {from_gdb}<&"${GDB[0]}"
}

# await PATTERN...: print what gdb says, until each pattern was a line
await() {
	local line missing=("$@") i
	while [ "${#missing[@]}" -gt 0 ]; do
		if ! IFS= read -r -t "$((30 * ${slow:-1}))" -u "$from_gdb" line; then
			echo "never: ${missing[*]}"
			return 1
		fi
		[ "$line" = '(done)' ] || printf '%s\n' "$line"
		for i in "${!missing[@]}"; do
			# shellcheck disable=SC2053 # a pattern
			[[ $line != ${missing[i]} ]] || unset "missing[$i]"
		done
	done
}

# ask COMMAND [PATTERN]: print what gdb says until it has carried it out, and until PATTERN came
ask() {
	printf '%s\necho (done)\\n\n' "$1" >&"$to_gdb"
	await '(done)' "${@:2}"
}

# close_gdb: no more commands; what gdb still says
close_gdb() {
	exec {to_gdb}>&-
	eval "exec ${GDB[1]}>&-"
	cat <&"$from_gdb"
}
