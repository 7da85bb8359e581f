// SPDX-License-Identifier: GPL-2.0
/*
 * ops [-c BATCHES] [-r REPEATS] [NAME...]	what each operation costs (default: all of them)
 * ops [-r REPEATS] run NAME COMMAND...		what a command costs, from fork() to the end of wait()
 * ops memory					what a task costs in memory
 *
 * Prints "NAME <tab> NANOSECONDS <tab> TICKS" per operation REPEATS times. A repeat is the median
 * of its batches, less what an empty loop takes. TICKS are those of the processor's counter; under
 * QEMU's -icount shift=0 they are instructions, of user space and the kernel. A batch that a timer
 * tick falls into is not the median one.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ops.h"

#if defined(__x86_64__) || defined(__i386__)
#include <x86intrin.h>
#define ticks() __rdtsc()
#else
#define ticks() now()
#endif

#define MAX_BATCHES 4096

struct cost {
	double ns, ticks;
};

static unsigned int batches = 101, repeats = 5;

void broken(const char *what, const char *file, int line)
{
	fprintf(stderr, "ops: %s:%d: not so: %s: %m\n", file, line, what);
	exit(1);
}

static unsigned long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ul + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, unsigned int n)
{
	qsort(v, n, sizeof(*v), compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* What reading the clock and the counter takes is in the empty loop, too. */
static struct cost measure(void (*once)(void), unsigned int batch)
{
	static double ns[MAX_BATCHES], tick[MAX_BATCHES];

	for (unsigned int i = 0; i < batches; i++) {
		unsigned long ns0 = now();
		unsigned long tick0 = ticks();

		for (unsigned int n = 0; n < batch; n++)
			once();
		tick[i] = ticks() - tick0;
		ns[i] = now() - ns0;
	}
	return (struct cost) { median(ns, batches), median(tick, batches) };
}

static void report(const char *name, struct cost cost)
{
	printf("%s\t%.2f\t%.2f\n", name, cost.ns, cost.ticks);
	fflush(stdout);
}

static void measure_op(const struct op *op)
{
	for (unsigned int i = 0; i < repeats; i++) {
		struct cost empty = measure(ops[0].once, op->batch), cost;

		if (op->begin)
			op->begin();
		for (unsigned int n = 0; n < 2 * op->batch; n++)
			op->once();
		cost = measure(op->once, op->batch);
		if (op->end)
			op->end();
		cost.ns = (cost.ns - empty.ns) / op->batch;
		cost.ticks = (cost.ticks - empty.ticks) / op->batch;
		report(op->name, cost);
	}
}

static void measure_command(const char *name, char **argv)
{
	for (unsigned int i = 0; i < repeats; i++) {
		unsigned long ns0 = now(), tick0 = ticks();
		struct cost cost;
		int status;
		pid_t pid = fork();

		must(pid >= 0);
		if (!pid) {
			must(dup2(open("/dev/null", O_WRONLY), 1) == 1);
			execvp(argv[0], argv);
			broken(argv[0], __FILE__, __LINE__);
		}
		must(waitpid(pid, &status, 0) == pid && status == 0);
		cost.ticks = ticks() - tick0;
		cost.ns = now() - ns0;
		report(name, cost);
	}
}

static void pin(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	must(sched_setaffinity(0, sizeof(set), &set) == 0);
}

static const struct op *find(const char *name)
{
	for (const struct op *op = ops; op->name; op++)
		if (strcmp(op->name, name) == 0)
			return op;
	fprintf(stderr, "ops: no operation %s\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "+c:r:")) != -1) {
		switch (opt) {
		case 'c':
			batches = atoi(optarg);
			break;
		case 'r':
			repeats = atoi(optarg);
			break;
		default:
			return 2;
		}
	}
	if (batches < 1 || batches > MAX_BATCHES || repeats < 1) {
		fprintf(stderr, "ops: 1 to %d batches, 1 or more repeats\n", MAX_BATCHES);
		return 2;
	}
	argv += optind;
	if (*argv && strcmp(*argv, "memory") == 0) {
		memory();
		return 0;
	}
	if (*argv && strcmp(*argv, "run") == 0) {
		must(argv[1] && argv[2]);
		measure_command(argv[1], argv + 2);
		return 0;
	}
	pin();
	if (*argv) {
		for (; *argv; argv++)
			measure_op(find(*argv));
	} else {
		for (const struct op *op = ops + 1; op->name; op++)
			measure_op(op);
	}
	return 0;
}
