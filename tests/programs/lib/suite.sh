# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What the sessions of this suite use. Sourced, in the guest.

# calls FILE...: what strace wrote, without process numbers and environments
calls() {
	sed -E 's/^[0-9]+ +//; s/, 0x[0-9a-f]+ \/\* [0-9]+ vars \*\///; s/^((clone|v?fork|wait4|getppid|getpid)\(.*\) += )[0-9]{2,}$/\1PID/
		s/\bwait4\([0-9]+/wait4(PID/; s/pid changed to [0-9]+/pid changed/
		s/(si_[us]time=[0-9]+) \/\* [0-9.]+ s \*\//\1/g' "$@"
}

# traces: what strace -ff -o trace wrote, by pid, as calls has it; 999 before 1000
traces() { calls <(printf '%s\n' trace.* | sort -V | xargs cat); }

# counts FILE: the table of strace -c without its times: calls, errors, name
counts() { awk '$1 ~ /^[0-9.]+$/ { print $4, (NF == 6 ? $5 : 0), $NF }' "$1" | sort -k3; }

# boot_uml ARGUMENTS...: User Mode Linux ($uml, or Debian's) on ./root, if they do not say another; the status it ends
# with, and what tells how far it came.
# UML goes back to the stack of its main() to end, and only then stops its timer. If the timer goes off in between, its
# handler takes that stack for one of a process and UML aborts, on any kernel, more often on a slow one. All is done by
# then, so this abort is no failure; one before the halt is.
boot_uml() {
	local status
	# in a subshell, as bash tells of an abort with numbers that differ
	{
		status=$(
			"${uml:-linux.uml}" mem=64M rootfstype=hostfs rootflags="$PWD/root" rw init=/init con=null con0=null,fd:1 "$@" >said 2>&1
			echo $?
		)
	} 2>/dev/null
	if [ "$status" -eq 134 ] && tail -n 1 said | grep -qE '^(\[.*\] )?reboot: (System halted|Power down)$'; then
		status=0
	fi
	echo "status $status"
	sed -E 's/^\[ *[0-9.]+\] (reboot: )/\1/' said | grep -aE '^(Checking|init:|work:|reboot)'
}
