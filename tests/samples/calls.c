// SPDX-License-Identifier: GPL-2.0
/*
 * The same system calls, signals and tasks each time: calls ROUNDS.  At most
 * one task runs at a time: who waits for another does so in one call.
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int signals;
static char stack[16384] __attribute__((aligned(16)));

static void on_signal(int sig)
{
	signals++;
	syscall(SYS_getppid);
}

static int in_thread(void *arg)
{
	syscall(SYS_getppid);
	return 0;
}

static int status_of(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static int one_round(int n, char **self)
{
	struct timespec a_while = { .tv_nsec = 5000000 };
	int fd[2], before = signals;
	char c;
	pid_t pid;

	if (!mkdir("/", 0700) || pipe(fd) || write(fd[1], "x", 1) != 1 ||
	    read(fd[0], &c, 1) != 1 || close(fd[0]) || close(fd[1]))
		return 1;
	raise(SIGUSR1);
	if (signals != before + 1 || nanosleep(&a_while, NULL))
		return 2;
	pid = fork();
	if (!pid) {
		syscall(SYS_getppid);
		raise(SIGUSR1);
		_exit(signals == before + 2 ? 3 : 1);
	}
	if (status_of(pid) != 3 << 8)
		return 3;
	pid = fork();
	if (!pid)
		*(volatile char *)8 = 1;
	if (status_of(pid) != SIGSEGV)
		return 4;
	if (clone(in_thread, stack + sizeof(stack),
		  CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_VFORK, NULL) < 0)
		return 5;
	if (n % 8 == 0) {
		pid = vfork();
		if (!pid) {
			execve("/proc/self/exe", self, NULL);
			_exit(1);
		}
		if (status_of(pid) != 0)
			return 6;
	}
	return 0;
}

int main(int argc, char **argv)
{
	char *self[] = { argv[0], "0", NULL };
	struct rlimit no_core = { 0, 0 };
	int i, rounds, failed = 0;

	umask(077);
	setrlimit(RLIMIT_CORE, &no_core);
	rounds = atoi(argv[1]);
	signal(SIGUSR1, on_signal);
	for (i = 0; i < rounds && !failed; i++)
		failed = one_round(i, self);
	return failed;
}
