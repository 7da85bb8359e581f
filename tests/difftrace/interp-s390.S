/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace interpreter, s390 (64 bit): see interp-64.S.
 *
 * What is at 16(%r15) to 127(%r15) on entry belongs to the function that was
 * called: room for %r2 to %r15.
 */
	.text

	/* An exec keeps the vector registers; the first one was of a program with libc. */
	.machine "z13"
	.globl _start
_start:
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	vzero	%v\n
	.endr
	lgr	%r2, %r15
	larl	%r15, stacks
	aghi	%r15, 16384 - 160
	brasl	%r14, interp_start
	.short	0

	/* raw_int80: there is one table of system calls only. */
	.globl own_syscall, raw_int80
own_syscall:
raw_int80:
	stmg	%r6, %r7, 48(%r15)
	lgr	%r1, %r2
	lmg	%r2, %r7, 0(%r3)
	svc	0
	lmg	%r6, %r7, 48(%r15)
	br	%r14

	.globl spawn_clone3
spawn_clone3:
	stg	%r6, 48(%r15)
	lgr	%r6, %r4
	lghi	%r1, 435
	svc	0
	ltgr	%r2, %r2
	jne	1f
	lgr	%r2, %r6
	brasl	%r14, interp_child
	.short	0
1:	lg	%r6, 48(%r15)
	br	%r14

	.globl restorer
restorer:
	svc	173

	.globl fault_op, fault_start, fault_end
fault_op:
	larl	%r1, fault_table
	sllg	%r2, %r2, 3
	lghi	%r3, 0
	lghi	%r4, 0
	lghi	%r5, 0
	lg	%r1, 0(%r1, %r2)
	br	%r1
fault_start:
f_null:	mvhi	0(%r5), 0x55
	j	fault_end
f_div:	dsgr	%r4, %r3
	j	fault_end
f_ill:	.short	0
	j	fault_end
f_trap:	.short	0x0001			/* what gdb takes for a breakpoint */
	j	fault_end
f_priv:	lpswe	0(%r5)
	j	fault_end
f_ex:	exrl	%r0, f_ex		/* EXECUTE of an EXECUTE */
	j	fault_end
f_spec:	.insn	rre, 0xb9870000, %r3, %r5	/* DLGR of an odd register */
	j	fault_end
f_kaddr: llihf	%r1, 0xffffffff
	lg	%r1, 0(%r1)
	j	fault_end
f_text:	larl	%r1, f_text
	mvi	0(%r1), 0
	j	fault_end
fault_end:
	br	%r14

	.globl playground, play_mid
playground:
	lgr	%r4, %r3
	stmg	%r2, %r15, 16(%r15)
	lgr	%r5, %r2
	llihf	%r11, 0x11111111
	lgfi	%r12, 0x33333333
	lgfi	%r13, 0x44444444
	lghi	%r2, 0
	lghi	%r6, 3
	nopr
play_mid:
	aghi	%r2, 1
	mvhi	0(%r5), 0x5a5a
	lgf	%r8, 0(%r5)
	j	1f
	nopr
1:	agr	%r2, %r8
	brct	%r6, play_mid
	xgr	%r9, %r9
	je	2f
	.short	0
2:	nopr
	jg	store_regs

	.globl patch_me
	.balign	16
patch_me:
	lghi	%r2, 0
	nopr
	nopr
	nopr
	nopr
	aghi	%r2, 1
	br	%r14

	.section .rodata
	.balign	8
fault_table:
	.quad	f_null, f_div, f_ill, f_trap, f_priv, f_ex, f_spec, f_kaddr, f_text

	/* Last in the text: a user dispatch range can spare all but this. */
	.section .text.zlast, "ax", @progbits
	.balign	64
	.globl raw_syscall, raw_syscall_text
raw_syscall_text:
raw_syscall:
	stmg	%r2, %r15, 16(%r15)
	lgr	%r1, %r2
	lmg	%r2, %r7, 0(%r3)
	llihf	%r8, 0xb0b0b0b0
	llilf	%r9, 0xb1b1b1b1
	llilf	%r10, 0xc2c2c2c2
	llilf	%r11, 0xd3d3d3d3
	llilf	%r12, 0xe4e4e4e4
	llilf	%r13, 0xf5f5f5f5
	llilf	%r14, 0xa6a6a6a6
	svc	0
store_regs:
	lg	%r1, 32(%r15)
	stmg	%r2, %r14, 0(%r1)
	stg	%r0, 104(%r1)
	lmg	%r6, %r15, 48(%r15)
	br	%r14

	.section .note.GNU-stack, "", @progbits
