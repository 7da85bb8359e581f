// SPDX-License-Identifier: GPL-2.0
/*
 * Two threads at once: one makes system calls, the other makes threads,
 * signals, and children that crash, some after an execve().  load TURNS: so
 * many each; load 0: until SIGTERM.  Fails if anything is not as it should;
 * getppid() may be made to fail with EIO.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned int turns;
static pid_t parent;
static volatile sig_atomic_t ends, signals;

static void on_term(int sig) { ends = 1; }
static void on_signal(int sig) { signals++; }
static int more(unsigned int turn) { return turns ? turn < turns : !ends; }

static void *in_thread(void *arg) { return arg; }

static void *calling(void *arg)
{
	unsigned int i;
	pid_t pid;

	for (i = 0; more(i); i++) {
		pid = syscall(SYS_getppid);	/* one that may fail */
		if (pid != parent && !(pid == -1 && errno == EIO)) {
			fprintf(stderr, "getppid: %d\n", pid);
			exit(1);
		}
	}
	return NULL;
}

static const char *one_turn(unsigned int i, char **argv)
{
	char *self[] = { argv[0], "crash", NULL };
	int status, before = signals;
	pthread_t thread;
	void *result;
	pid_t pid;

	raise(SIGUSR1);
	if (signals != before + 1)
		return "signal";
	if (pthread_create(&thread, NULL, in_thread, self) ||
	    pthread_join(thread, &result) || result != self)
		return "thread";
	pid = fork();
	if (!pid) {
		if (i % 8 == 0)
			execv(argv[0], self);
		*(volatile char *)8 = 1;
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != SIGSEGV)
		return "child";
	return NULL;
}

int main(int argc, char **argv)
{
	struct rlimit no_core = { 0, 0 };
	const char *wrong = NULL;
	pthread_t caller;
	unsigned int i;

	if (*argv[1] == 'c')
		*(volatile char *)16 = 1;
	turns = atoi(argv[1]);
	parent = getppid();
	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGTERM, on_term);
	signal(SIGUSR1, on_signal);
	if (pthread_create(&caller, NULL, calling, NULL))
		return 1;
	for (i = 0; more(i) && !wrong; i++)
		wrong = one_turn(i, argv);
	if (wrong) {
		perror(wrong);
		return 1;
	}
	return pthread_join(caller, NULL);
}
