// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the tasks with which a seed starts.
 *
 * The controller X starts the parent P, P starts the tracers and (or else a
 * tracer starts) the tracee.
 */
#include <sys/wait.h>

#include "request.h"

#define THREAD_FLAGS	0x00050f00	/* VM FS FILES SIGHAND THREAD SYSVSEM */

static void add_setpgid(struct batch *b)
{
	batch_sys(b, SC_setpgid, D_RET, "setpgid(0, 0)");
}

static bool add_handlers(struct batch *b, unsigned int percent)
{
	static const int sigs[] = { 10, 12, 34, 11, 5, 31 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sigs) && b->n < DT_NOPS - 1; i++) {
		struct dt_op *op;

		if (!pct(percent))
			continue;
		op = batch_add(b, DT_OP_SIGACTION, D_RET, "sigaction(%s, handler)",
			       sig_name(sigs[i]));
		op->arg[0] = sigs[i];
		op->arg[1] = 2;
		op->arg[2] = pct(50) ? 0x10000000 : 0;
	}
	return b->n > 0;
}

static bool exec_to(struct task *t, int fd)
{
	struct batch *b = batch_begin(t);
	struct dt_op *op;

	op = batch_add(b, DT_OP_EXEC, D_RET, "exec(%d)", fd);
	op->arg[0] = fd;
	t->leader->exec_by = t;
	t->leader->exec_fd = fd;
	return step(b);
}

void add_setresuid(struct batch *b, int uid)
{
	struct dt_op *op = batch_sys(b, SC_setresuid, D_RET, "setresuid(%d)", uid);

	op->arg[0] = uid;
	op->arg[1] = uid;
	op->arg[2] = uid;
}

void add_dumpable(struct batch *b, bool on)
{
	struct dt_op *op = batch_sys(b, SC_prctl, D_RET, "prctl(DUMPABLE, %d)", on);

	op->arg[0] = 4;		/* PR_SET_DUMPABLE */
	op->arg[1] = on;
}

/* A user for @t; leaving root clears dumpable, which decides about tracing. */
static bool set_user(struct task *t, unsigned int percent)
{
	struct batch *b;

	if (!pct(percent))
		return true;
	b = batch_begin(t);
	add_setresuid(b, pct(85) ? 1000 : 1001);
	if (pct(70))
		add_dumpable(b, true);
	return step(b);
}

static bool set_up_tracee(const struct family *f, struct task *c, struct task *tr)
{
	unsigned int n = f->threads ? rnd(f->threads + 1) : 0, style;
	struct batch *b;
	uint32_t o;

	if (pct(f->tracee32) && !exec_to(c, DT_INTERP32_FD))
		return false;
	if (!set_user(c, f->creds))
		return false;
	b = batch_begin(c);
	if (pct(60))
		add_setpgid(b);
	add_handlers(b, f->handlers);
	if (b->n && !step(b))
		return false;
	if (n) {
		b = batch_begin(c);
		while (n--)
			add_spawn(b, task_new('C', c), THREAD_FLAGS, 0, "thread");
		if (!step(b))
			return false;
	}
	style = rnd_weighted(f->style, 4);
	o = random_options(f);
	switch (style) {
	case 0:
		b = batch_begin(tr);
		add_ptrace(b, ATTACH, c, 0, 0, D_RET, "");
		if (!step(b))
			return false;
		b = batch_begin(tr);
		add_wait4(b, c->pid, WNOHANG | __WALL);
		add_ptrace(b, SETOPTIONS, c, 0, o, D_RET, options_name(o));
		break;
	case 1:
		b = batch_begin(tr);
		add_ptrace(b, SEIZE, c, 0, o, D_RET, options_name(o));
		break;
	case 2:
		b = batch_begin(c);
		batch_sys(b, SC_ptrace, D_RET, "ptrace(TRACEME)");
		if (pct(60)) {
			int sig = pct(70) ? 19 : 10;
			struct dt_op *op = batch_sys(b, SC_tgkill, D_RET, "tgkill(self, %s)",
						     sig_name(sig));

			op->arg[0] = c->pid;
			op->arg[1] = c->pid;
			op->arg[2] = sig;
		}
		if (!step(b))
			return false;
		if (!task_traced_stop(c))
			return true;
		b = batch_begin(tr);
		add_wait4(b, c->pid, WNOHANG | __WALL);
		add_ptrace(b, SETOPTIONS, c, 0, o, D_RET, options_name(o));
		break;
	default:
		return true;
	}
	return step(b);
}

bool set_up(const struct family *f)
{
	struct task *p = &tasks[0], *t0, *c0, *c1 = NULL;
	bool traceme = f->style[2] && !f->style[0] && !f->style[1];
	bool own = pct(f->tracer_is_parent) || traceme;
	struct batch *b = batch_begin(p);

	if (pct(80))
		add_setpgid(b);
	t0 = task_new('T', NULL);
	add_spawn(b, t0, 0, 17, "fork");
	if (pct(f->tracer2))
		add_spawn(b, task_new('T', NULL), 0, 17, "fork");
	c0 = task_new('C', NULL);
	if (!own)
		add_spawn(b, c0, 0, 17, "fork");
	if (!step(b))
		return false;
	if (own) {
		b = batch_begin(t0);
		add_spawn(b, c0, 0, 17, "fork");
		if (!step(b))
			return false;
	}
	if (pct(f->tracer32) && !exec_to(t0, DT_INTERP32_FD))
		return false;
	if (pct(f->tracer_thread)) {
		b = batch_begin(t0);
		add_spawn(b, task_new('T', t0), THREAD_FLAGS, 0, "thread");
		if (!step(b))
			return false;
	}
	if (pct(f->tracee2)) {
		b = batch_begin(own ? t0 : p);
		c1 = task_new('C', NULL);
		add_spawn(b, c1, 0, 17, "fork");
		if (!step(b))
			return false;
	}
	if (!set_user(t0, f->creds))
		return false;
	if (!set_up_tracee(f, c0, t0))
		return false;
	if (c1 && !set_up_tracee(f, c1, t0))
		return false;
	if (!pct(f->chain) || !task_idle(p) || trace_cycle(p, t0))
		return true;
	b = batch_begin(p);
	add_ptrace(b, SEIZE, t0, 0, 0x49, D_RET, options_name(0x49));
	return step(b);
}
