// SPDX-License-Identifier: GPL-2.0
/* fork, vfork and exec, one way per first argument; the parent waits for the child, so the order of lines is fixed. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int shared = 1;
const char *self;

void in_child(int status)
{
	shared = 2;
	_exit(status);
}

void wait_for(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		abort();
	printf("child %s %d\n", WIFEXITED(status) ? "exited" : "killed", WIFEXITED(status) ? WEXITSTATUS(status) : status);
}

void by_fork(void)
{
	pid_t child = fork();

	if (!child)
		in_child(3);
	wait_for(child);
}

void by_vfork(void)
{
	pid_t child = vfork();

	if (!child)
		_exit(4);
	wait_for(child);
}

void exec_self(const char *what)
{
	execl(self, self, what, NULL);
	_exit(127);
}

void by_vfork_exec(void)
{
	pid_t child = vfork();

	if (!child)
		exec_self("leaf");
	wait_for(child);
}

void by_fork_exec(void)
{
	pid_t child = fork();

	if (!child)
		exec_self("leaf");
	wait_for(child);
}

void *exec_in_thread(void *unused)
{
	exec_self("leaf");
	return NULL;
}

void leaf(void)
{
	printf("leaf\n");
	exit(5);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "fork";

	setvbuf(stdout, NULL, _IOLBF, 0);
	self = argv[0];
	if (!strcmp(what, "fork")) {
		by_fork();
	} else if (!strcmp(what, "vfork")) {
		by_vfork();
	} else if (!strcmp(what, "fork-exec")) {
		by_fork_exec();
	} else if (!strcmp(what, "vfork-exec")) {
		by_vfork_exec();
	} else if (!strcmp(what, "exec")) {
		exec_self(argc > 2 ? argv[2] : "leaf");
	} else if (!strcmp(what, "exec-file")) {
		execl(argv[2], argv[2], argv[3], NULL);
	} else if (!strcmp(what, "thread-exec")) {
		pthread_t thread;

		pthread_create(&thread, NULL, exec_in_thread, NULL);
		pthread_join(thread, NULL);
	} else if (!strcmp(what, "leaf")) {
		leaf();
	}
	printf("shared %d\n", shared);
	return 0;
}
