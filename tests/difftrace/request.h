/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace: what the files that make ptrace requests share.
 */
#ifndef DIFFTRACE_REQUEST_H
#define DIFFTRACE_REQUEST_H

#include "difftrace.h"

enum request {
	TRACEME = 0, PEEKTEXT, PEEKDATA, PEEKUSR, POKETEXT, POKEDATA, POKEUSR,
	CONT, KILL, SINGLESTEP,
#ifdef __s390x__
	SINGLEBLOCK = 12, SETREGS, GETFPREGS, SETFPREGS,	/* 13 to 15: none */
#else
	GETREGS = 12, SETREGS, GETFPREGS, SETFPREGS,
#endif
	ATTACH, DETACH, GETFPXREGS, SETFPXREGS, OLDSETOPTIONS = 21, SYSCALL = 24,
	GET_THREAD_AREA, SET_THREAD_AREA, ARCH_PRCTL = 30, SYSEMU,
	SYSEMU_SINGLESTEP,
#ifndef __s390x__
	SINGLEBLOCK,
#endif
	SETOPTIONS = 0x4200, GETEVENTMSG, GETSIGINFO, SETSIGINFO, GETREGSET,
	SETREGSET, SEIZE, INTERRUPT, LISTEN, PEEKSIGINFO, GETSIGMASK, SETSIGMASK,
	SECCOMP_GET_FILTER, SECCOMP_GET_METADATA, GET_SYSCALL_INFO, GET_RSEQ,
	SET_DISPATCH, GET_DISPATCH,
};

#define KERNEL_ADDR	0xffffffff81000000ULL
#define BAD_ADDR	0x1000ULL

/*
 * Offsets in struct user and user_regs_struct, by the ABI of the tracer.  On
 * s390 the number of the call and its result are in one register, and the
 * fields "flags" and "cs" are the mask of the PSW: one may set the condition
 * code and so on in it, no more.
 */
struct user_offsets {
	unsigned int ax, orig, ip, flags, cs, dreg, regs, user;
};

#ifdef __s390x__
#define ONE_REGISTER	true		/* for "ax" and "orig" */
#define HARMLESS_FLAG	(1ULL << 41)	/* no trap for a HFP underflow */
#define PATCH_AT	4		/* in patch_me() */
#define PATCH_NOPS	0x0700070007000700ULL
#define PATCH_TRAP	0x0700000107000700ULL
#define ARCH_SET	0x306		/* first of a few register sets */
#else
#define ONE_REGISTER	false
#define HARMLESS_FLAG	1ULL
#define PATCH_AT	2
#define PATCH_NOPS	0x9090909090909090ULL
#define PATCH_TRAP	0x9090909090cc9090ULL
#define ARCH_SET	0x200
#endif

extern const struct user_offsets user_off[2];

/* Whom to pick; "stopped" and "traced" mean: by a tracer that is idle. */
bool ok_stopped(const struct task *t);
bool ok_traced(const struct task *t);
bool ok_living(const struct task *t);
bool ok_untraced(const struct task *t);
bool ok_tracer(const struct task *t);
bool ok_agent(const struct task *t);
bool ok_any_idle(const struct task *t);
bool ok_tracee(const struct task *t);

/* What to ask of @t instead of @req, where an emulator cannot do both. */
long possible_request(const struct task *t, long req);

/* act_resume.c */
int resume_signal(const struct task *t);

/* act_inspect.c */
#define N_INSPECT	20

enum inspect {
	LOOK_SIGINFO, LOOK_EVENTMSG, LOOK_SYSCALL, LOOK_REGS, LOOK_PRSTATUS,
	LOOK_FPREGS, LOOK_FPSET, LOOK_USER, LOOK_USER_BAD, LOOK_MEMORY,
	LOOK_SIGQUEUE, LOOK_SIGMASK, LOOK_FILTER, LOOK_METADATA, LOOK_RSEQ,
	LOOK_DISPATCH, LOOK_FPXREGS, LOOK_TLS, LOOK_ARCH, LOOK_ANY_SET,
};

unsigned int usual_inspect(const struct task *t);
unsigned int user_offset(const struct task *tr, bool valid);
void add_regset(struct batch *b, struct task *t, long req, unsigned int type,
		const void *data, unsigned int len);

#endif /* DIFFTRACE_REQUEST_H */
