// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: numbers and names of the system calls that batches use.
 */
#include <sys/syscall.h>

#include "difftrace.h"

#ifdef __s390x__
#define E(name, n64, n32) [SC_##name] = { #name, { SYS_##name, SYS_##name } }
#else
#define E(name, n64, n32) [SC_##name] = { #name, { n64, n32 } }
#endif

static const struct {
	const char *name;
	int nr[2];
} table[NSC] = {
	E(getpid, 39, 20), E(getppid, 110, 64), E(gettid, 186, 224),
	E(getuid, 102, 199), E(geteuid, 107, 201), E(getgid, 104, 200),
	E(getegid, 108, 202), E(sched_yield, 24, 158),
	E(restart_syscall, 219, 0), E(ptrace, 101, 26), E(wait4, 61, 114),
	E(waitid, 247, 284), E(kill, 62, 37), E(tkill, 200, 238),
	E(tgkill, 234, 270), E(rt_sigqueueinfo, 129, 178),
	E(rt_tgsigqueueinfo, 297, 335), E(pidfd_open, 434, 434),
	E(pidfd_send_signal, 424, 424), E(rt_sigprocmask, 14, 175),
	E(rt_sigtimedwait, 128, 177), E(rt_sigsuspend, 130, 179),
	E(pause, 34, 29), E(poll, 7, 168), E(nanosleep, 35, 162), E(read, 0, 3),
	E(write, 1, 4), E(close, 3, 6), E(exit, 60, 1), E(exit_group, 231, 252),
	E(setpgid, 109, 57), E(setsid, 112, 66), E(prctl, 157, 172),
	E(setresuid, 117, 208), E(futex, 202, 240), E(clone3, 435, 435),
	E(execve, 59, 11), E(seccomp, 317, 354), E(rseq, 334, 386),
	E(rt_sigaction, 13, 174), E(rt_sigreturn, 15, 173), E(mmap, 9, 192),
	E(munmap, 11, 91), E(personality, 135, 136),
};

int sc_nr(enum sc sc, bool abi32)
{
	return table[sc].nr[abi32];
}

const char *sc_name(long nr, bool abi32)
{
	unsigned int i;

	for (i = 0; i < NSC; i++)
		if (table[i].nr[abi32] == nr)
			return table[i].name;
	return str("%ld", nr);
}

bool sc_harmless(long nr, bool abi32)
{
	unsigned int i;

	for (i = SC_getpid; i <= SC_restart_syscall; i++)
		if (table[i].nr[abi32] == nr)
			return true;
	return nr < 0 || nr > 500;
}
