/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace: what the interpreter needs from the architecture.
 */
#ifndef DIFFTRACE_INTERP_H
#define DIFFTRACE_INTERP_H

#include "shm.h"

#ifdef __x86_64__
#define NR_mmap			9
#define NR_rt_sigaction		13
#define NR_rt_sigprocmask	14
#define NR_ptrace		101
#define NR_execve		59
#define NR_futex		202
#define NR_exit_group		231
#define NR_seccomp		317
#define UC_IP			168	/* offsets in struct ucontext */
#define UC_FLAGS		176
#elif defined(__s390x__)
#define NR_mmap			90	/* takes the address of its arguments */
#define NR_rt_sigaction		174
#define NR_rt_sigprocmask	175
#define NR_ptrace		26
#define NR_execve		11
#define NR_futex		238
#define NR_exit_group		248
#define NR_seccomp		348
#define UC_IP			48
#else
#define NR_mmap			192	/* mmap2 */
#define NR_rt_sigaction		174
#define NR_rt_sigprocmask	175
#define NR_ptrace		26
#define NR_execve		11
#define NR_futex		240
#define NR_exit_group		252
#define NR_seccomp		354
#define UC_IP			76
#define UC_FLAGS		84
#endif
#define NR_clone3		435

/* interp-64.S, interp-32.S, interp-s390.S */

/* A system call; @regs gets the general registers as it left them. */
long raw_syscall(long nr, const uint64_t *args, uint64_t *regs);
/* The same from another place: the interpreter's own calls. */
long own_syscall(long nr, const uint64_t *args);
long raw_int80(long nr, const uint64_t *args);
/* clone3(); the child goes to interp_child(slot) on its new stack. */
long spawn_clone3(void *args, unsigned long size, unsigned long slot);
void fault_op(unsigned long kind);
void playground(uint32_t *scratch, uint64_t *regs);
long patch_me(void);
void restorer(void);

extern const char fault_start[], fault_end[];
extern const char play_mid[], raw_syscall_text[];

/* interp.c, called from assembler */
void interp_start(unsigned long *sp) __attribute__((noreturn));
void interp_child(unsigned long slot) __attribute__((noreturn));
void handle_signal(int sig, void *info, void *uc);
extern char stacks[DT_NSLOTS][DT_STACKSZ];

#endif /* DIFFTRACE_INTERP_H */
