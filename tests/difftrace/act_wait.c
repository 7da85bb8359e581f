// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the wait calls, and SIGCHLD as the waiting side sees it.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "difftrace.h"

void add_wait4(struct batch *b, int pid, uint32_t options)
{
	uint64_t addr = batch_bufaddr(b);
	struct dt_op *op;

	batch_buf(b);
	op = batch_sys(b, SC_wait4, D_WAIT4, "wait4(%s, %s)", pid_name(pid),
		       wait_opt_name(options));
	op->arg[0] = (int64_t)pid;
	op->arg[1] = addr;
	op->arg[2] = options;
}

static void add_waitid(struct batch *b, unsigned int type, int id, uint32_t options)
{
	static const char * const types[] = { "P_ALL", "P_PID", "P_PGID", "P_PIDFD" };
	uint64_t addr = batch_bufaddr(b);
	struct dt_op *op;

	batch_buf(b);
	op = batch_sys(b, SC_waitid, D_WAITID, "waitid(%s, %s, %s)",
		       type < 4 ? types[type] : str("%u", type),
		       type == 3 ? "fd" : pid_name(id), wait_opt_name(options));
	op->arg[0] = type;
	op->arg[1] = (int64_t)id;
	op->arg[2] = addr;
	op->arg[3] = options;
}

static bool ok_waiter(const struct task *t)
{
	return task_idle(t) && t->role != 'C';
}

static bool ok_any_waiter(const struct task *t)
{
	return task_idle(t);
}

static bool ok_in_exec(const struct task *t)
{
	return t->alive && !t->gone && in_exec(t);
}

/* Another thread of the group waits: who of the two gets what is open. */
bool sibling_waits(const struct task *t)
{
	int i;

	for (i = 0; i < ntasks; i++)
		if (&tasks[i] != t && tasks[i].leader == t->leader && tasks[i].alive &&
		    !tasks[i].gone && batch_of(&tasks[i])->busy)
			return true;
	return false;
}

static bool ok_child(const struct task *t)
{
	return t->alive && !t->gone && t->role == 'C';
}

static uint32_t wait4_options(void)
{
	static const uint32_t opts[] = {
		__WALL, __WALL, __WALL, 0, WSTOPPED, WCONTINUED, __WCLONE,
		WSTOPPED | WCONTINUED, WSTOPPED | WCONTINUED | __WALL,
		__WNOTHREAD | __WALL, __WALL | __WCLONE, 0x10, WEXITED,
	};

	return pick(opts);
}

static uint32_t waitid_options(void)
{
	static const uint32_t opts[] = {
		WSTOPPED | WEXITED | WCONTINUED, WEXITED, WSTOPPED, WCONTINUED,
		WSTOPPED | __WALL, WEXITED | __WALL, WSTOPPED | WEXITED | WCONTINUED | __WALL,
		WEXITED | __WCLONE, WEXITED | __WNOTHREAD, 0, 0x10,
	};

	return pick(opts) | (pct(40) ? WNOWAIT : 0);
}

static void add_any_wait(struct batch *b, struct task *c, uint32_t nohang)
{
	int pid = c && pct(60) ? c->pid : -1;

	if (pct(50)) {
		if (nohang && pct(5))
			pid = pct(50) ? 0 : -NO_PID;
		add_wait4(b, pid, wait4_options() | nohang);
	} else if (nohang && pct(8)) {
		add_waitid(b, 3 + rnd(2), 3, waitid_options() | nohang);
	} else {
		add_waitid(b, pid > 0 ? 1 : pct(80) ? 0 : 2, pid > 0 ? pid : 0,
			   waitid_options() | nohang);
	}
}

bool act_wait(const struct family *f)
{
	struct task *t = pick_task(pct(90) ? ok_waiter : ok_any_waiter);
	struct batch *b;
	unsigned int n;

	(void)f;
	if (!t)
		return false;
	b = batch_begin(t);
	/* To reap a thread lets an exec go on that waits for it. */
	for (n = pick_task(ok_in_exec) || sibling_waits(t) ? 1 : 1 + rnd(4); n; n--)
		add_any_wait(b, pick_task(ok_child), WNOHANG);
	return step(b);
}

/*
 * Waits without WNOHANG, for one child: of several that report at once it
 * would be open which is the first.
 */
bool act_blockwait(const struct family *f)
{
	struct task *t = pick_task(ok_waiter), *c = pick_task(ok_child);
	struct batch *b;

	(void)f;
	if (!t || !c || sibling_waits(t))
		return false;
	b = batch_begin(t);
	if (pct(50))
		add_wait4(b, c->pid, wait4_options());
	else
		add_waitid(b, 1, c->pid, waitid_options() & ~WNOWAIT);
	return step(b);
}

static bool has_sigchld(const struct task *t)
{
	return ok_waiter(t) && ((t->snap.shd | t->snap.pnd) & SIGBIT(SIGCHLD));
}

/* Take the SIGCHLD that is pending and look at its siginfo. */
bool act_drain(const struct family *f)
{
	struct task *t = pick_task(has_sigchld);
	struct dt_op *op;
	struct batch *b;
	uint64_t addr;
	uint8_t *buf;

	(void)f;
	if (!t)
		return act_wait(f);
	b = batch_begin(t);
	buf = batch_buf(b);
	addr = batch_bufaddr(b);
	buf[128 + 2] = 1;	/* SIGCHLD */
	op = batch_sys(b, SC_rt_sigtimedwait, D_SIGTIMED, "sigtimedwait(SIGCHLD)");
	op->arg[0] = addr + 128;
	op->arg[1] = addr;
	op->arg[2] = addr + 160;
	op->arg[3] = 8;
	b->op[b->n - 1].target = t;
	if (!step(b))
		return false;
	t->sigchld_tainted = false;
	return true;
}
