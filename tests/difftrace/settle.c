// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: wait until nothing moves any more, and tell what changed.
 *
 * A round looks twice at all tasks of the seed.  First each of them must be
 * blocked and off its CPU: reading /proc/PID/syscall says so (it goes through
 * wait_task_inactive()), and need not be read when the number of times that
 * the task was put on a CPU (/proc/PID/schedstat) is the one with which it had
 * settled before.  Then that number must still be the same and the state not
 * "running", which also is what a task says that was woken and waits for a
 * CPU.  So there was an instant, between the two looks, at which all of them
 * were blocked.  Between the looks kill(0, 0) takes tasklist_lock: an exit
 * that has made its zombie visible has also told the parent.
 *
 * The state alone is not enough: a task sets it before it goes to sleep, and
 * wait4() for instance runs through all children in TASK_INTERRUPTIBLE.
 *
 * No timers run, so what is settled stays settled until the controller acts.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "difftrace.h"

#define SETTLE_SECONDS	30

struct task *acting;	/* who runs the batch of this step */

static int open_proc(int pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static void task_close(struct task *t)
{
	if (t->fd_status >= 0)
		close(t->fd_status);
	if (t->fd_syscall >= 0)
		close(t->fd_syscall);
	if (t->fd_schedstat >= 0)
		close(t->fd_schedstat);
	t->fd_status = -1;
	t->fd_schedstat = -1;
	t->fd_syscall = -1;
}

static bool starts(const char **p, const char *key, size_t len)
{
	if (memcmp(*p, key, len))
		return false;
	*p += len;
	return true;
}

#define STARTS(p, key)	starts(&(p), key ":\t", sizeof(key ":\t") - 1)

/* False: the task is gone. */
static bool read_status(struct task *t, struct snap *s)
{
	char buf[4096];
	const char *p = buf;
	ssize_t n;

	n = pread(t->fd_status, buf, sizeof(buf) - 1, 0);
	if (n <= 0)
		return false;
	buf[n] = 0;
	for (;;) {
		switch (*p) {
		case 'N':
			if (STARTS(p, "Name"))
				sscanf(p, "%15s", s->comm);
			break;
		case 'P':
			if (STARTS(p, "PPid"))
				s->ppid = strtol(p, NULL, 10);
			break;
		case 'T':
			if (STARTS(p, "TracerPid"))
				s->tracer = strtol(p, NULL, 10);
			else if (STARTS(p, "Threads"))
				s->threads = strtol(p, NULL, 10);
			break;
		case 'U':
			if (STARTS(p, "Uid")) {
				char *end;

				strtol(p, &end, 10);
				s->euid = strtol(end, NULL, 10);
			}
			break;
		case 'S':
			if (STARTS(p, "State"))
				s->state = *p;
			else if (STARTS(p, "SigPnd"))
				s->pnd = strtoull(p, NULL, 16);
			else if (STARTS(p, "ShdPnd"))
				s->shd = strtoull(p, NULL, 16);
			else if (STARTS(p, "SigBlk"))
				s->blk = strtoull(p, NULL, 16);
			else if (STARTS(p, "SigIgn"))
				s->ign = strtoull(p, NULL, 16);
			else if (STARTS(p, "SigCgt"))
				s->cgt = strtoull(p, NULL, 16);
			else if (STARTS(p, "Seccomp"))
				s->seccomp = strtol(p, NULL, 10);
			break;
		}
		p = strchr(p, '\n');
		if (!p || !*++p)
			return true;
	}
}

/* How often the task was put on a CPU; false: it is gone. */
static bool read_runs(struct task *t, unsigned long *runs)
{
	char buf[128];
	const char *p;
	ssize_t n;

	n = pread(t->fd_schedstat, buf, sizeof(buf) - 1, 0);
	if (n <= 0)
		return false;
	buf[n] = 0;
	p = strrchr(buf, ' ');
	*runs = p ? strtoul(p, NULL, 10) : 0;
	return true;
}

/* False: the task is running, or about to. */
static bool read_syscall(struct task *t, struct snap *s)
{
	char buf[256];
	ssize_t n;

	n = pread(t->fd_syscall, buf, sizeof(buf) - 1, 0);
	if (n <= 0)
		return false;
	buf[n] = 0;
	if (buf[0] == 'r')
		return false;
	s->nr = strtol(buf, NULL, 10);
	return true;
}

static bool ran(const struct snap *a, const struct snap *b)
{
	return a->runs != b->runs || !a->runs || a->state != b->state;
}

/*
 * An exec sleeps not only for the other threads to die, but before it kills
 * them, too, and shortly, when the scheduler moves it to another CPU.  They
 * ran since, if it has killed them, or it slept when all was settled before.
 */
static bool exec_kills(const struct task *by, const struct snap *now, const bool *gone)
{
	int i;

	if (by->snap.state == 'D')
		return true;
	for (i = 0; i < ntasks; i++) {
		const struct task *t = &tasks[i];

		if (t == by || t->leader != by->leader || !t->alive || t->gone || gone[i])
			continue;
		if (now[i].state != 'Z' && !ran(&now[i], &t->snap))
			return false;
	}
	return true;
}

/*
 * Uninterruptible sleep that may last: a vfork parent whose child lives, and
 * an exec that waits for the other threads to die.  All @now are known but
 * for the state, which is the one of before for who did not run.
 */
static bool long_sleep(const struct task *t, const struct snap *now, const bool *gone)
{
	const struct dt_slot *slot = slot_of(t);
	const struct dt_op *op = &slot->op[slot->cur];

	/* By what it was asked to do: a tracer may have changed the number. */
	if (op->kind == DT_OP_EXEC)
		return now[t - tasks].threads > 1 && exec_kills(t, now, gone);
	return op->kind == DT_OP_SPAWN && (op->arg[1] & CLONE_VFORK) &&
	       DT_SHM->slot[op->arg[0]].pid;
}

static bool discover(void)
{
	bool found = false;
	int i;

	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (t->alive || !__atomic_load_n(&slot_of(t)->pid, __ATOMIC_ACQUIRE))
			continue;
		t->alive = true;
		t->fd_status = open_proc(t->pid, "status");
		t->fd_syscall = open_proc(t->pid, "syscall");
		t->fd_schedstat = open_proc(t->pid, "schedstat");
		found = true;
	}
	return found;
}

static bool exec_done(const struct task *l, const struct snap *now)
{
	return l->exec_by && atoi(now->comm) == l->exec_fd;
}

/* An exec gives the thread that called it the pid of its leader. */
static void check_exec(struct task *l)
{
	struct task *by = l->exec_by;
	int slot;

	if (!exec_done(l, &l->snap))
		return;
	l->image_fd = l->exec_fd;
	l->exec_by = NULL;
	if (by == l)
		return;
	lg("  %s is now %s\n", by->name, l->name);
	batch_of(by)->task = l;
	batch_of(l)->busy = false;
	slot = l->slot;
	l->slot = by->slot;
	by->slot = slot;
}

static void nap(unsigned int round)
{
	struct timespec ts = { 0, round < 30 ? 20000 : 300000 };

	if (round < 4)
		sched_yield();
	else
		nanosleep(&ts, NULL);
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec * 1e-9;
}

/* One round; false: something moves. */
static bool look(struct snap *now, bool *gone)
{
	int i;

	discover();
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (!t->alive || t->gone)
			continue;
		now[i] = t->snap;
		gone[i] = t->fd_status < 0 || !read_runs(t, &now[i].runs);
		/* During an exec the pid may have gone to another task. */
		if (gone[i] || (!ran(&now[i], &t->snap) && !t->leader->exec_by))
			continue;
		if (!read_syscall(t, &now[i]))
			return false;
	}
	kill(0, 0);
	if (discover())
		return false;
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];
		unsigned long runs;
		struct snap again;

		if (!t->alive || t->gone || gone[i])
			continue;
		if (!read_status(t, &now[i]) || now[i].state == 'R' || now[i].state == 'X')
			return false;
		if (now[i].state == 'D' && !long_sleep(t, now, gone))
			return false;
		/* Two tasks that had the pid may have run equally often. */
		if (t->leader->exec_by &&
		    (!read_syscall(t, &again) || again.nr != now[i].nr))
			return false;
		if (!read_runs(t, &runs) || runs != now[i].runs)
			return false;
	}
	return true;
}

static void print_change(const struct task *t, const struct snap *o, const struct snap *n)
{
	char out[900];
	size_t len = 0;

#define OUT(...)	(len += snprintf(out + len, sizeof(out) - len, __VA_ARGS__))
	if (o->state != n->state || (o->nr != n->nr && n->state != 'Z')) {
		OUT(" %c", n->state);
		if (n->state != 'Z' && n->state != 'R')
			OUT("(%s)", sc_name(n->nr, task_abi32(t)));
	}
	if (o->ppid != n->ppid)
		OUT(" PPid=%s", pid_name(n->ppid));
	if (o->tracer != n->tracer)
		OUT(" TracerPid=%s", pid_name(n->tracer));
	if (o->threads != n->threads)
		OUT(" Threads=%d", n->threads);
	if (o->euid != n->euid)
		OUT(" Uid=%d", n->euid);
	if (o->seccomp != n->seccomp)
		OUT(" Seccomp=%d", n->seccomp);
	if (o->pnd != n->pnd)
		OUT(" SigPnd=%s", mask_name(n->pnd));
	if (o->shd != n->shd)
		OUT(" ShdPnd=%s", mask_name(n->shd));
	if (o->blk != n->blk)
		OUT(" SigBlk=%s", mask_name(n->blk));
	if (o->ign != n->ign)
		OUT(" SigIgn=%s", mask_name(n->ign));
	if (o->cgt != n->cgt)
		OUT(" SigCgt=%s", mask_name(n->cgt));
#undef OUT
	if (len)
		lg("    %s:%s\n", t->name, out);
}

/* May have told others (SIGCHLD) what happened to it. */
static bool reported(const struct task *t, bool gone)
{
	if (!t->alive || !t->moved)
		return false;
	return gone || t != acting || t->snap.state == 't' || t->snap.state == 'T' ||
	       t->snap.state == 'Z';
}

/* Who of several was first to send SIGCHLD depends on timing. */
static void taint(struct task *t, uint64_t new, const bool *gone)
{
	int i, reporters = 0;

	if (!(new & SIGBIT(SIGCHLD)))
		return;
	for (i = 0; i < ntasks; i++)
		reporters += &tasks[i] != t && reported(&tasks[i], gone[i]);
	if (reporters > 1)
		t->sigchld_tainted = true;
}

static void commit(struct snap *now, bool *gone)
{
	struct snap old[MAXTASKS];
	int i;

	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		t->moved = false;
		if (!t->alive || t->gone)
			continue;
		old[i] = t->snap;
		t->moved = gone[i] || ran(&now[i], &t->snap) || exec_done(t, &now[i]);
		if (gone[i])
			continue;
		if (t->moved)
			t->waited = false;
		/*
		 * Whether it was in time for a zombie is open: a child's end,
		 * and what an orphaned process group gets when two tasks die.
		 */
		if (now[i].state == 'Z') {
			now[i].pnd &= ~SIGBIT(SIGCHLD);
			now[i].shd &= ~(SIGBIT(SIGCHLD) | SIGBIT(SIGHUP) | SIGBIT(SIGCONT));
		}
		t->snap = now[i];
		if (t->snap.state == 'T')
			t->leader->group_stopped = true;
	}
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (t->alive && !t->gone && !gone[i])
			taint(t, (t->snap.pnd | t->snap.shd) & ~(old[i].pnd | old[i].shd), gone);
	}
	for (i = 0; i < ntasks; i++)
		if (tasks[i].alive && !tasks[i].gone && !gone[i])
			check_exec(&tasks[i]);
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (!t->alive || t->gone || !gone[i])
			continue;
		t->gone = true;
		task_close(t);
	}
	batch_collect();
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (!t->alive)
			continue;
		if (t->gone) {
			if (gone[i])
				lg("    %s: gone\n", t->name);
			continue;
		}
		print_change(t, &old[i], &t->snap);
		if (t->exec_by && !batch_of(t->exec_by)->busy)
			t->exec_by = NULL;
	}
}

static void print_hang(void)
{
	int i;

	lg("HANG\n");
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];
		char buf[128] = "?";
		ssize_t n = 0;

		if (!t->alive || t->gone)
			continue;
		if (t->fd_syscall >= 0)
			n = pread(t->fd_syscall, buf, sizeof(buf) - 1, 0);
		buf[n > 0 ? n : 0] = 0;
		buf[strcspn(buf, "\n")] = 0;
		read_status(t, &t->snap);
		lg("HANG %s state %c tracer %s syscall: %s\n", t->name, t->snap.state,
		   pid_name(t->snap.tracer), buf);
	}
}

/* The controller is the init of orphans. */
static bool reap(void)
{
	bool reaped = false;
	int i, status;

	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (!t->alive || t->gone || t->snap.state != 'Z' ||
		    t->snap.ppid != X_PID || t->snap.tracer || is_thread(t))
			continue;
		if (waitpid(t->pid, &status, WNOHANG | __WALL) != t->pid)
			continue;
		lg("  X reaps %s %s\n", t->name, status_name(status));
		reaped = true;
	}
	return reaped;
}

bool settle(void)
{
	static struct snap now[MAXTASKS];
	static bool gone[MAXTASKS];
	double limit = seconds() + SETTLE_SECONDS;
	unsigned int round = 0;

	for (;;) {
		memset(gone, 0, sizeof(gone));
		if (!look(now, gone)) {
			if (seconds() > limit) {
				print_hang();
				the_log->hang = 1;
				return false;
			}
			nap(round++);
			continue;
		}
		commit(now, gone);
		if (!reap())
			return true;
	}
}
