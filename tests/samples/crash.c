// SPDX-License-Identifier: GPL-2.0
/* Crashes four functions deep: crash ADDRESS, written to; main() says where each function is. */
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) static void third(unsigned long address)
{
	*(volatile char *)address = 1;
	asm volatile("");
}

__attribute__((noinline)) static void second(unsigned long address)
{
	third(address);
	asm volatile("");
}

__attribute__((noinline)) static void first(unsigned long address)
{
	second(address);
	asm volatile("");
}

int main(int argc, char **argv)
{
	printf("%p %p %p %p\n", (void *)third, (void *)second, (void *)first, (void *)main);
	fflush(stdout);
	first(strtoul(argv[1], NULL, 0));
	return argc;
}
