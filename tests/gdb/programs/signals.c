// SPDX-License-Identifier: GPL-2.0
/* What a process does to itself with signals; the first argument says what. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include "arch.h"

volatile int usr1, usr2, value, after;

void on_usr1(int sig)
{
	usr1++;
	after = 0;
}

void on_usr2(int sig, siginfo_t *info, void *context)
{
	value = info->si_value.sival_int;
	usr2++;
}

void on_alarm(int sig)
{
	after++;
}

void both(void)
{
	raise(SIGUSR1);
	after = 1;
	raise(SIGUSR2);
	after = 2;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "both";
	struct sigaction with_info = { .sa_sigaction = on_usr2, .sa_flags = SA_SIGINFO };

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGUSR1, on_usr1);
	sigaction(SIGUSR2, &with_info, NULL);
	if (!strcmp(what, "both")) {
		both();
	} else if (!strcmp(what, "queue")) {
		sigqueue(getpid(), SIGUSR2, (union sigval){ .sival_int = 42 });
	} else if (!strcmp(what, "segv")) {
		*(volatile int *)16 = 1;
	} else if (!strcmp(what, "stop")) {
		raise(SIGSTOP);
		printf("goes on\n");
		raise(SIGTSTP);
		printf("goes on again\n");
	} else if (!strcmp(what, "trap")) {
		__asm__ volatile(TRAP);
		after = 3;
	} else if (!strcmp(what, "term")) {
		raise(SIGTERM);
		printf("no SIGTERM came\n");
	} else if (!strcmp(what, "alarm")) {
		struct itimerval soon = { .it_value.tv_usec = 1000 };
		sigset_t alarm, none;

		/* blocked until it is waited for, so that it comes at one place however long the millisecond is */
		sigemptyset(&none);
		sigemptyset(&alarm);
		sigaddset(&alarm, SIGALRM);
		sigprocmask(SIG_BLOCK, &alarm, NULL);
		signal(SIGALRM, on_alarm);
		setitimer(ITIMER_REAL, &soon, NULL);
		sigsuspend(&none);
	}
	printf("usr1 %d usr2 %d value %d\n", usr1, usr2, value);
	return 0;
}
