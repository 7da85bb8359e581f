# shellcheck shell=bash
# What every script of the harness shares: where things are, how to talk, how to wait for each other.
# Sourced, not run. All talk goes to standard error: standard output belongs to the command in the guest.

set -euo pipefail
# A make that called us has variables of its own in there, which are none of the kernel's
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
build=$(realpath -m -- "${BUILD:-$top/build}")
# shellcheck disable=SC2034 # for those who source this
linux=$build/linux          # the patched tree, where edits are made
# shellcheck disable=SC2034
pristine=$build/pristine    # the source as Debian ships it
log=$build/log

# Compilations are cached across checkouts: no absolute path in them. What one has read is known from the list of
# dependencies that it writes anyway; else ccache would run the preprocessor for that, before each compilation, and
# __FILE__ would have another length: what was compiled so is in the same cache, and not to be mixed in.
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 CCACHE_NAMESPACE=utrace-depend CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-10G}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit 1; }

mkdir -p -- "$log" || die "cannot write to $build"

# target KERNEL: ARCH, CROSS_COMPILE and CC to build that kernel, or something for it; root, its image's name
target() {
	unset ARCH CROSS_COMPILE
	root=root
	case $1 in
	um-*) export ARCH=um ;;
	s390-*)
		export ARCH=s390 CROSS_COMPILE=s390x-linux-gnu-
		# shellcheck disable=SC2034
		root="root-s390"
		;;
	esac
	# shellcheck disable=SC2034
	CC="ccache ${CROSS_COMPILE-}gcc"
}

# for_m32 COMMAND...: run it so that gcc -m32 finds asm/*.h. gcc-multilib would have a link for that, but it conflicts
# with every cross compiler.
for_m32() { C_INCLUDE_PATH=/usr/include/$(gcc -print-multiarch) "$@"; }

# lock NAME [-s]: hold build/.NAME.lock (-s: with others who do) until this script ends. Says so if it has to wait.
declare -A locked
lock() {
	local fd
	[ -z "${locked[$1]-}" ] || return 0
	exec {fd}>>"$build/.$1.lock"
	if ! flock -n ${2:+"$2"} "$fd"; then
		say "waiting for another build to finish (build/.$1.lock)"
		flock ${2:+"$2"} "$fd"
	fi
	locked[$1]=$fd
}

# need_space DIR MEGABYTES WHAT: a disk that fills up half-way leaves messages that nobody understands
need_space() {
	local free
	free=$(df -Pm -- "$1" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$2" ] || die "no room for $3: $1 has $free MB free, $2 MB are needed"
}

# Same content, same sum: a list of "sum path" for the files named on standard input, one a line
sums() { tr '\n' '\0' | xargs -0r sha256sum; }

# The patches of the series, in order
series() { [ ! -f "$top/patches/series" ] || sed 's/[[:space:]#].*//; /^$/d' "$top/patches/series"; }

# The files of this repository that have a place in the kernel tree: those below a directory that the kernel has too
overlay() {
	local dirs
	mapfile -t dirs < <(cd "$pristine" && ls -d -- */)
	cd "$top" && git ls-files -co --exclude-standard -- "${dirs[@]/#/./}" | sort -u | while IFS= read -r f; do
		[ ! -f "$f" ] || echo "$f"
	done
}

# read_count OUTPUT STATUS: p, f and s by the last line of what a suite printed, "N passed, N failed, N skipped". One that
# gives none, or fails without a test that failed, is a failure, and $why is not empty.
# shellcheck disable=SC2034 # for those who source this
read_count() {
	local last
	last=$(tail -n 1 -- "$1")
	p=0 f=1 s=0 why=
	if [[ ! $last =~ ^[0-9]+\ passed,\ [0-9]+\ failed,\ [0-9]+\ skipped$ ]]; then
		why="ended with status $2 and no count; output: $1"
		return
	fi
	read -r p _ f _ s _ <<<"$last"
	if [ "$f" -eq 0 ] && [ "$2" -ne 0 ]; then
		f=1 why="status $2 although no test failed; output: $1"
	fi
}
