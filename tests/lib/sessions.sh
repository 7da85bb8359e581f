# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Suites of sessions: the same session runs on each kernel, what it prints is checked against what it expects, and
# compared. Sourced by tests/NAME/run, on the host. What the variables are, what known-failures is: see others.sh.
#
# A session is a file in tests/NAME/sessions: NAME.sh for bash, or what a NAME-session in tests/NAME/lib can run. All it
# prints is its output. What must come out is in its comments (see facts), and it may have
#	# limit: SECONDS	its time limit, 60 if it does not say
#	# drop: ERE		lines to leave out of the output before anything looks at it
#	# any-order		the lines may come in any order
# Before anything looks at an output, tests/NAME/normalise.sed takes out what differs from run to run.
#
# More variables: NAME=ERE (only these sessions), JOBS=2 (sessions at a time). KERNELS=here runs them on this machine's
# own kernel, without a guest. In build/tests/NAME/KERNEL: log/SESSION.log is what a session printed, SESSION.out the same
# after normalise.sed, SESSION.diff how it differs from the first kernel, log/SESSION.stuck where it was when time was up.

. "$(dirname -- "${BASH_SOURCE[0]}")/others.sh"

# suite NAME: lay out what the guest sees at /host. The caller then puts what sessions need into $share/programs.
suite() {
	local file
	target "${kernels[0]}"
	here=$top/tests/$1
	work=$build/tests/$1
	share=$work/share
	rm -rf -- "$share"
	mkdir -p "$share/lib" "$share/programs"
	cp "$top"/tests/lib/{in-guest,session.sh} "$here"/lib/* "$share/lib/"
	cp -R "$here/sessions" "$share/"
	for file in "$here"/sessions/*; do
		file=${file##*/}
		[[ ! ${file%.*} =~ ${NAME:-} ]] || printf '%s\t%s\n' "${file%.*}" "$file"
	done >"$work/list"
	[ -s "$work/list" ] || die "no session is called $NAME"
}

# c_programs DIR [SUFFIX GCC-OPTIONS...]: build each C file of DIR for the sessions
c_programs() {
	local source name
	cp "$1"/*.[ch] "$share/programs/"
	for source in "$1"/*.c; do
		name=$(basename "$source" .c)
		(cd "$share/programs" && "${CROSS_COMPILE-}gcc" -g -O0 -Wall -pthread -fdebug-prefix-map="$PWD=." "${@:3}" -o "$name${2-}" "$name.c") ||
			die "cannot build $source ${*:3}"
	done
}

# gdb_programs: those of tests/gdb, and as NAME32 those of 32 (s390: 31) bits. On s390 they are static: for libraries gdb
# waits at a breakpoint on a return, which it would have to step (see tests/s390/run)
gdb_programs() {
	local programs=$top/tests/gdb/programs
	if [ "${ARCH-}" = s390 ]; then
		c_programs "$programs" '' -static
		c_programs "$programs" 32 -static -m31
	else
		c_programs "$programs"
		for_m32 c_programs "$programs" 32 -m32
	fi
}

# header SESSIONFILE KEY: what its "# KEY: ..." lines say
header() { sed -n "s/^# $2: //p" "$1"; }

# judge OUT: "begin NAME" and "end NAME" from the guest become outcomes
judge() {
	local out=$1 word name file drop why
	while read -r word name; do
		if [ "$word" != end ]; then
			printf 'begin\t%s\t\n' "$name"
			continue
		fi
		file=$(echo "$here/sessions/$name".*)
		drop=$(header "$file" drop | paste -sd'|')
		sed -E -f "$here/normalise.sed" "$share/log/$name.log" |
			drop=$drop awk 'ENVIRON["drop"] == "" || $0 !~ ENVIRON["drop"]' |
			if grep -q '^# any-order$' "$file"; then sort; else cat; fi >"$out/$name.out"
		if why=$("$top/tests/lib/facts" "$file" "$out/$name.out"); then
			printf 'ok\t%s\t\n' "$name"
		else
			printf 'not ok\t%s\t%s; log: %s\n' "$name" "${why//$'\t'/ }" "${out#"$top/"}/log/$name.log"
		fi
	done
}

# differences FIRST OUT: an outcome of its own for each session that printed something else in OUT than in FIRST
differences() {
	local status name why
	while IFS=$'\t' read -r status name why; do
		if [ -f "$1/$name.out" ] && [ -f "$2/$name.out" ] && ! diff -u "$1/$name.out" "$2/$name.out" >"$2/$name.diff"; then
			status=differs
			why="from ${1##*/}: ${2#"$top/"}/$name.diff"
		fi
		printf '%s\t%s\t%s\n' "$status" "$name" "$why"
	done <"$2/results" >"$2/results.new"
	mv "$2/results.new" "$2/results"
}

# sessions_here KERNEL OUT: on this machine, without a guest; "begin NAME" and "end NAME" for each
sessions_here() {
	cp "$work/list" "$share/list"
	"$share/lib/in-guest" "$share" "${JOBS:-2}" 2>"$2/guest.log" </dev/null
	touch "$2/kernel-0.log"
}

# run_sessions SECONDS: on each kernel, a guest for at most that long; then a line for each session
# run_sessions FUNCTION: that runs them instead, with the arguments of sessions_here and the same output
run_sessions() {
	local kernel how out outs=()
	outcomes() { judge "$1"; }
	for kernel in "${kernels[@]}"; do
		out=$work/$kernel
		rm -rf -- "$out"
		how=$1
		[ "$kernel" != here ] || how=sessions_here
		if [[ $how =~ ^[0-9]+$ ]]; then
			run_on "$kernel" "$out" "$work/list" "$how" "/host/lib/in-guest /host ${JOBS:-2} $(slowness "$kernel")"
		else
			mkdir -p "$out"
			"$how" "$kernel" "$out" | judge "$out" >"$out/results"
			cp -R "$share/log" "$out/"
		fi
		[ "${#outs[@]}" -eq 0 ] || differences "${outs[0]}" "$out"
		outs+=("$out")
	done
	compare "$here/known-failures" "${outs[@]}"
}
