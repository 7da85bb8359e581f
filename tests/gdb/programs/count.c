// SPDX-License-Identifier: GPL-2.0
/* A loop, globals of several sizes, a local in a frame that ends, recursion: for breakpoints, watchpoints and calls. */
#include <stdio.h>
#include <stdlib.h>

int total;
int rounds = 5;
int unread = 7;
char one;
short two;
long long eight;
struct { char pad; int four; } __attribute__((packed, aligned(8))) odd;

int add(int n)
{
	total += n;
	return total;
}

int factorial(int n)
{
	if (n < 2)
		return 1;
	return n * factorial(n - 1);
}

int sum_to(int n)
{
	int sum = 0;

	for (int i = 1; i <= n; i++)
		sum += i;
	return sum;
}

void crash(int *where)
{
	*where = 1;
}

void sizes(void)
{
	one = 1;
	two = 2;
	eight = 8;
	odd.four = 4;
}

int main(int argc, char **argv)
{
	int status = argc > 1 ? atoi(argv[1]) : 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i <= rounds; i++)
		add(i);
	printf("total %d\n", total);
	sizes();
	total = unread;
	sum_to(2);
	printf("status %d\n", status);
	return status;
}
