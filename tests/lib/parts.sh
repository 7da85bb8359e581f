# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# For a suite that runs others: on another architecture, or on a kernel that counts. run_parts PART... calls the functions of these names,
# each of which ends its output with "N passed, N failed, N skipped", and sums them up. Logs: $work/PART.{log,err}
# shellcheck disable=SC2154 # the suite sets work
run_parts() {
	local part begin last p f s passed=0 failed=0 skipped=0
	for part in "$@"; do
		begin=$SECONDS
		"$part" 2>"$work/$part.err" | tee "$work/$part.log" | grep -E '^(not ok|seed .* differs)' | sed "s/^/$part: /" || true
		last=$(tail -n 1 "$work/$part.log")
		p=0 f=1 s=0
		if [[ $last =~ ^[0-9]+\ passed,\ [0-9]+\ failed,\ [0-9]+\ skipped$ ]]; then
			read -r p _ f _ s _ <<<"$last"
		else
			echo "$part: ended without a count; logs: $work/$part.log, $work/$part.err"
		fi
		echo "$part: $p passed, $f failed, $s skipped in $((SECONDS - begin)) s"
		passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	done
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
