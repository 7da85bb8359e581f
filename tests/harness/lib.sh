# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# How the tests of the harness report and count.
set -u
# shellcheck disable=SC2034 # for the tests
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
passed=0 failed=0

# t NAME COMMAND...: the test NAME passes if the command does; what a failing one printed is shown
t() {
	local name=$1
	shift
	if ("$@") >"$tmp/said" 2>&1; then
		passed=$((passed + 1))
		echo "ok $name"
	else
		failed=$((failed + 1))
		echo "not ok $name"
		sed 's/^/  /' "$tmp/said" | tail -n 20
	fi
}

# same WHAT EXPECTED FOUND
same() {
	[ "$2" = "$3" ] || { printf '%s: expected "%s", found "%s"\n' "$1" "$2" "$3"; return 1; }
}

# says WORDS FILE
says() {
	grep -qF -- "$1" "$2" || { echo "\"$1\" is not in what was said:"; cat "$2"; return 1; }
}

count() {
	echo "$passed passed, $failed failed, 0 skipped"
	[ "$failed" -eq 0 ]
}
