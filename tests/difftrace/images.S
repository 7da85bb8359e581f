/* SPDX-License-Identifier: GPL-2.0 */
/* difftrace: the two interpreters, inside the controller's image. */
	.section .rodata
	.globl interp64_start, interp64_end, interp32_start, interp32_end
	.balign	16
interp64_start:
	.incbin	"interp64"
interp64_end:
	.balign	16
interp32_start:
	.incbin	"interp32"
interp32_end:
	.section .note.GNU-stack, "", @progbits
