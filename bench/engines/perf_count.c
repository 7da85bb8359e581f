// SPDX-License-Identifier: GPL-2.0
/*
 * perf_count COMMAND...: run it with perf's counter of raw_syscalls:sys_enter, as perf stat -e would. Prints the count to
 * standard error.
 */
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

int main(int argc, char **argv)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr), .disabled = 1, .inherit = 1, .enable_on_exec = 1,
	};
	FILE *f = fopen("/sys/kernel/tracing/events/raw_syscalls/sys_enter/id", "r");
	unsigned long long count;
	int fd, status;
	pid_t pid;

	if (!f || fscanf(f, "%llu", &attr.config) != 1 || argc < 2)
		die("perf_count: sys_enter/id");
	fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	if (fd < 0)
		die("perf_count: perf_event_open");
	pid = fork();
	if (!pid) {
		execvp(argv[1], argv + 1);
		die(argv[1]);
	}
	if (waitpid(pid, &status, 0) != pid || status || read(fd, &count, sizeof(count)) != sizeof(count))
		die("perf_count: the command failed");
	fprintf(stderr, "%llu\n", count);
	return 0;
}
