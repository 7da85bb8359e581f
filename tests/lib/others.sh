# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Test suites that others wrote: each of their tests runs on several kernels, and the outcomes are compared.
# Sourced by tests/NAME/run, on the host.
#
# The suite's run sets "share", the directory that the guest sees at /host, and defines "outcomes", a filter. The suite's
# command in the guest reads /host/list (a line per test: its name, then a tab if more follows); what it prints becomes,
# by the filter, lines of STATUS<tab>NAME<tab>WHY. STATUS is begin, ok, not ok or skip. A test may have parts: outcomes
# whose names are not in the list.
#
# tests/NAME/known-failures (known-failures.um, .s390 for those kernels) has a line TEST<tab>REASON for each test
# that fails on the classic kernel, which may (and must) fail on the others too. A REASON that starts with "sometimes" stands for a test that fails now and then on
# classic: nothing is concluded from it.
#
# KERNELS=debug runs the suite on the checking kernel alone. There is nothing to compare with then, but the known failures
# are the same, and whatever the kernel reports, a leak of memory too, is a failure. All time limits are SLOW times as
# long on a kernel: 6 if it is a checking one, else 1.
#
# Variables: KERNELS='classic utrace', BUILT, SLOW. Logs: build/tests/NAME/KERNEL/{results,guest.log,kernel-N.log,log/}

. "$(dirname -- "${BASH_SOURCE[0]}")/../../harness/lib.sh"
# shellcheck disable=SC2034 # for who sources this
read -ra kernels <<<"${KERNELS:-classic utrace}"

# A guest that dies takes one test with it; the rest goes on in a new one, so often
boots=4

# ready: all that is to run is built. BUILT=1 takes the kernels and the root as they are
ready() {
	local kernel
	[ -z "${BUILT-}" ] || return 0
	for kernel in "${kernels[@]}"; do make -s -C "$top" kernel root KERNEL="$kernel"; done
}

# slowness KERNEL: what to multiply time limits by
slowness() { case $1 in *debug*) echo "${SLOW:-6}" ;; *) echo "${SLOW:-1}" ;; esac }

# undone RESULTS: those of the tests on standard input that have no outcome there
undone() { awk -F'\t' 'past { if ($1 != "begin") done[$2] = 1; next } !($1 in done)' past=1 "$1" past= -; }

# run_on KERNEL OUT LIST SECONDS COMMAND: OUT/results has an outcome for each test of LIST afterwards
run_on() {
	local kernel=$1 out=$2 list=$3 seconds=$4 command=$5 boot status why
	seconds=$((seconds * $(slowness "$kernel")))
	mkdir -p "$out"
	touch "$out/results"
	for ((boot = 1; boot <= boots; boot++)); do
		undone "$out/results" <"$list" >"${share:?}/list"
		[ -s "$share/list" ] || return 0
		say "$kernel: $(wc -l <"$share/list") tests"
		rm -rf -- "$share/log"
		status=0
		LEAKCHECK=1 KERNEL=$kernel SHARE=$share TIMEOUT=$seconds KLOG=$out/kernel-$boot.log CMD=$command \
			"$top/harness/guest" 2>>"$out/guest.log" </dev/null | outcomes "$out" >>"$out/results" || status=$?
		[ ! -d "$share/log" ] || cp -R "$share/log" "$out/"
		[ "$status" -ne 0 ] || continue
		# Whatever was running when the guest ended is what ended it, or is at least where to look
		why="the guest ended with status $status: $(tail -n 1 "$out/guest.log")"
		awk -F'\t' -v OFS='\t' -v why="${why//\\/}" '
			$1 == "begin" { open[$2] = 1; next }
			{ delete open[$2] }
			END { for (name in open) print "not ok", name, why }' "$out/results" >"$out/died"
		cat "$out/died" >>"$out/results"
		[ -s "$out/died" ] || break
	done
	undone "$out/results" <"$list" >"$out/undone"
	why="not run: ${why:-the guest ended before}; log: $out/guest.log"
	awk -F'\t' -v OFS='\t' -v why="${why//\\/}" '{ print "not ok", $1, why }' "$out/undone" >>"$out/results"
}

# compare KNOWN-FAILURES OUT...: one line per test over all kernels (OUT is one's directory), then the count
compare() {
	local known=$1 out files=()
	case ${kernels[0]} in um-*) known=$1.um ;; s390-*) known=$1.s390 ;; esac
	shift
	for out; do
		files+=("kernel=${out##*/}" "$out/results")
		if ! "$top/harness/klog-scan" <(cat "$out"/kernel-*.log) >"$out/reports"; then
			printf 'not ok\tkernel-%s\tthe kernel reported something: %s\n' "${out##*/}" "$out/reports"
		else
			printf 'ok\tkernel-%s\t\n' "${out##*/}"
		fi >"$out/kernel-results"
		files+=(kernel= "$out/kernel-results")
	done
	awk -F'\t' -f "$top/tests/lib/compare" known=1 "$known" known= "${files[@]}"
}
