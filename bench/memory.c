// SPDX-License-Identifier: GPL-2.0
/*
 * What a task costs in kernel memory: sizeof(struct task_struct), and by how much all slab caches
 * together grow per task when many are seized, when all of them are stopped, and after they were
 * let go.
 *
 * Prints "memory-WHEN <tab> BYTES" and, for each cache that accounts for a byte of it per task,
 * "memory-WHEN:CACHE <tab> BYTES".
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ops.h"

#define TASKS 2000
#define MAX_CACHES 400

struct cache {
	char name[64];
	long bytes;
};

struct snapshot {
	unsigned int n;
	struct cache cache[MAX_CACHES];
};

static struct snapshot before, after;
static pid_t pids[TASKS];

static void snapshot(struct snapshot *s)
{
	char line[512];
	FILE *f;

	/* What RCU still has to free is no cost */
	sleep(2);
	f = fopen("/proc/slabinfo", "r");
	must(f);
	s->n = 0;
	while (fgets(line, sizeof(line), f)) {
		struct cache *c = &s->cache[s->n];
		long active, total, size;

		if (sscanf(line, "%63s %ld %ld %ld", c->name, &active, &total, &size) != 4)
			continue;
		c->bytes = active * size;
		must(++s->n < MAX_CACHES);
	}
	fclose(f);
	must(s->n > 10);
}

static long bytes_before(const char *name)
{
	for (unsigned int i = 0; i < before.n; i++)
		if (strcmp(before.cache[i].name, name) == 0)
			return before.cache[i].bytes;
	return 0;
}

static void report(const char *when)
{
	double sum = 0;

	snapshot(&after);
	for (unsigned int i = 0; i < after.n; i++) {
		double grown = after.cache[i].bytes - bytes_before(after.cache[i].name);

		sum += grown / TASKS;
		if (grown >= TASKS || grown <= -TASKS)
			printf("memory-%s:%s\t%.1f\n", when, after.cache[i].name, grown / TASKS);
	}
	printf("memory-%s\t%.1f\n", when, sum);
}

static void request(int what, pid_t pid)
{
	must(ptrace(what, pid, 0, 0) == 0);
}

void memory(void)
{
	FILE *f = fopen("/sys/kernel/slab/task_struct/object_size", "r");
	int size, status;

	must(f && fscanf(f, "%d", &size) == 1);
	fclose(f);
	printf("memory-task_struct\t%d\n", size);

	for (int i = 0; i < TASKS; i++) {
		pids[i] = fork();
		must(pids[i] >= 0);
		if (!pids[i])
			for (;;)
				pause();
	}
	sleep(1);
	snapshot(&before);
	for (int i = 0; i < TASKS; i++)
		request(PTRACE_SEIZE, pids[i]);
	report("traced");
	for (int i = 0; i < TASKS; i++) {
		request(PTRACE_INTERRUPT, pids[i]);
		must(waitpid(pids[i], &status, __WALL) == pids[i] && WIFSTOPPED(status));
	}
	report("stopped");
	for (int i = 0; i < TASKS; i++)
		request(PTRACE_DETACH, pids[i]);
	report("detached");
	for (int i = 0; i < TASKS; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], &status, __WALL);
	}
}
