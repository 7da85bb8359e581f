// SPDX-License-Identifier: GPL-2.0
/* tasks N: be N sleeping processes; "ready" when all are there, until standard input ends. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 0;
	char c;

	while (n-- > 0) {
		switch (fork()) {
		case -1:
			perror("tasks: fork");
			kill(0, SIGKILL);
			return 1;
		case 0:
			close(0);
			close(1);
			for (;;)
				pause();
		}
	}
	puts("ready");
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	kill(0, SIGKILL);
	return 0;
}
