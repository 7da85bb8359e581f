// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: one seed, from the first fork to the last wait.
 *
 * Runs in the controller process X, pid DT_PID_BASE.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "difftrace.h"

int step_nr;
bool opt_verbose;
static unsigned long the_seed;

/* One step: what is random in the next one depends on its number only. */
static void next_step(void)
{
	step_nr++;
	lg("#%d\n", step_nr);
}

bool step(struct batch *b)
{
	next_step();
	acting = b->task;
	batch_post(b);
	return settle();
}

bool x_kill(struct task *t, int sig)
{
	next_step();
	acting = NULL;
	lg("  X kill(%s, %s) = %s\n", t->name, sig_name(sig),
	   err_name(kill(t->pid, sig) ? -errno : 0));
	return settle();
}

static struct task *start_parent(void)
{
	struct task *p = task_new('P', NULL);
	int tid = p->pid;
	struct clone_args ca = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&tid,
		.set_tid_size = 1,
	};
	long pid;

	pid = syscall(SYS_clone3, &ca, sizeof(ca));
	if (!pid) {
		char *argv[] = { "interp", "0", NULL }, *envp[] = { NULL };

		execve("/proc/self/fd/101", argv, envp);
		_exit(79);
	}
	if (pid < 0)
		return NULL;
	p->image_fd = DT_INTERP64_FD;
	slot_of(p)->pid = pid;
	return p;
}

/* SIGKILL wins from whatever state the walk left the tracees in. */
static void the_end(void)
{
	int i, n;

	next_step();
	lg("  X kills the tracees\n");
	acting = NULL;
	for (i = 0; i < ntasks; i++)
		if (tasks[i].role == 'C' && tasks[i].alive && !tasks[i].gone &&
		    !is_thread(&tasks[i]))
			kill(tasks[i].pid, SIGKILL);
	if (!settle())
		return;
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];
		struct batch *b;

		if (t->role == 'C' || !task_idle(t))
			continue;
		b = batch_begin(t);
		for (n = sibling_waits(t) ? 3 : 0; n < 4; n++)
			add_wait4(b, -1, WNOHANG | __WALL);
		if (!step(b))
			return;
	}
}

/* Nobody may be left for the next seed. */
static void clean_up(void)
{
	struct timespec ts = { 0, 200000 };
	unsigned int i, round;

	for (i = 0; i < (unsigned int)ntasks; i++)
		kill(tasks[i].pid, SIGKILL);
	for (round = 0; round < 50000; round++) {
		pid_t pid = waitpid(-1, NULL, WNOHANG | __WALL);

		if (pid < 0)
			return;
		if (!pid)
			nanosleep(&ts, NULL);
	}
	lg("HANG in the clean-up\n");
	the_log->hang = 1;
}

static void walk(const struct family *f)
{
	unsigned int n = f->steps / 2 + rnd(f->steps), i;

	if (!set_up(f))
		return;
	for (i = 0; i < n && !the_log->hang; i++) {
		rng_seed(NULL, the_seed, 1000 + i);
		if (!do_act(rnd_weighted(f->act, NACT), f) && the_log->hang)
			return;
	}
	if (!the_log->hang)
		the_end();
}

static const struct family *choose(const char *name)
{
	unsigned char share[64];
	unsigned int i;

	for (i = 0; i < nfamilies; i++) {
		share[i] = families[i].share;
		if (name && !strcmp(name, families[i].name))
			return &families[i];
	}
	return &families[rnd_weighted(share, nfamilies)];
}

/* Into the empty /tmp of the lane, and only the part that costs nothing. */
static void allow_cores(void)
{
	char pattern[2] = "|";
	int fd = open("/proc/sys/kernel/core_pattern", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, pattern, 1) != 1 || *pattern == '|' || *pattern == '/')
		return;
	close(fd);
	fd = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "0x10", 4) != 4)
		return;
	close(fd);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ RLIM_INFINITY, RLIM_INFINITY });
	lg("  cores\n");
}

void run_seed(unsigned long seed, const char *family)
{
	const struct family *f;
	struct dt_shm *shm = DT_SHM;
	unsigned int i;

	the_seed = seed;
	rng_seed(NULL, seed, 0);
	f = choose(family);
	lg("seed %lu scenario %s\n", seed, f->name);

	for (i = 0; i < DT_NSLOTS; i++)
		memset(&shm->slot[i], 0, offsetof(struct dt_slot, buf));
	memset(shm->image, 0, sizeof(shm->image));
	batch_reset();
	ntasks = 0;
	step_nr = 0;
	setsid();
	if (pct(f->cores))
		allow_cores();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (!start_parent()) {
		lg("HANG: no parent: %s\n", err_name(-errno));
		the_log->hang = 1;
	} else if (settle()) {
		walk(f);
	}
	clean_up();
	lg("end\n");
}
