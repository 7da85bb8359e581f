// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: taking tracees, interrupting them, leaving them.
 */
#include "request.h"

bool act_attach(const struct family *f)
{
	struct task *tr = pick_task(pct(92) ? ok_tracer : pct(70) ? ok_agent : ok_any_idle);
	struct task *t = pick_task(pct(88) ? ok_untraced : ok_living);
	struct batch *b;
	uint32_t o;

	if (!tr || !t || in_exec(t))
		return false;
	if (trace_cycle(tr, t) && tr->leader != t->leader)
		return false;
	b = batch_begin(tr);
	if (rnd(f->style[0] + f->style[1] + 1) < f->style[0]) {
		add_ptrace(b, ATTACH, t, 0, 0, D_RET, "");
	} else {
		o = pct(95) ? random_options(f) : (uint32_t)rng_next(NULL);
		add_ptrace(b, SEIZE, t, pct(97) ? 0 : 8, o, D_RET, options_name(o));
	}
	b->interact = true;
	return step(b);
}

bool act_ctrl(const struct family *f)
{
	static const unsigned char w[] = { 45, 20, 25, 4 };
	static const long reqs[] = { INTERRUPT, LISTEN, DETACH, KILL };
	struct task *t = pick_task(ok_traced);
	struct batch *b;
	long req;
	int sig = 0;

	(void)f;
	if (!t)
		return act_attach(f);
	b = batch_begin(tracer_of(t));
	req = reqs[rnd_weighted(w, ARRAY_SIZE(w))];
	if (req == DETACH)
		sig = resume_signal(t);
	add_ptrace(b, req, t, 0, sig, D_RET, req == DETACH ? sig_name(sig) : "");
	b->interact = true;
	return step(b);
}
