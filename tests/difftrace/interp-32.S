/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace interpreter, i386: see interp-64.S.
 */
	.text

	.globl _start
_start:
	xor	%ebp, %ebp
	mov	%esp, %eax
	mov	$stacks + 16384 - 16, %esp
	mov	%eax, (%esp)
	call	interp_start
	hlt

	.macro	load_args
	mov	20(%esp), %eax
	mov	24(%esp), %ebp
	mov	0(%ebp), %ebx
	mov	8(%ebp), %ecx
	mov	16(%ebp), %edx
	mov	24(%ebp), %esi
	mov	32(%ebp), %edi
	mov	40(%ebp), %ebp
	.endm

	.globl own_syscall, raw_int80
own_syscall:
raw_int80:
	push	%ebx
	push	%esi
	push	%edi
	push	%ebp
	load_args
	int	$0x80
	pop	%ebp
	pop	%edi
	pop	%esi
	pop	%ebx
	ret

	.globl spawn_clone3
spawn_clone3:
	push	%ebx
	push	%edi
	mov	12(%esp), %ebx
	mov	16(%esp), %ecx
	mov	20(%esp), %edi
	xor	%edx, %edx
	mov	$435, %eax
	int	$0x80
	test	%eax, %eax
	jnz	1f
	xor	%ebp, %ebp
	and	$-16, %esp
	sub	$12, %esp
	push	%edi
	call	interp_child
	hlt
1:	pop	%edi
	pop	%ebx
	ret

	.globl restorer
restorer:
	mov	$173, %eax
	int	$0x80

	.globl fault_op, fault_start, fault_end
fault_op:
	push	%ebp
	mov	%esp, %ebp
	mov	8(%ebp), %eax
	xor	%edx, %edx
	xor	%ecx, %ecx
	jmp	*fault_table(,%eax,4)
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
	orl	$0x100, (%esp)
	popf
	nop
	nop
	pushf
	andl	$~0x100, (%esp)
	popf
	jmp	fault_end
f_kaddr: mov	0xffffe000, %eax
	jmp	fault_end
f_rotext: movb	$0x90, f_rotext
	jmp	fault_end
fault_end:
	mov	%ebp, %esp
	pop	%ebp
	ret

	.globl playground, play_mid
playground:
	push	%ebx
	push	%esi
	push	%edi
	push	%ebp
	push	24(%esp)
	mov	24(%esp), %edi
	mov	$0x11111111, %ebx
	mov	$0x33333333, %ebp
	mov	$0x44444444, %esi
	xor	%eax, %eax
	mov	$3, %ecx
	nop
play_mid:
	inc	%eax
	movl	$0x5a5a, (%edi)
	mov	(%edi), %edx
	jmp	1f
	nop
1:	add	%edx, %eax
	dec	%ecx
	jnz	play_mid
	xor	%esi, %esi
	jz	2f
	ud2
2:	nop
	push	%eax
	mov	4(%esp), %eax
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
	.long	f_null, f_div, f_ud2, f_int3, f_hlt, f_icebp, f_tf, f_kaddr, f_rotext

	.section .text.zlast, "ax", @progbits
	.balign	64
	.globl raw_syscall, raw_syscall_text
raw_syscall_text:
raw_syscall:
	push	%ebx
	push	%esi
	push	%edi
	push	%ebp
	load_args
	pushl	28(%esp)
	int	$0x80
	push	%eax
	mov	4(%esp), %eax
store_regs:
	mov	%ebx, 0(%eax)
	mov	%ebp, 8(%eax)
	mov	%ecx, 16(%eax)
	mov	%edx, 24(%eax)
	mov	%esi, 32(%eax)
	mov	%edi, 40(%eax)
	pop	%eax
	add	$4, %esp
	pop	%ebp
	pop	%edi
	pop	%esi
	pop	%ebx
	ret

	.section .note.GNU-stack, "", @progbits
