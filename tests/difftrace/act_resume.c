// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: letting tracees run.
 */
#include <sys/wait.h>

#include "request.h"

static long resume_request(enum res r)
{
	static const long reqs[NRES] = {
		CONT, SYSCALL, SYSEMU, SYSEMU_SINGLESTEP, SINGLESTEP,
		SINGLEBLOCK, LISTEN, DETACH, INTERRUPT, KILL,
	};

	return reqs[r];
}

static bool resumes(long req)
{
	return req != LISTEN && req != INTERRUPT && req != KILL;
}

int resume_signal(const struct task *t)
{
	static const int invalid[] = { 65, 66, 1000, -1, 0x7fffffff };

	if (pct(3))
		return pick(invalid);
	if (t->waited && !t->last_event && t->last_sig != 5 && pct(75))
		return t->last_sig;
	return pct(85) ? 0 : random_signal();
}

static void add_resume(struct batch *b, struct task *t, const struct family *f)
{
	long req = resume_request(rnd_weighted(f->res, NRES));
	int sig = 0;

	if (t->seized && t->waited && t->last_event == 128 && pct(35))
		req = LISTEN;
	if (resumes(req))
		sig = resume_signal(t);
	add_ptrace(b, req, t, pct(95) ? 0 : 1, (unsigned int)sig == 0x7fffffffU ?
		   0x7fffffffULL : (uint64_t)(int64_t)sig, D_RET, sig_name(sig));
	if (req == KILL || req == DETACH || sig == 9)
		b->interact = true;
}

static void add_resume_waited(struct batch *b, struct task *t, const struct family *f,
			      int wait_op)
{
	long req = resume_request(rnd_weighted(f->res, NRES));
	struct dt_op *op;

	if (!resumes(req)) {
		add_ptrace(b, req, t, 0, 0, D_RET, "");
		return;
	}
	req = possible_request(t, req);
	op = batch_add(b, DT_OP_RESUME, D_RESUME, "ptrace(%s, %s)", req_name(req), t->name);
	op->arg[0] = req;
	op->arg[1] = t->pid;
	op->arg[2] = wait_op;
	b->op[b->n - 1].target = t;
}

/* One turn of a tracer's loop: wait, look, let run. */
static bool turn(struct task *t, const struct family *f)
{
	struct batch *b = batch_begin(tracer_of(t));
	int wait_op = -1;
	unsigned int n;

	if (!t->waited || pct(5)) {
		wait_op = b->n;
		add_wait4(b, t->pid, WNOHANG | __WALL);
	}
	for (n = rnd(4); n; n--)
		add_inspect(b, t, usual_inspect(t));
	if (wait_op >= 0 && pct(75))
		add_resume_waited(b, t, f, wait_op);
	else if (t->waited)
		add_resume(b, t, f);
	if (!b->n)
		add_inspect(b, t, usual_inspect(t));
	return step(b);
}

bool act_cycle(const struct family *f)
{
	struct task *t = pick_task(ok_stopped);
	unsigned int n = 1 + rnd(3);

	if (!t)
		return act_op(f);
	while (n--) {
		if (!turn(t, f))
			return false;
		if (!ok_stopped(t))
			break;
	}
	return true;
}

bool act_resume(const struct family *f)
{
	struct task *t = pick_task(pct(90) ? ok_stopped : ok_traced);
	struct batch *b;

	if (!t)
		return false;
	b = batch_begin(tracer_of(t));
	add_resume(b, t, f);
	return step(b);
}
