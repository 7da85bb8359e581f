# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What the sessions of this suite use. Sourced, in the guest.

# calls FILE...: what strace wrote, without process numbers and environments
calls() {
	sed -E 's/^[0-9]+ +//; s/, 0x[0-9a-f]+ \/\* [0-9]+ vars \*\///; s/^((clone|v?fork|wait4|getppid|getpid)\(.*\) += )[0-9]{2,}$/\1PID/
		s/\bwait4\([0-9]+/wait4(PID/; s/pid changed to [0-9]+/pid changed/
		s/(si_[us]time=[0-9]+) \/\* [0-9.]+ s \*\//\1/g' "$@"
}

# counts FILE: the table of strace -c without its times: calls, errors, name
counts() { awk '$1 ~ /^[0-9.]+$/ { print $4, (NF == 6 ? $5 : 0), $NF }' "$1" | sort -k3; }
