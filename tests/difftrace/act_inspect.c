// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: requests that only look at the tracee.
 */
#include <stdio.h>
#include <string.h>

#include "request.h"

unsigned int user_offset(const struct task *tr, bool valid)
{
	bool abi32 = task_abi32(tr);
	static const int bad[] = { 1, 3, 217, 300, 847, 911, 912, 1024, 4096, -8, -1 };
	static const unsigned int good64[] = { 80, 120, 128, 136, 144, 152, 160, 208 };
	static const unsigned int good32[] = { 24, 44, 48, 52, 56, 60, 64, 0 };

	if (!valid)
		return pick(bad);
	if (pct(20))
		return user_off[abi32].dreg + rnd(8) * (abi32 ? 4 : 8);
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

void add_regset(struct batch *b, struct task *t, long req, unsigned int type,
		const void *data, unsigned int len)
{
	static const struct {
		unsigned int type;
		const char *name;
	} names[] = {
		{ 1, "PRSTATUS" }, { 2, "FPREGSET" }, { 0x202, "XSTATE" },
		{ 0x200, "386_TLS" }, { 0x201, "386_IOPERM" }, { 0x204, "SHSTK" },
		{ 0x306, "S390_LAST_BREAK" }, { 0x307, "S390_SYSTEM_CALL" },
		{ 0x308, "S390_TDB" }, { 0x309, "S390_VXRS_LOW" },
		{ 0x30a, "S390_VXRS_HIGH" },
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
		   str("off %llu flags %u nr %d", (unsigned long long)o, flags, nr));
}

/* One request that only looks. */
void add_inspect(struct batch *b, struct task *t, unsigned int what)
{
	uint64_t addr = batch_bufaddr(b);
	uint64_t *buf = batch_buf(b);
	const char *name;
	unsigned int n;

	switch (what) {
	case LOOK_SIGINFO:
		add_ptrace(b, GETSIGINFO, t, 0, addr, D_SIGINFO, "");
		break;
	case LOOK_EVENTMSG:
		add_ptrace(b, GETEVENTMSG, t, 0, addr, D_EVENTMSG, "");
		break;
	case LOOK_SYSCALL:
		n = pct(85) ? 88 : rnd(90);
		if (n < 24) {
			add_ptrace(b, GET_SYSCALL_INFO, t, n, addr, D_HASH, str("size %u", n));
			b->op[b->n - 1].len = n & ~7;
		} else {
			add_ptrace(b, GET_SYSCALL_INFO, t, n, addr, D_SCINFO, str("size %u", n));
		}
		break;
#ifdef __s390x__
	case LOOK_REGS:
		add_regset(b, t, GETREGSET, 1, NULL, 512);
		break;
	case LOOK_FPREGS:
		add_regset(b, t, GETREGSET, 2, NULL, 512);
		break;
#else
	case LOOK_REGS:
		add_ptrace(b, GETREGS, t, 0, addr, D_REGS, "");
		break;
	case LOOK_FPREGS:
		add_ptrace(b, GETFPREGS, t, 0, addr, D_FPREGS, "");
		break;
#endif
	case LOOK_PRSTATUS:
		add_regset(b, t, GETREGSET, 1, NULL, pct(80) ? 512 : 8 * rnd(28));
		break;
	case LOOK_FPSET:
		add_regset(b, t, GETREGSET, pct(50) ? 2 : 0x202, NULL, 3968);
		break;
	case LOOK_USER:
		n = user_offset(b->task, true);
		add_ptrace(b, PEEKUSR, t, n, addr, D_WORD, str("%u", n));
		break;
	case LOOK_USER_BAD:
		n = user_offset(b->task, false);
		add_ptrace(b, PEEKUSR, t, (int)n, addr, D_WORD, str("%d", (int)n));
		break;
	case LOOK_MEMORY:
		buf[0] = memory(t, &name);
		add_ptrace(b, pct(50) ? PEEKDATA : PEEKTEXT, t, buf[0], addr, D_WORD, name);
		buf[0] = 0;
		break;
	case LOOK_SIGQUEUE:
		add_peeksiginfo(b, t);
		break;
	case LOOK_SIGMASK:
		n = pct(80) ? 8 : pct(50) ? 4 : 16;
		add_ptrace(b, GETSIGMASK, t, n, addr, D_MASK, str("size %u", n));
		break;
	case LOOK_FILTER:
		n = pct(70) ? 0 : rnd(3);
		add_ptrace(b, SECCOMP_GET_FILTER, t, n, addr, D_HASH, str("nr %u", n));
		b->op[b->n - 1].len = 256;
		break;
	case LOOK_METADATA:
		buf[0] = pct(70) ? 0 : rnd(3);
		n = pct(80) ? 16 : 8 * rnd(3);
		add_ptrace(b, SECCOMP_GET_METADATA, t, n, addr, D_BYTES,
			   str("size %u nr %u", n, (unsigned int)buf[0]));
		b->op[b->n - 1].len = 16;
		break;
	case LOOK_RSEQ:
		n = pct(70) ? 24 : 32;
		add_ptrace(b, GET_RSEQ, t, n, addr, D_BYTES, str("size %u", n));
		b->op[b->n - 1].len = 24;
		break;
	case LOOK_DISPATCH:
		n = pct(80) ? 32 : 8;
		add_ptrace(b, GET_DISPATCH, t, n, addr, D_BYTES, str("size %u", n));
		b->op[b->n - 1].len = 32;
		break;
	case LOOK_FPXREGS:
		add_ptrace(b, GETFPXREGS, t, 0, addr, D_HASH, "");
		b->op[b->n - 1].len = 512;
		break;
	case LOOK_TLS:
		n = 12 + rnd(4);
		add_ptrace(b, GET_THREAD_AREA, t, n, addr, D_HASH, str("%u", n));
		b->op[b->n - 1].len = 16;
		break;
	case LOOK_ARCH:
		n = pct(80) ? 0x1003 + rnd(2) : rnd(0x1010);
		add_ptrace(b, ARCH_PRCTL, t, addr, n, D_WORD, str("%#x", n));
		break;
	case LOOK_ANY_SET:
		n = pct(50) ? ARCH_SET + rnd(5) : rnd(0x300);
		add_regset(b, t, GETREGSET, n, NULL, 512);
		break;
	}
}

/* What a tracer looks at after a stop. */
unsigned int usual_inspect(const struct task *t)
{
	static const unsigned char w[N_INSPECT] = {
		30, 16, 22, 12, 4, 1, 2, 3, 1, 3, 5, 4, 1, 1, 1, 1, 1, 1, 1, 1,
	};

	if (t->snap.seccomp == 2 && pct(25))
		return pct(50) ? LOOK_FILTER : LOOK_METADATA;
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
