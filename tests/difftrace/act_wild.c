// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: requests that are wrong, or made by the wrong task.
 */
#include <sys/wait.h>

#include "request.h"

/* A request from a task that is not the tracer. */
bool act_mismatch(const struct family *f)
{
	struct task *t = pick_task(ok_traced);
	struct task *tr = pick_task(ok_any_idle);
	struct batch *b;

	(void)f;
	if (!t || !tr || tr == tracer_of(t))
		return false;
	b = batch_begin(tr);
	add_inspect(b, t, usual_inspect(t));
	add_wait4(b, t->pid, WNOHANG | __WALL | (pct(50) ? __WNOTHREAD : 0));
	add_ptrace(b, pct(50) ? CONT : INTERRUPT, t, 0, 0, D_RET, "");
	return step(b);
}

/* Anything, on anyone. */
bool act_wild(const struct family *f)
{
	static const uint64_t words[] = {
		0, 1, 8, 64, 0x1000, 0x7fffffff, -1ULL, KERNEL_ADDR,
	};
	struct task *tr = pick_task(pct(80) ? ok_tracer : ok_any_idle);
	struct task *t = pick_task(pct(85) ? ok_tracee : ok_living);
	struct batch *b;
	unsigned long long addr, data;
	long req;

	(void)f;
	if (!tr)
		return false;
	if (pct(5))
		t = NULL;
	b = batch_begin(tr);
	batch_buf(b);
	req = pct(50) ? (long)rnd(36) : pct(90) ? (long)(0x4200 + rnd(20)) : (long)rng_next(NULL);
	if (req == TRACEME || ((req == ATTACH || req == SEIZE) && t &&
			       (in_exec(t) || trace_cycle(tr, t))))
		req = -1;
	addr = pick(words);
	data = pct(40) ? batch_bufaddr(b) : pick(words);
	if (req == ARCH_PRCTL)	/* reads to addr, in the tracer's memory */
		addr = batch_bufaddr(b);
	add_ptrace(b, req, t, addr, data, D_HASH, str("%#llx, %#llx", addr, data));
	b->op[b->n - 1].len = data == batch_bufaddr(b) ? 512 : 0;
	b->interact = true;
	return step(b);
}
