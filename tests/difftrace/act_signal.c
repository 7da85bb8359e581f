// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: signals from outside, and the end of tracers.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "request.h"

int random_signal(void)
{
	static const struct {
		unsigned char sig, weight;
	} sigs[] = {
		{ 10, 20 }, { 12, 12 }, { 28, 8 }, { 23, 4 }, { 18, 10 }, { 19, 10 },
		{ 20, 7 }, { 21, 4 }, { 22, 2 }, { 2, 4 }, { 15, 2 }, { 1, 1 },
		{ 11, 3 }, { 5, 3 }, { 9, 1 }, { 34, 6 }, { 35, 4 }, { 64, 1 },
		{ 17, 2 }, { 31, 1 }, { 0, 2 }, { 65, 1 },
	};
	unsigned int i, sum = 0, r;

	for (i = 0; i < ARRAY_SIZE(sigs); i++)
		sum += sigs[i].weight;
	r = rnd(sum);
	for (i = 0; r >= sigs[i].weight; i++)
		r -= sigs[i].weight;
	return sigs[i].sig;
}

static bool ok_target(const struct task *t)
{
	return t->alive && !t->gone && t->role == 'C';
}

static bool ok_sender(const struct task *t)
{
	return task_idle(t) && t->role != 'C' && !t->snap.tracer;
}

static bool ok_living_tracer(const struct task *t)
{
	return t->role == 'T' && t->alive && !t->gone && t->snap.state != 'Z';
}

/*
 * Several tasks will move at once: none of them may be about to act on
 * another, none may see the SIGCHLD of another at an open point.
 */
static bool mass_ok(void)
{
	int i, j;

	if (interact_busy())
		return false;
	for (i = 0; i < ntasks; i++) {
		struct task *t = &tasks[i];

		if (!ok_target(t) || t->snap.state == 'Z')
			continue;
		if (!(t->snap.blk & SIGBIT(SIGCHLD)))
			return false;
		/* Threads that would race for a signal of their group. */
		for (j = 0; j < i; j++)
			if (ok_target(&tasks[j]) && tasks[j].leader == t->leader &&
			    (t->snap.shd & ~t->snap.blk & ~SIGBIT(SIGKILL)))
				return false;
	}
	return true;
}

static void add_kill(struct batch *b, struct task *t, int sig)
{
	struct task *l = t->leader, *s = b->task;
	bool abi32 = task_abi32(s);
	uint8_t *buf = batch_buf(b);
	uint64_t addr = batch_bufaddr(b);
	unsigned int how = rnd(6);
	struct dt_op *op;

	/* SIGCONT wakes all threads, and they would race for it. */
	if (sig == SIGCONT && group_size(t) > 1)
		how |= 1;
	memcpy(buf, &sig, 4);
	*(int *)(buf + 8) = -1;
	*(int *)(buf + (abi32 ? 12 : 16)) = s->pid;
	*(int *)(buf + (abi32 ? 20 : 24)) = 0x99 + sig;
	switch (how) {
	case 0:
	case 2:
		op = batch_sys(b, SC_kill, D_RET, "kill(%s, %s)", l->name, sig_name(sig));
		op->arg[0] = l->pid;
		op->arg[1] = sig;
		break;
	case 1:
		op = batch_sys(b, SC_tgkill, D_RET, "tgkill(%s, %s, %s)", l->name, t->name,
			       sig_name(sig));
		op->arg[0] = l->pid;
		op->arg[1] = t->pid;
		op->arg[2] = sig;
		break;
	case 3:
		op = batch_sys(b, SC_tkill, D_RET, "tkill(%s, %s)", t->name, sig_name(sig));
		op->arg[0] = t->pid;
		op->arg[1] = sig;
		break;
	case 4:
		op = batch_sys(b, SC_rt_sigqueueinfo, D_RET, "sigqueue(%s, %s)", l->name,
			       sig_name(sig));
		op->arg[0] = l->pid;
		op->arg[1] = sig;
		op->arg[2] = addr;
		break;
	default:
		op = batch_sys(b, SC_rt_tgsigqueueinfo, D_RET, "tgsigqueue(%s, %s, %s)",
			       l->name, t->name, sig_name(sig));
		op->arg[0] = l->pid;
		op->arg[1] = t->pid;
		op->arg[2] = sig;
		op->arg[3] = addr;
		break;
	}
	b->interact = true;
}

bool act_sig(const struct family *f)
{
	struct task *t = pick_task(ok_target), *s = pick_task(ok_sender);
	int sig = random_signal();
	struct batch *b;
	struct dt_op *op;

	(void)f;
	if (!t)
		return false;
	if (t->leader->group_stopped && pct(35))
		sig = SIGCONT;
	/*
	 * Woken threads would race for what is pending for their group, or with
	 * what one of them is about to do.
	 */
	if (sig == SIGCONT && group_size(t) > 1 &&
	    ((t->snap.shd & ~SIGBIT(SIGKILL)) || interact_busy()))
		sig = 10;
	if (!s || pct(30)) {
		if (sig == SIGCONT && group_size(t) > 1)
			sig = 12;
		return x_kill(t->leader, sig);
	}
	b = batch_begin(s);
	if (pct(6) && mass_ok() && sig != SIGCONT) {
		op = batch_sys(b, SC_kill, D_RET, "kill(-%s, %s)", t->leader->name, sig_name(sig));
		op->arg[0] = -(int64_t)t->leader->pid;
		op->arg[1] = sig;
		b->interact = true;
	} else {
		add_kill(b, t, sig);
	}
	return step(b);
}

/*
 * Stopped where it has nothing left to do but to take a signal, so that it does
 * not matter how far it gets while its tracer exits.
 */
static bool ok_victim_stop(const struct task *t)
{
	struct task *tr = tracer_of(t);

	return task_traced_stop(t) && tr && tr->role == 'T' && task_idle(tr) &&
	       task_free(t) && t->snap.nr == sc_nr(SC_futex, task_abi32(t)) &&
	       !((t->snap.pnd | t->snap.shd) & ~t->snap.blk) && !t->leader->group_stopped;
}

/*
 * PTRACE_CONT with a signal and exit, without a pause between them: the signal
 * must arrive.  It is the one that the tracee reported; the siginfo of another
 * one would tell whether the tracer was still there.
 */
static bool cont_and_exit(struct task *t)
{
	struct task *tr = tracer_of(t);
	struct batch *b = batch_begin(tr);
	struct dt_op *op;
	int sig = 0;

	add_wait4(b, t->pid, WNOHANG | __WALL);
	add_inspect(b, t, LOOK_SIGINFO);
	if (!step(b))
		return false;
	if (!task_idle(tr) || !ok_victim_stop(t))
		return true;
	if (slot_of(tr)->op[1].ret == 0 && !t->last_event && pct(85))
		sig = t->last_sig;
	b = batch_begin(tr);
	add_ptrace(b, CONT, t, 0, sig, D_RET, sig_name(sig));
	op = batch_sys(b, pct(70) ? SC_exit_group : SC_exit, D_RET, "exit(3)");
	op->arg[0] = 3;
	b->interact = true;
	return step(b);
}

/*
 * Classic ptrace leaves the trap flag on in a tracee that it stepped last when
 * the tracer dies, and the trap may kill the tracee.  utrace takes it back.
 */
static bool steps_somebody(const struct task *tr)
{
	int i;

	for (i = 0; i < ntasks; i++) {
		const struct task *t = &tasks[i];
		const struct task *of = t->stepped && !t->gone ? tracer_of(t) : NULL;

		if (of && of->leader == tr->leader)
			return true;
	}
	return false;
}

bool act_tracerdie(const struct family *f)
{
	struct task *tr = pick_task(ok_living_tracer), *t;
	struct batch *b;
	struct dt_op *op;

	(void)f;
	if (!tr || !mass_ok() || steps_somebody(tr))
		return false;
	if (pct(25) || !task_idle(tr))
		return x_kill(tr->leader, SIGKILL);
	t = exitkill_used() ? NULL : pick_task(ok_victim_stop);
	if (t && pct(80))
		return cont_and_exit(t);
	b = batch_begin(tr);
	op = batch_sys(b, pct(70) ? SC_exit_group : SC_exit, D_RET, "exit(3)");
	op->arg[0] = 3;
	b->interact = true;
	return step(b);
}
