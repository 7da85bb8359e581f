// SPDX-License-Identifier: GPL-2.0
/*
 * A tracer and its tracee, for a ptrace that is made of ptrace: how often the tracee enters or leaves a system call, a
 * word of its memory, and how it ends.
 *
 * The tracer waits only once its tracee has asked to be traced: proot lets a wait(2) of a process without tracees through
 * to the kernel, which knows of no tracee either and never wakes it. That is why no tracer from Debian is here: strace
 * waits before, or after, as it happens.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long word = 42;

static void tracee(int ready)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL)) {
		perror("PTRACE_TRACEME");
		_exit(1);
	}
	write(ready, "", 1);
	raise(SIGSTOP);
	for (int i = 0; i < 3; i++)
		syscall(SYS_getppid);
	_exit(word);
}

int main(void)
{
	int ready[2], status, stops = 0;
	char byte;
	pid_t pid;

	if (pipe(ready))
		return 1;
	pid = fork();
	if (!pid)
		tracee(ready[1]);
	read(ready[0], &byte, 1);
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return 1;
	printf("stopped by signal %d\n", WSTOPSIG(status));
	errno = 0;
	printf("word %ld, errno %d\n", ptrace(PTRACE_PEEKDATA, pid, &word, NULL), errno);
	if (ptrace(PTRACE_POKEDATA, pid, &word, (void *)6)) {
		perror("PTRACE_POKEDATA");
		return 1;
	}
	while (!ptrace(PTRACE_SYSCALL, pid, NULL, NULL) && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status))
		stops++;
	/* in and out of three getppid, into exit */
	printf("%d stops\n", stops);
	if (WIFEXITED(status))
		printf("exited with %d\n", WEXITSTATUS(status));
	return 0;
}
