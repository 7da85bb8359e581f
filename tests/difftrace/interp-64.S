/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace interpreter, x86-64: system calls and code to stop in.
 *
 * While a task is stopped inside raw_syscall() or playground() no register
 * but the stack pointer is live, so that a tracer may write to all the others.
 */
	.text

	.globl _start
_start:
	xor	%ebp, %ebp
	mov	%rsp, %rdi
	lea	stacks(%rip), %rsp
	add	$16384, %rsp
	call	interp_start
	hlt

	.globl own_syscall
own_syscall:
	mov	%rdi, %rax
	mov	%rsi, %r11
	mov	0(%r11), %rdi
	mov	8(%r11), %rsi
	mov	16(%r11), %rdx
	mov	24(%r11), %r10
	mov	32(%r11), %r8
	mov	40(%r11), %r9
	syscall
	ret

	.globl raw_int80
raw_int80:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rdi, %rax
	mov	%rsi, %r11
	mov	0(%r11), %rbx
	mov	8(%r11), %rcx
	mov	16(%r11), %rdx
	mov	24(%r11), %rsi
	mov	32(%r11), %rdi
	mov	40(%r11), %rbp
	int	$0x80
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	movslq	%eax, %rax
	ret

	.globl spawn_clone3
spawn_clone3:
	push	%r12
	mov	%rdx, %r12
	xor	%edx, %edx
	xor	%r8d, %r8d
	xor	%r9d, %r9d
	xor	%r10d, %r10d
	mov	$435, %eax
	syscall
	test	%eax, %eax
	jnz	1f
	xor	%ebp, %ebp
	mov	%r12, %rdi
	and	$-16, %rsp
	call	interp_child
	hlt
1:	pop	%r12
	ret

	.globl restorer
restorer:
	mov	$15, %eax
	syscall

	.globl fault_op, fault_start, fault_end
fault_op:
	push	%rbp
	mov	%rsp, %rbp
	lea	fault_table(%rip), %rax
	xor	%edx, %edx
	xor	%ecx, %ecx
	jmp	*(%rax,%rdi,8)
fault_start:
f_null:	movl	$0x55, 0
	jmp	fault_end
f_div:	divl	%ecx
	jmp	fault_end
f_ud2:	ud2
	jmp	fault_end
f_int3:	int3
	jmp	fault_end
f_hlt:	hlt
	jmp	fault_end
f_icebp: .byte	0xf1
	jmp	fault_end
f_tf:	pushf
	orl	$0x100, (%rsp)
	popf
	nop
	nop
	pushf
	andl	$~0x100, (%rsp)
	popf
	jmp	fault_end
f_kaddr: mov	$0xffffffff81000000, %rax
	mov	(%rax), %eax
	jmp	fault_end
f_rotext: movb	$0x90, f_rotext(%rip)
	jmp	fault_end
fault_end:
	mov	%rbp, %rsp
	pop	%rbp
	ret

	.globl playground, play_mid
playground:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rsi
	mov	$0x1111111122222222, %rbx
	mov	$0x33333333, %ebp
	mov	$0x44444444, %r12d
	xor	%eax, %eax
	mov	$3, %ecx
	nop
play_mid:
	inc	%rax
	movl	$0x5a5a, (%rdi)
	mov	(%rdi), %edx
	jmp	1f
	nop
1:	add	%rdx, %rax
	dec	%ecx
	jnz	play_mid
	xor	%r13d, %r13d
	jz	2f
	ud2
2:	nop
	push	%rax
	mov	8(%rsp), %rax
	jmp	store_regs

	.globl patch_me
	.balign	16
patch_me:
	xor	%eax, %eax
	nop
	nop
	nop
	nop
	inc	%eax
	nop
	nop
	nop
	nop
	ret

	.section .rodata
fault_table:
	.quad	f_null, f_div, f_ud2, f_int3, f_hlt, f_icebp, f_tf, f_kaddr, f_rotext

	/* Last in the text: a user dispatch range can spare all but this. */
	.section .text.zlast, "ax", @progbits
	.balign	64
	.globl raw_syscall, raw_syscall_text
raw_syscall_text:
raw_syscall:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rdx
	mov	%rdi, %rax
	mov	%rsi, %r11
	mov	0(%r11), %rdi
	mov	8(%r11), %rsi
	mov	16(%r11), %rdx
	mov	24(%r11), %r10
	mov	32(%r11), %r8
	mov	40(%r11), %r9
	mov	$0xb0b0b0b0b0b0b0b0, %rbx
	mov	$0xb1b1b1b1, %ebp
	mov	$0xc2c2c2c2, %r12d
	mov	$0xd3d3d3d3, %r13d
	mov	$0xe4e4e4e4, %r14d
	mov	$0xf5f5f5f5, %r15d
	syscall
	push	%rax
	mov	8(%rsp), %rax
store_regs:
	mov	%rbx, 0(%rax)
	mov	%rbp, 8(%rax)
	mov	%r12, 16(%rax)
	mov	%r13, 24(%rax)
	mov	%r14, 32(%rax)
	mov	%r15, 40(%rax)
	mov	%rdi, 48(%rax)
	mov	%rsi, 56(%rax)
	mov	%rdx, 64(%rax)
	mov	%r10, 72(%rax)
	mov	%r8, 80(%rax)
	mov	%r9, 88(%rax)
	pop	%rax
	add	$8, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

	.section .note.GNU-stack, "", @progbits
