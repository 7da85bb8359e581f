// SPDX-License-Identifier: GPL-2.0
/* Calls into the C library, of the kinds that ltrace shows: with numbers, strings, a fork in between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *copy = malloc(20);
	int sum = 0;

	puts("hello");
	for (int i = 0; i < 3; i++)
		sum += strlen("ab");
	if (strcmp("one", "two") > 0)
		return 1;
	if (argc > 1) {
		pid_t child = fork();

		if (!child) {
			puts("in the child");
			exit(3);
		}
		wait(NULL);
	}
	free(copy);
	return sum;
}
