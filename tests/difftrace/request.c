// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the parts of which ptrace requests are made.
 */
#include "request.h"

const struct user_offsets user_off[2] = {
#ifdef __s390x__
	{ 32, 32, 8, 0, 0, 352, 216, 552 },
#else
	{ 80, 120, 128, 144, 136, 848, 216, 912 },
	{ 24, 44, 48, 56, 52, 252, 68, 284 },
#endif
};

/*
 * An access that hits a watchpoint while its instruction is single-stepped is
 * one debug exception.  QEMU 7.2 makes two of it; the second comes at the first
 * instruction of the handler, on the same stack, and the guest hangs.  So a
 * task that has had a watchpoint is not stepped any more.
 */
long possible_request(const struct task *t, long req)
{
	if (!t || !t->watched)
		return req;
	return req == SINGLESTEP || req == SINGLEBLOCK ? CONT :
	       req == SYSEMU_SINGLESTEP ? SYSEMU : req;
}

struct dt_op *add_ptrace(struct batch *b, long req, struct task *t, uint64_t addr,
			 uint64_t data, enum decode dec, const char *args)
{
	int pid = t ? t->pid : NO_PID;
	struct dt_op *op;

	req = possible_request(t, req);
	op = batch_sys(b, SC_ptrace, dec, "ptrace(%s, %s%s%s)", req_name(req),
		       pid_name(pid), *args ? ", " : "", args);
	op->arg[0] = req;
	op->arg[1] = pid;
	op->arg[2] = addr;
	op->arg[3] = data;
	b->op[b->n - 1].target = t;
	b->op[b->n - 1].req = req;
	return op;
}

struct task *tracer_of(const struct task *t)
{
	return t->snap.tracer ? task_by_pid(t->snap.tracer) : NULL;
}

uint32_t random_options(const struct family *f)
{
	uint32_t o = rng_next(NULL) & f->options;

	if (pct(55))
		o = f->options;
	if (pct(75))	/* it would hide what else there is to see */
		o &= ~0x200000;
	return o | f->always;
}

bool ok_stopped(const struct task *t)
{
	struct task *tr = tracer_of(t);

	return task_traced_stop(t) && tr && task_idle(tr);
}

bool ok_traced(const struct task *t)
{
	struct task *tr = tracer_of(t);

	return t->alive && !t->gone && tr && task_idle(tr);
}

bool ok_living(const struct task *t)
{
	return t->alive && !t->gone;
}

bool ok_untraced(const struct task *t)
{
	return ok_living(t) && t->role == 'C' && !t->snap.tracer && t->snap.state != 'Z';
}

bool ok_tracer(const struct task *t)
{
	return t->role == 'T' && task_idle(t);
}

bool ok_agent(const struct task *t)
{
	return t->role != 'C' && task_idle(t);
}

bool ok_any_idle(const struct task *t)
{
	return task_idle(t);
}

bool ok_tracee(const struct task *t)
{
	return t->role == 'C' && ok_living(t);
}
