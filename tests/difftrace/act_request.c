// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: ptrace requests: which, on whom, with what.
 */
#include <stdio.h>
#include <string.h>

#include "difftrace.h"

typedef unsigned long long ull;

enum {
	TRACEME = 0, PEEKTEXT, PEEKDATA, PEEKUSR, POKETEXT, POKEDATA, POKEUSR,
	CONT, KILL, SINGLESTEP, GETREGS = 12, SETREGS, GETFPREGS, SETFPREGS,
	ATTACH, DETACH, GETFPXREGS, SETFPXREGS, OLDSETOPTIONS = 21, SYSCALL = 24,
	GET_THREAD_AREA, SET_THREAD_AREA, ARCH_PRCTL = 30, SYSEMU,
	SYSEMU_SINGLESTEP, SINGLEBLOCK,
	SETOPTIONS = 0x4200, GETEVENTMSG, GETSIGINFO, SETSIGINFO, GETREGSET,
	SETREGSET, SEIZE, INTERRUPT, LISTEN, PEEKSIGINFO, GETSIGMASK, SETSIGMASK,
	SECCOMP_GET_FILTER, SECCOMP_GET_METADATA, GET_SYSCALL_INFO, GET_RSEQ,
	SET_DISPATCH, GET_DISPATCH,
};

#define KERNEL_ADDR	0xffffffff81000000ULL
#define BAD_ADDR	0x1000ULL

/* Offsets in struct user and user_regs_struct, by the ABI of the tracer. */
static const struct {
	unsigned int ax, orig, ip, flags, cs, dreg, regs, user;
} off[2] = {
	{ 80, 120, 128, 144, 136, 848, 216, 912 },
	{ 24, 44, 48, 56, 52, 252, 68, 284 },
};

struct dt_op *add_ptrace(struct batch *b, long req, struct task *t, uint64_t addr,
			 uint64_t data, enum decode dec, const char *args)
{
	int pid = t ? t->pid : NO_PID;
	struct dt_op *op;

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

/* ---- predicates for pick_task() ---- */

static bool ok_stopped(const struct task *t)
{
	struct task *tr = tracer_of(t);

	return task_traced_stop(t) && tr && task_idle(tr);
}

static bool ok_traced(const struct task *t)
{
	struct task *tr = tracer_of(t);

	return t->alive && !t->gone && tr && task_idle(tr);
}

static bool ok_living(const struct task *t)
{
	return t->alive && !t->gone;
}

static bool ok_untraced(const struct task *t)
{
	return ok_living(t) && t->role == 'C' && !t->snap.tracer && t->snap.state != 'Z';
}

static bool ok_tracer(const struct task *t)
{
	return t->role == 'T' && task_idle(t);
}

static bool ok_agent(const struct task *t)
{
	return t->role != 'C' && task_idle(t);
}

static bool ok_any_idle(const struct task *t)
{
	return task_idle(t);
}

static bool ok_tracee(const struct task *t)
{
	return t->role == 'C' && ok_living(t);
}

/* ---- looking ---- */

static unsigned int user_offset(struct task *tr, bool valid)
{
	bool abi32 = task_abi32(tr);
	static const int bad[] = { 1, 3, 217, 300, 847, 911, 912, 1024, 4096, -8, -1 };
	static const unsigned int good64[] = { 80, 120, 128, 136, 144, 152, 160, 208 };
	static const unsigned int good32[] = { 24, 44, 48, 52, 56, 60, 64, 0 };

	if (!valid)
		return pick(bad);
	if (pct(20))
		return off[abi32].dreg + rnd(8) * (abi32 ? 4 : 8);
	return abi32 ? pick(good32) : pick(good64);
}

static uint64_t memory(struct task *t, const char **name)
{
	static const char * const names[] = {
		"scratch", "scratch+3", "callfn", "text", "0", "kernel", "bad",
		"scratch+4095", "shm", "-1",
	};
	unsigned int which = rnd(ARRAY_SIZE(names));
	struct dt_image *im = image_of(t);

	*name = names[which];
	switch (which) {
	case 0:
		return im->scratch + 64;
	case 1:
		return im->scratch + 64 + 3;
	case 2:
		return im->callfn;
	case 3:
		return im->text + 64;
	case 5:
		return KERNEL_ADDR;
	case 6:
		return BAD_ADDR;
	case 7:
		return im->scratch + 4095;
	case 8:
		return DT_SHM_BASE + offsetof(struct dt_shm, image);
	case 9:
		return -1ULL;
	default:
		return 0;
	}
}

static void put_iov(void *buf, uint64_t base, uint64_t len, bool abi32)
{
	if (abi32) {
		((uint32_t *)buf)[0] = base;
		((uint32_t *)buf)[1] = len;
	} else {
		((uint64_t *)buf)[0] = base;
		((uint64_t *)buf)[1] = len;
	}
}

static void add_regset(struct batch *b, struct task *t, long req, unsigned int type,
		       const void *data, unsigned int len)
{
	static const struct {
		unsigned int type;
		const char *name;
	} names[] = {
		{ 1, "PRSTATUS" }, { 2, "FPREGSET" }, { 0x202, "XSTATE" },
		{ 0x200, "386_TLS" }, { 0x201, "386_IOPERM" }, { 0x204, "SHSTK" },
	};
	uint8_t *buf = batch_buf(b);
	uint64_t addr = batch_bufaddr(b);
	const char *name = str("%#x", type);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].type == type)
			name = names[i].name;
	memset(buf, 0, DT_BUFSZ);
	put_iov(buf, addr + 64, len, task_abi32(b->task));
	if (data)
		memcpy(buf + 64, data, len);
	add_ptrace(b, req, t, type, addr, req == GETREGSET ?
		   (type == 1 ? D_IOVREGS : D_IOVHASH) : D_RET,
		   str("%s, len %u", name, len));
}

static void add_peeksiginfo(struct batch *b, struct task *t)
{
	uint8_t *buf = batch_buf(b);
	uint64_t addr = batch_bufaddr(b);
	uint64_t o = pct(80) ? 0 : rnd(3);
	uint32_t flags = rnd(2);
	int32_t nr = pct(85) ? 1 + (int)rnd(3) : pct(50) ? 0 : -1;

	if (pct(5))
		flags = 2;
	memcpy(buf, &o, 8);
	memcpy(buf + 8, &flags, 4);
	memcpy(buf + 12, &nr, 4);
	add_ptrace(b, PEEKSIGINFO, t, addr, addr + 64, D_PEEKSIG,
		   str("off %llu flags %u nr %d", (ull)o, flags, nr));
}

/* One request that only looks. */
void add_inspect(struct batch *b, struct task *t, unsigned int what)
{
	uint64_t addr = batch_bufaddr(b);
	uint64_t *buf = batch_buf(b);
	const char *name;
	unsigned int n;

	switch (what) {
	case 0:
		add_ptrace(b, GETSIGINFO, t, 0, addr, D_SIGINFO, "");
		break;
	case 1:
		add_ptrace(b, GETEVENTMSG, t, 0, addr, D_EVENTMSG, "");
		break;
	case 2:
		n = pct(85) ? 88 : rnd(90);
		if (n < 24) {
			add_ptrace(b, GET_SYSCALL_INFO, t, n, addr, D_HASH, str("size %u", n));
			b->op[b->n - 1].len = n & ~7;
		} else {
			add_ptrace(b, GET_SYSCALL_INFO, t, n, addr, D_SCINFO, str("size %u", n));
		}
		break;
	case 3:
		add_ptrace(b, GETREGS, t, 0, addr, D_REGS, "");
		break;
	case 4:
		add_regset(b, t, GETREGSET, 1, NULL, pct(80) ? 512 : 8 * rnd(28));
		break;
	case 5:
		add_ptrace(b, GETFPREGS, t, 0, addr, D_FPREGS, "");
		break;
	case 6:
		add_regset(b, t, GETREGSET, pct(50) ? 2 : 0x202, NULL, 3968);
		break;
	case 7:
		n = user_offset(b->task, true);
		add_ptrace(b, PEEKUSR, t, n, addr, D_WORD, str("%u", n));
		break;
	case 8:
		n = user_offset(b->task, false);
		add_ptrace(b, PEEKUSR, t, (int)n, addr, D_WORD, str("%d", (int)n));
		break;
	case 9:
		buf[0] = memory(t, &name);
		add_ptrace(b, pct(50) ? PEEKDATA : PEEKTEXT, t, buf[0], addr, D_WORD, name);
		buf[0] = 0;
		break;
	case 10:
		add_peeksiginfo(b, t);
		break;
	case 11:
		n = pct(80) ? 8 : pct(50) ? 4 : 16;
		add_ptrace(b, GETSIGMASK, t, n, addr, D_MASK, str("size %u", n));
		break;
	case 12:
		n = pct(70) ? 0 : rnd(3);
		add_ptrace(b, SECCOMP_GET_FILTER, t, n, addr, D_HASH, str("nr %u", n));
		b->op[b->n - 1].len = 256;
		break;
	case 13:
		buf[0] = pct(70) ? 0 : rnd(3);
		n = pct(80) ? 16 : 8 * rnd(3);
		add_ptrace(b, SECCOMP_GET_METADATA, t, n, addr, D_BYTES,
			   str("size %u nr %u", n, (unsigned int)buf[0]));
		b->op[b->n - 1].len = 16;
		break;
	case 14:
		n = pct(70) ? 24 : 32;
		add_ptrace(b, GET_RSEQ, t, n, addr, D_BYTES, str("size %u", n));
		b->op[b->n - 1].len = 24;
		break;
	case 15:
		n = pct(80) ? 32 : 8;
		add_ptrace(b, GET_DISPATCH, t, n, addr, D_BYTES, str("size %u", n));
		b->op[b->n - 1].len = 32;
		break;
	case 16:
		add_ptrace(b, GETFPXREGS, t, 0, addr, D_HASH, "");
		b->op[b->n - 1].len = 512;
		break;
	case 17:
		n = 12 + rnd(4);
		add_ptrace(b, GET_THREAD_AREA, t, n, addr, D_HASH, str("%u", n));
		b->op[b->n - 1].len = 16;
		break;
	case 18:
		n = pct(80) ? 0x1003 + rnd(2) : rnd(0x1010);
		add_ptrace(b, ARCH_PRCTL, t, addr, n, D_WORD, str("%#x", n));
		break;
	case 19:
		n = pct(50) ? 0x200 + rnd(5) : rnd(0x300);
		add_regset(b, t, GETREGSET, n, NULL, 512);
		break;
	}
}

#define N_INSPECT	20

/* What a tracer looks at after a stop. */
static unsigned int usual_inspect(const struct task *t)
{
	static const unsigned char w[N_INSPECT] = {
		30, 16, 22, 12, 4, 1, 2, 3, 1, 3, 5, 4, 1, 1, 1, 1, 1, 1, 1, 1,
	};

	if (t->snap.seccomp == 2 && pct(25))
		return 12 + rnd(2);
	return rnd_weighted(w, N_INSPECT);
}

bool act_inspect(const struct family *f)
{
	struct task *t = pick_task(pct(80) ? ok_stopped : ok_traced);
	struct batch *b;
	unsigned int n;

	(void)f;
	if (!t)
		return false;
	b = batch_begin(tracer_of(t));
	for (n = 1 + rnd(5); n; n--)
		add_inspect(b, t, pct(50) ? usual_inspect(t) : rnd(N_INSPECT));
	return step(b);
}

/* ---- letting run ---- */

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

static int resume_signal(const struct task *t)
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
		add_wait4(b, t->pid, 1 | 0x40000000);
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

/* ---- taking and leaving ---- */

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
	add_wait4(b, t->pid, 1 | 0x40000000 | (pct(50) ? 0x20000000 : 0));
	add_ptrace(b, pct(50) ? CONT : INTERRUPT, t, 0, 0, D_RET, "");
	return step(b);
}

/* Anything, on anyone. */
bool act_wild(const struct family *f)
{
	static const uint64_t words[] = { 0, 1, 8, 64, 0x1000, 0x7fffffff, -1ULL, KERNEL_ADDR };
	struct task *tr = pick_task(pct(80) ? ok_tracer : ok_any_idle);
	struct task *t = pick_task(pct(85) ? ok_tracee : ok_living);
	struct batch *b;
	uint64_t addr, data;
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
	add_ptrace(b, req, t, addr, data, D_HASH, str("%#llx, %#llx", (ull)addr, (ull)data));
	b->op[b->n - 1].len = data == batch_bufaddr(b) ? 512 : 0;
	b->interact = true;
	return step(b);
}

/* ---- changing ---- */

/* In raw_syscall(), where no register is live; or only the result is free. */
static bool regs_are_free(const struct task *t, uint64_t ip, long orig, bool entry)
{
	struct dt_image *im = image_of(t);

	(void)entry;
	return ip >= im->insn && ip < im->insn + 256 && sc_harmless(orig, task_abi32(t));
}

static bool mod_regs(struct task *t, bool regset)
{
	struct task *tr = tracer_of(t);
	bool abi32 = task_abi32(tr);
	struct batch *b = batch_begin(tr);
	const char *what = "same";
	unsigned int w = abi32 ? 4 : 8, len = off[abi32].regs;
	uint8_t regs[512], *buf;
	uint64_t ip = 0, flags = 0;
	int64_t orig = 0, v;

	add_inspect(b, t, 3);
	if (!step(b))
		return false;
	if (b->busy || slot_of(tr)->op[0].ret < 0 || !task_idle(tr))
		return true;
	buf = slot_of(tr)->buf[0];
	memcpy(regs, buf, len);
	memcpy(&ip, regs + off[abi32].ip, w);
	memcpy(&flags, regs + off[abi32].flags, w);
	if (abi32)
		orig = *(int32_t *)(regs + off[1].orig);
	else
		memcpy(&orig, regs + off[0].orig, 8);

	if (orig != sc_nr(SC_rt_sigreturn, task_abi32(t)) && pct(30)) {
		/* harmless for both ABIs: sched_yield or the old getuid */
		static const int nrs[] = { -1, 24, 999 };

		v = pick(nrs);
		memcpy(regs + off[abi32].orig, &v, w);
		what = str("orig_ax %d", (int)v);
	} else if (regs_are_free(t, ip, orig, false) && pct(70)) {
		static const unsigned int free64[] = { 0, 8, 16, 24, 32, 40, 56, 72, 96, 80 };
		static const unsigned int free32[] = { 0, 12, 16, 20, 24 };
		unsigned int o = abi32 ? pick(free32) : pick(free64);

		v = 0x1234567;
		memcpy(regs + o, &v, w);
		what = str("reg +%u", o);
	} else if (pct(30)) {
		v = pct(50) ? 0 : 0x33;
		memcpy(regs + off[abi32].cs, &v, w);
		what = str("cs %d", (int)v);
	} else if (pct(30)) {
		flags ^= pct(80) ? 1 : pct(50) ? 0x200000 : 0x100;
		memcpy(regs + off[abi32].flags, &flags, w);
		what = str("flags %#llx", (ull)flags);
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

	add_inspect(b, t, 5);
	if (!step(b))
		return false;
	if (b->busy || slot_of(tr)->op[0].ret < 0 || !task_idle(tr))
		return true;
	memcpy(fp, slot_of(tr)->buf[0], sizeof(fp));
	fp[160 + rnd(16)] ^= 0x55;	/* xmm0, or nothing */
	if (pct(10))
		memset(fp + 24, 0xff, 4);	/* mxcsr: invalid */
	b = batch_begin(tr);
	if (pct(50) && !task_abi32(tr) && !task_abi32(t)) {
		add_regset(b, t, SETREGSET, pct(70) ? 2 : 0x202, fp, 512);
	} else if (task_abi32(tr) && pct(60)) {
		add_inspect(b, t, 16);
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
		add_inspect(b, t, 5);
	return step(b);
}

static bool mod_siginfo(struct task *t)
{
	static const int codes[] = { 0, -1, -6, 0x80, 1, 2, -60 };
	struct task *tr = tracer_of(t);
	struct batch *b = batch_begin(tr);
	int32_t si[32];

	add_inspect(b, t, 0);
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
	add_inspect(b, t, 0);
	return step(b);
}

static uint64_t random_mask(void)
{
	static const int sigs[] = { 10, 12, 2, 20, 34, 35, 11, 5, 9, 19, 18, 17 };
	uint64_t m = 0;
	unsigned int n;

	if (pct(30))
		return pct(60) ? 1 << 16 : pct(50) ? 0 : -1ULL;
	for (n = 1 + rnd(3); n; n--)
		m |= 1ULL << (pick(sigs) - 1);
	return m | (pct(80) ? 1 << 16 : 0);
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
		o = off[abi32].cs;
		v = 0;
	} else if (pct(50)) {
		static const int nrs[] = { -1, 24, 999 };

		o = off[abi32].orig;
		v = pick(nrs);
	} else if (sc_harmless(t->snap.nr, task_abi32(t)) && t->snap.nr >= 0) {
		o = off[abi32].ax;
	} else {
		o = off[abi32].cs;
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
	case 1:		/* an int3, or a nop again, in the function to patch */
		addr = im->callfn + 4;
		data = pct(70) ? 0xc0ff909090cc9090ULL : 0xc0ff909090909090ULL;
		if (task_abi32(b->task))
			data = pct(70) ? 0x90cc9090 : 0x90909090;
		/* 9 bytes in: inc %eax stays as it is */
		addr = im->callfn + 2;
		data = pct(70) ? 0x90cc9090 : 0x90909090;
		if (!task_abi32(b->task))
			data |= 0x90909090ULL << 32;
		name = data & 0x400000 ? "callfn int3" : "callfn nop";
		break;
	default:
		addr = pick(bad);
		break;
	}
	add_ptrace(b, pct(50) ? POKEDATA : POKETEXT, t, addr, data, D_RET,
		   str("%s %#llx", name, (ull)addr));
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
		   str("mode %llu sel %#llx", (ull)buf[0], (ull)buf[1]));
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
bool act_hwbp(const struct family *f)
{
	static const uint64_t dr7[] = { 0, 1, 0xd0001, 0xf0001, 0x10001, 0x5, 0x400001, 0x80000001 };
	struct task *t = pick_task(ok_stopped);
	struct task *tr;
	struct batch *b;
	struct dt_image *im;
	uint64_t addr, ctl;
	unsigned int o, w;

	(void)f;
	if (!t)
		return false;
	tr = tracer_of(t);
	im = image_of(t);
	b = batch_begin(tr);
	w = task_abi32(tr) ? 4 : 8;
	o = off[task_abi32(tr)].dreg;
	ctl = pick(dr7);
	addr = (ctl >> 16) & 3 ? im->scratch : im->play;
	if (pct(6))
		addr = KERNEL_ADDR;
	add_ptrace(b, POKEUSR, t, o, addr, D_RET, str("dr0, %#llx", (ull)addr));
	add_ptrace(b, POKEUSR, t, o + 7 * w, ctl, D_RET, str("dr7, %#llx", (ull)ctl));
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + 7 * w, batch_bufaddr(b), D_WORD, "dr7");
	batch_buf(b);
	add_ptrace(b, PEEKUSR, t, o + 6 * w, batch_bufaddr(b), D_WORD, "dr6");
	return step(b);
}
