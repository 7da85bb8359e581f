/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is another instruction on each machine: TRAP is that of a breakpoint, CALL() one for a system call, with a name, so
 * that it can be stepped over.
 */

#if defined(__x86_64__)
#define TRAP "int3"
#define CALL(ret, number, a, b, c)								\
	__asm__ volatile(".globl the_call\nthe_call: syscall"					\
			 : "=a"(ret) : "0"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory")
#elif defined(__i386__)
#define TRAP "int3"
#define CALL(ret, number, a, b, c)								\
	__asm__ volatile(".globl the_call\nthe_call: int $0x80"					\
			 : "=a"(ret) : "0"(number), "b"(a), "c"(b), "d"(c) : "memory")
#elif defined(__s390__)
#define TRAP ".short 1"
#define CALL(ret, number, a, b, c) do {								\
	register long r1 __asm__("1") = number;							\
	register long r2 __asm__("2") = a;							\
	register long r3 __asm__("3") = b;							\
	register long r4 __asm__("4") = c;							\
												\
	__asm__ volatile(".globl the_call\nthe_call: svc 0"					\
			 : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4) : "memory");			\
	ret = r2;										\
} while (0)
#endif
