# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# For a suite that runs others: on another architecture, or on a kernel that counts. run_parts PART... calls the functions of these names,
# each of which ends its output with "N passed, N failed, N skipped", and sums them up. Logs: $work/PART.{log,err}
# shellcheck disable=SC2154 # the suite sets work, and sources harness/lib.sh
run_parts() {
	local part begin status p f s why passed=0 failed=0 skipped=0
	for part in "$@"; do
		begin=$SECONDS status=0
		"$part" 2>"$work/$part.err" | tee "$work/$part.log" | grep -E '^(not ok|seed .* differs)' | sed "s/^/$part: /" ||
			status=${PIPESTATUS[0]}
		read_count "$work/$part.log" "$status"
		[ -z "$why" ] || echo "$part: $why, $work/$part.err"
		echo "$part: $p passed, $f failed, $s skipped in $((SECONDS - begin)) s"
		passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	done
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
