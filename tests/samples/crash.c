// SPDX-License-Identifier: GPL-2.0
/*
 * Crashes four functions deep: crash ADDRESS, written to; main() says where each function is. With one more argument it
 * sends itself the signal first, and it is another thread that crashes.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static void *thread(void *address)
{
	first((unsigned long)address);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t id;

	printf("%p %p %p %p\n", (void *)third, (void *)second, (void *)first, (void *)main);
	fflush(stdout);
	if (argc > 2) {
		raise(SIGSEGV);
		pthread_create(&id, NULL, thread, (void *)strtoul(argv[1], NULL, 0));
		for (;;)
			pause();
	}
	first(strtoul(argv[1], NULL, 0));
	return argc;
}
