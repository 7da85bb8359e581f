// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: requests that change the tracee.
 */
#include <signal.h>
#include <string.h>

#include "request.h"

/* In raw_syscall(), where no register is live; or only the result is free. */
static bool regs_are_free(const struct task *t, uint64_t ip, long orig)
{
	struct dt_image *im = image_of(t);

	return ip >= im->insn && ip < im->insn + 256 && sc_harmless(orig, task_abi32(t));
}

static bool mod_regs(struct task *t, bool regset)
{
	struct task *tr = tracer_of(t);
	bool abi32 = task_abi32(tr);
	struct batch *b = batch_begin(tr);
	const char *what = "same";
	unsigned int w = abi32 ? 4 : 8, len = user_off[abi32].regs;
	uint8_t regs[512], *buf;
	uint64_t ip = 0, flags = 0;
	int64_t orig = 0, v;

	add_inspect(b, t, LOOK_REGS);
	if (!step(b))
		return false;
	if (b->busy || slot_of(tr)->op[0].ret < 0 || !task_idle(tr))
		return true;
	buf = slot_of(tr)->buf[0];
#ifdef __s390x__
	buf += 64;	/* it came through PTRACE_GETREGSET, and goes back so */
	regset = true;
#endif
	memcpy(regs, buf, len);
	memcpy(&ip, regs + user_off[abi32].ip, w);
	memcpy(&flags, regs + user_off[abi32].flags, w);
	if (abi32)
		orig = *(int32_t *)(regs + user_off[1].orig);
	else if (ONE_REGISTER)
		orig = t->snap.nr;
	else
		memcpy(&orig, regs + user_off[0].orig, 8);

	if (orig != sc_nr(SC_rt_sigreturn, task_abi32(t)) &&
	    (!ONE_REGISTER || regs_are_free(t, ip, orig)) && pct(30)) {
		/* harmless for both ABIs: sched_yield or the old getuid */
		static const int nrs[] = { -1, 24, 999 };

		v = pick(nrs);
		memcpy(regs + user_off[abi32].orig, &v, w);
		what = str("orig_ax %d", (int)v);
	} else if (regs_are_free(t, ip, orig) && pct(70)) {
#ifdef __s390x__
		static const unsigned int free64[] = { 16, 24, 40, 48, 56, 64, 80, 112, 128, 208 };
#else
		static const unsigned int free64[] = { 0, 8, 16, 24, 32, 40, 56, 72, 96, 80 };
#endif
		static const unsigned int free32[] = { 0, 12, 16, 20, 24 };
		unsigned int o = abi32 ? pick(free32) : pick(free64);

		v = 0x1234567;
		memcpy(regs + o, &v, w);
		what = str("reg +%u", o);
	} else if (pct(30)) {
		v = pct(50) ? 0 : 0x33;
		memcpy(regs + user_off[abi32].cs, &v, w);
		what = str("cs %d", (int)v);
	} else if (pct(30)) {
		uint64_t flip = pct(80) ? HARMLESS_FLAG :
				pct(50) || t->watched ? 0x200000 : 0x100;

		flags ^= flip;
		t->steps_itself |= flip == 0x100;
		memcpy(regs + user_off[abi32].flags, &flags, w);
		what = str("flags %#llx", (unsigned long long)flags);
	}
	/* A 32-bit register set of a 64-bit tracee would cut its registers. */
	if (abi32 && !task_abi32(t))
		return true;
	b = batch_begin(tr);
	if (regset && !abi32 && !task_abi32(t)) {
		lg("  (%s)\n", what);
		add_regset(b, t, SETREGSET, 1, regs, pct(85) ? len : len - 8 * rnd(4) - rnd(2));
	} else {
		buf = batch_buf(b);
		memcpy(buf, regs, len);
		add_ptrace(b, SETREGS, t, 0, batch_bufaddr(b), D_RET, what);
	}
	return step(b);
}

static bool mod_fpregs(struct task *t)
{
	struct task *tr = tracer_of(t);
	struct batch *b = batch_begin(tr);
	uint8_t fp[512];

	add_inspect(b, t, LOOK_FPREGS);
	if (!step(b))
		return false;
	if (b->busy || slot_of(tr)->op[0].ret < 0 || !task_idle(tr))
		return true;
#ifdef __s390x__
	memcpy(fp, slot_of(tr)->buf[0] + 64, sizeof(fp));
	fp[8 + rnd(128)] ^= 0x55;
	if (pct(10))
		memset(fp, 0xff, 4);		/* fpc: invalid */
	b = batch_begin(tr);
	add_regset(b, t, SETREGSET, 2, fp, pct(85) ? 136 : 8 * rnd(18));
	add_inspect(b, t, LOOK_FPREGS);
	return step(b);
#endif
	memcpy(fp, slot_of(tr)->buf[0], sizeof(fp));
	fp[160 + rnd(16)] ^= 0x55;	/* xmm0, or nothing */
	if (pct(10))
		memset(fp + 24, 0xff, 4);	/* mxcsr: invalid */
	b = batch_begin(tr);
	if (pct(50) && !task_abi32(tr) && !task_abi32(t)) {
		add_regset(b, t, SETREGSET, pct(70) ? 2 : 0x202, fp, 512);
	} else if (task_abi32(tr) && pct(60)) {
		add_inspect(b, t, LOOK_FPXREGS);
		if (!step(b))
			return false;
		if (b->busy || slot_of(tr)->op[0].ret < 0 || !task_idle(tr))
			return true;
		memcpy(fp, slot_of(tr)->buf[0], sizeof(fp));
		fp[160 + rnd(16)] ^= 0x55;
		b = batch_begin(tr);
		memcpy(batch_buf(b), fp, sizeof(fp));
		add_ptrace(b, SETFPXREGS, t, 0, batch_bufaddr(b), D_RET, "");
	} else {
		memcpy(batch_buf(b), fp, sizeof(fp));
		add_ptrace(b, SETFPREGS, t, 0, batch_bufaddr(b), D_RET, "");
	}
	if (!batch_full(b))
		add_inspect(b, t, LOOK_FPREGS);
	return step(b);
}

static bool mod_siginfo(struct task *t)
{
	static const int codes[] = { 0, -1, -6, 0x80, 1, 2, -60 };
	struct task *tr = tracer_of(t);
	struct batch *b = batch_begin(tr);
	int32_t si[32];

	add_inspect(b, t, LOOK_SIGINFO);
	if (!step(b))
		return false;
	if (b->busy || slot_of(tr)->op[0].ret < 0 || !task_idle(tr))
		return true;
	memcpy(si, slot_of(tr)->buf[0], sizeof(si));
	if (pct(25))
		si[0] = random_signal();
	if (pct(50))
		si[2] = pick(codes);
	si[task_abi32(tr) ? 5 : 6] = 0x4711;
	b = batch_begin(tr);
	memcpy(batch_buf(b), si, sizeof(si));
	add_ptrace(b, SETSIGINFO, t, 0, pct(95) ? batch_bufaddr(b) : 8, D_RET,
		   str("%s code %d", sig_name(si[0]), si[2]));
	add_inspect(b, t, LOOK_SIGINFO);
	return step(b);
}

static uint64_t random_mask(void)
{
	static const int sigs[] = { 10, 12, 2, 20, 34, 35, 11, 5, 9, 19, 18, 17 };
	uint64_t m = 0;
	unsigned int n;

	if (pct(30))
		return pct(60) ? SIGBIT(SIGCHLD) : pct(50) ? 0 : -1ULL;
	for (n = 1 + rnd(3); n; n--)
		m |= SIGBIT(pick(sigs));
	return m | (pct(80) ? SIGBIT(SIGCHLD) : 0);
}

static void add_pokeusr(struct batch *b, struct task *t)
{
	bool abi32 = task_abi32(b->task);
	static const int64_t values[] = { 0, 1, -1, 39, 0x1234 };
	int64_t v = pick(values);
	unsigned int o;

	if (pct(40)) {
		o = user_offset(b->task, false);
	} else if (t->snap.nr == sc_nr(SC_rt_sigreturn, task_abi32(t))) {
		o = user_off[abi32].cs;
		v = 0;
	} else if (!ONE_REGISTER && pct(50)) {
		static const int nrs[] = { -1, 24, 999 };

		o = user_off[abi32].orig;
		v = pick(nrs);
	} else if (sc_harmless(t->snap.nr, task_abi32(t)) && t->snap.nr >= 0) {
		o = user_off[abi32].ax;
	} else {
		o = user_off[abi32].cs;
		v = 0;
	}
	add_ptrace(b, POKEUSR, t, (int)o, v, D_RET, str("%d, %d", (int)o, (int)v));
}

static void add_pokedata(struct batch *b, struct task *t)
{
	struct dt_image *im = image_of(t);
	static const uint64_t bad[] = { 0, KERNEL_ADDR, BAD_ADDR, -1ULL };
	uint64_t addr, data = 0x1122334455667788ULL;
	const char *name = "bad";

	switch (rnd(4)) {
	case 0:
		addr = im->scratch + 64 + rnd(16);
		name = "scratch";
		break;
	case 1:		/* a breakpoint, or nops again, in the function to patch */
		addr = im->callfn + PATCH_AT;
		data = pct(70) ? PATCH_TRAP : PATCH_NOPS;
		name = data == PATCH_TRAP ? "callfn int3" : "callfn nop";
		if (task_abi32(b->task))
			data = (uint32_t)data;
		break;
	default:
		addr = pick(bad);
		break;
	}
	add_ptrace(b, pct(50) ? POKEDATA : POKETEXT, t, addr, data, D_RET,
		   str("%s %#llx", name, (unsigned long long)addr));
}

static void add_setoptions(struct batch *b, struct task *t, const struct family *f)
{
	uint32_t o = random_options(f);

	if (pct(8))
		o |= 1U << (8 + rnd(24));
	if (pct(5))
		o |= 0x200000;
	add_ptrace(b, pct(95) ? SETOPTIONS : OLDSETOPTIONS, t, pct(95) ? 0 : 1, o, D_RET,
		   options_name(o));
}

static void add_dispatch(struct batch *b, struct task *t)
{
	struct dt_image *im = image_of(t);
	uint64_t *buf = batch_buf(b);
	unsigned int n = pct(85) ? 32 : 24;

	buf[0] = pct(90) ? rnd(2) : 2;
	if (buf[0]) {
		buf[1] = pct(50) ? im->scratch + 128 : pct(70) ? 0 : KERNEL_ADDR;
		buf[2] = im->text;
		buf[3] = pct(90) ? im->insn - im->text : 0;
		if (!buf[3])
			buf[2] = 0x1000;	/* no range: refused */
	}
	add_ptrace(b, SET_DISPATCH, t, n, batch_bufaddr(b), D_RET,
		   str("mode %u sel %#llx", (unsigned int)buf[0], (unsigned long long)buf[1]));
}

bool act_modify(const struct family *f)
{
	static const unsigned char w[] = { 16, 6, 6, 14, 12, 14, 12, 12, 6, 3 };
	struct task *t = pick_task(pct(93) ? ok_stopped : ok_traced);
	struct batch *b;
	uint64_t v;
	unsigned int n;

	if (!t)
		return false;
	n = rnd_weighted(w, ARRAY_SIZE(w));
	if (n == 0 || n == 1)
		return mod_regs(t, n == 1);
	if (n == 2)
		return mod_fpregs(t);
	if (n == 3)
		return mod_siginfo(t);
	b = batch_begin(tracer_of(t));
	switch (n) {
	case 4:
		v = random_mask();
		*(uint64_t *)batch_buf(b) = v;
		n = pct(90) ? 8 : 4;
		add_ptrace(b, SETSIGMASK, t, n, batch_bufaddr(b), D_RET,
			   str("size %u %s", n, mask_name(v)));
		break;
	case 5:
		add_pokeusr(b, t);
		break;
	case 6:
		add_pokedata(b, t);
		break;
	case 7:
		add_setoptions(b, t, f);
		break;
	case 8:
		add_dispatch(b, t);
		break;
	case 9:
		if (pct(50)) {
			memset(batch_buf(b), 0, 64);
			add_ptrace(b, SET_THREAD_AREA, t, 12 + rnd(4), batch_bufaddr(b), D_RET, "");
		} else {
			add_ptrace(b, ARCH_PRCTL, t, pct(50) ? 0x7000 : KERNEL_ADDR, 0x1001,
				   D_RET, "SET_GS");
		}
		break;
	}
	return step(b);
}

/* Hardware breakpoints and watchpoints. */
#ifdef __s390x__
/* Events of program event recording, in what struct user has of it. */
bool act_hwbp(const struct family *f)
{
	/* a branch, an instruction fetched, a store */
	static const uint64_t cr9[] = {
		0, 0x40000000, 0x20000000, 0x80000000, 0x60000000, 0x80800000, 0x01000000, -1ULL,
	};
	enum { CR9 = 0, START = 32, END = 40, CAUSE = 48, ADDRESS = 56 };
	unsigned int o = user_off[0].dreg;
	struct task *t = pick_task(ok_stopped);
	struct batch *b;
	struct dt_image *im;
	unsigned long long start, len, ctl;

	(void)f;
	if (!t)
		return false;
	im = image_of(t);
	b = batch_begin(tracer_of(t));
	ctl = pick(cr9);
	start = ctl & 0x20000000 ? im->scratch : im->play;
	len = pct(80) ? 4 : 0;
	if (pct(6))
		start = KERNEL_ADDR;
	add_ptrace(b, POKEUSR, t, o + START, start, D_RET, str("start, %#llx", start));
	add_ptrace(b, POKEUSR, t, o + END, start + len, D_RET, str("end, %#llx", start + len));
	add_ptrace(b, POKEUSR, t, o + CR9, ctl, D_RET, str("cr9, %#llx", ctl));
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + CR9, batch_bufaddr(b), D_WORD, "cr9");
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + CAUSE, batch_bufaddr(b), D_WORD, "cause");
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + ADDRESS, batch_bufaddr(b), D_WORD, "address");
	return step(b);
}
#else
bool act_hwbp(const struct family *f)
{
	static const uint64_t dr7[] = {
		0, 1, 0xd0001, 0xf0001, 0x10001, 0x5, 0x400001, 0x80000001,
	};
	struct task *t = pick_task(ok_stopped);
	struct task *tr;
	struct batch *b;
	struct dt_image *im;
	unsigned long long addr, ctl;
	unsigned int o, w;

	(void)f;
	if (!t)
		return false;
	tr = tracer_of(t);
	im = image_of(t);
	b = batch_begin(tr);
	w = task_abi32(tr) ? 4 : 8;
	o = user_off[task_abi32(tr)].dreg;
	ctl = pick(dr7);
	if (t->steps_itself && (ctl >> 16) & 3)
		ctl = 1;
	t->watched |= (ctl >> 16) & 3;	/* see possible_request() */
	addr = (ctl >> 16) & 3 ? im->scratch : im->play;
	if (pct(6))
		addr = KERNEL_ADDR;
	add_ptrace(b, POKEUSR, t, o, addr, D_RET, str("dr0, %#llx", addr));
	add_ptrace(b, POKEUSR, t, o + 7 * w, ctl, D_RET, str("dr7, %#llx", ctl));
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + 7 * w, batch_bufaddr(b), D_WORD, "dr7");
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + 6 * w, batch_bufaddr(b), D_WORD, "dr6");
	return step(b);
}
#endif
