/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests need to know of an architecture */
#ifndef _ARCH_H
#define _ARCH_H

#include <stddef.h>
#include <sys/user.h>

/*
 * LOOP: at loop_begin, for ever: the number of getppid(), the call, count one
 * up at the address in a register, back.  LOOP_ENTER goes there.
 * BREAKPOINT: the instruction, BREAKPOINT_SIGNAL: for a task without tracer.
 * USER_NR and USER_RESULT: where a tracer finds and changes a system call.
 */
#ifdef __s390x__
#define LOOP								\
"loop_begin:\n"								\
"	lghi	%r1, 64\n"						\
"loop_syscall:\n"							\
"	svc	0\n"							\
"loop_after:\n"								\
"	agsi	0(%r6), 1\n"						\
"loop_end:\n"								\
"	j	loop_begin\n"
#define LOOP_ENTER(count)						\
	asm volatile("lgr	%%r6, %0\n\tjg	loop_begin" : : "d"(count))

#define BREAKPOINT		".short 0x0001"
#define BREAKPOINT_SIGNAL	SIGILL

/* one register for both */
#define USER_NR			offsetof(struct user, regs.gprs[2])
#define USER_RESULT		USER_NR
#else
#define LOOP								\
"loop_begin:\n"								\
"	mov	$110, %eax\n"						\
"loop_syscall:\n"							\
"	syscall\n"							\
"loop_after:\n"								\
"	incq	(%rdi)\n"						\
"loop_end:\n"								\
"	jmp	loop_begin\n"
#define LOOP_ENTER(count)						\
	asm volatile("jmp loop_begin" : : "D"(count))

#define BREAKPOINT		"int3"
#define BREAKPOINT_SIGNAL	SIGTRAP

#define USER_NR			offsetof(struct user, regs.orig_rax)
#define USER_RESULT		offsetof(struct user, regs.rax)
#endif

#endif /* _ARCH_H */
