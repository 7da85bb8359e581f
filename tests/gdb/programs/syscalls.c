// SPDX-License-Identifier: GPL-2.0
/* A known row of system calls, made by an instruction of our own so that it can be stepped over in both word sizes. */
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

long result;

long call(long number, long a, long b, long c)
{
	long ret;

#ifdef __x86_64__
	__asm__ volatile(".globl the_call\nthe_call: syscall"
			 : "=a"(ret) : "0"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
#else
	__asm__ volatile(".globl the_call\nthe_call: int $0x80"
			 : "=a"(ret) : "0"(number), "b"(a), "c"(b), "d"(c) : "memory");
#endif
	return ret;
}

int main(void)
{
	result = call(SYS_getppid, 0, 0, 0);
	result = call(SYS_close, -1, 0, 0);
	result = call(SYS_write, 1, (long)"written\n", 8);
	result = call(SYS_fork, 0, 0, 0);
	if (!result)
		call(SYS_exit_group, 0, 0, 0);
	result = call(SYS_dup2, 1, 9, 0);
	printf("last %ld\n", result);
	return 0;
}
