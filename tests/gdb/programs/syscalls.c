// SPDX-License-Identifier: GPL-2.0
/* A known row of system calls, made by an instruction of our own so that it can be stepped over in both word sizes. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "arch.h"

long result;

long call(long number, long a, long b, long c)
{
	long ret;

	/* its instruction is the_call */
	CALL(ret, number, a, b, c);
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
