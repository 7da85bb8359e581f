// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: batches of operations, from the controller to a task and back.
 */
#include <linux/futex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "request.h"

static struct batch batches[DT_NSLOTS];
static uint32_t handled_seen[DT_NSLOTS];
static bool exitkill;

void batch_reset(void)
{
	memset(batches, 0, sizeof(batches));
	memset(handled_seen, 0, sizeof(handled_seen));
	exitkill = false;
}

struct batch *batch_of(const struct task *t)
{
	return &batches[t->slot];
}

struct batch *batch_begin(struct task *t)
{
	struct batch *b = batch_of(t);

	if (b->busy)
		abort();
	memset(b, 0, sizeof(*b));
	b->task = t;
	return b;
}

bool batch_full(const struct batch *b)
{
	return b->n >= DT_NOPS;
}

struct dt_op *batch_add(struct batch *b, enum dt_op_kind kind, enum decode dec,
			const char *fmt, ...)
{
	struct opinfo *oi = &b->op[b->n];
	struct dt_op *op = &slot_of(b->task)->op[b->n];
	va_list ap;

	if (batch_full(b))
		abort();
	memset(op, 0, sizeof(*op));
	memset(oi, 0, sizeof(*oi));
	op->kind = kind;
	oi->dec = dec;
	va_start(ap, fmt);
	vsnprintf(oi->text, sizeof(oi->text), fmt, ap);
	va_end(ap);
	b->n++;
	return op;
}

struct dt_op *batch_sys(struct batch *b, enum sc sc, enum decode dec,
			const char *fmt, ...)
{
	struct dt_op *op;
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	op = batch_add(b, DT_OP_SYSCALL, dec, "%s", text);
	op->nr = sc_nr(sc, task_abi32(b->task));
	b->op[b->n - 1].nr = op->nr;
	return op;
}

void *batch_buf(struct batch *b)
{
	void *buf = slot_of(b->task)->buf[b->n];

	memset(buf, 0, 1024);
	return buf;
}

uint64_t batch_bufaddr(struct batch *b)
{
	return (uintptr_t)slot_of(b->task)->buf[b->n];
}

void batch_post(struct batch *b)
{
	struct dt_slot *s = slot_of(b->task);

	b->busy = true;
	s->nops = b->n;
	s->cur = 0;
	__atomic_store_n(&s->seq, s->seq + 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &s->seq, FUTEX_WAKE, 1, NULL, NULL, 0);
}

bool interact_busy(void)
{
	unsigned int i;

	for (i = 0; i < DT_NSLOTS; i++)
		if (batches[i].busy && batches[i].interact)
			return true;
	return false;
}

bool exitkill_used(void)
{
	return exitkill;
}

static bool stops(uint64_t sig)
{
	return sig >= SIGSTOP && sig <= SIGTTOU;
}

/* The request let @t run. */
static void remember_resume(struct task *t, long req)
{
	switch (req) {
	case SINGLESTEP:
	case SINGLEBLOCK:
	case SYSEMU_SINGLESTEP:
		t->stepped = true;
		break;
	case CONT:
	case SYSCALL:
	case SYSEMU:
	case DETACH:
		t->stepped = false;
		break;
	}
}

/* What a result tells about the target, for the choice of the next request. */
static void remember(const struct opinfo *oi, const struct dt_op *op, const void *buf)
{
	const int32_t *si = buf;
	struct task *t = oi->target;
	uint32_t st;

	switch (oi->dec) {
	case D_WAIT4:
		t = op->ret > 0 ? task_by_pid(op->ret) : NULL;
		st = *(const uint32_t *)buf;
		if (t && (st & 0xff) == 0x7f) {
			t->last_sig = (st >> 8) & 0x7f;
			t->last_event = st >> 16;
			t->waited = !t->moved;
		}
		break;
	case D_SIGINFO:
		if (t && op->ret == 0)
			t->last_sig = si[0];
		break;
	default:
		if (oi->dec == D_RESUME && t && stops(op->regs[0]))
			t->leader->group_stopped = true;
		if (oi->req && t && stops(op->arg[3]))
			t->leader->group_stopped = true;
		if ((oi->req == SETOPTIONS || oi->req == SEIZE) && (op->arg[3] & PTRACE_O_EXITKILL))
			exitkill = true;
		if (t && op->ret == 0 && oi->dec == D_RESUME)
			remember_resume(t, op->arg[0]);
		if (t && op->ret == 0 && oi->req)
			remember_resume(t, oi->req);
		if (t && oi->req == SEIZE && op->ret == 0)
			t->seized = true;
		if (t && oi->req == ATTACH && op->ret == 0)
			t->seized = false;
		break;
	}
}

static void collect_slot(struct batch *b, unsigned int idx)
{
	struct dt_slot *s = &DT_SHM->slot[idx];
	bool done = s->done == s->seq;
	int cur = s->cur;

	for (; b->printed < cur && b->printed < b->n; b->printed++) {
		const struct opinfo *oi = &b->op[b->printed];
		const struct dt_op *op = &s->op[b->printed];
		const void *buf = s->buf[b->printed];

		lg("  %s %s%s\n", b->task->name, oi->text,
		   decode_op(oi, op, buf, s->abi32));
		remember(oi, op, buf);
	}
	if (done) {
		b->busy = false;
	} else if (b->task->gone && b->task->slot == (int)idx) {
		lg("  %s %s: gone\n", b->task->name, b->op[b->printed].text);
		b->busy = false;
	} else if (!b->told) {
		b->told = true;
		lg("  %s %s: not finished\n", b->task->name, b->op[b->printed].text);
	}
}

static void collect_handled(unsigned int idx)
{
	struct dt_slot *s = &DT_SHM->slot[idx];
	struct task *t = NULL;
	int i;

	if (handled_seen[idx] == s->nhandled)
		return;
	for (i = 0; i < ntasks && !t; i++)
		if (tasks[i].slot == (int)idx)
			t = &tasks[i];
	for (; handled_seen[idx] != s->nhandled; handled_seen[idx]++) {
		const struct dt_handled *h = &s->handled[handled_seen[idx] % DT_NHANDLED];

		if (h->sig == SIGCHLD && h->code > 0 && t && t->sigchld_tainted)
			lg("  %s handled SIGCHLD (several)\n", t->name);
		else if (h->code <= 0)
			lg("  %s handled %s code %d pid %s uid %d value %#llx\n",
			   t ? t->name : "?", sig_name(h->sig), h->code,
			   pid_name(h->pid), h->status, (unsigned long long)h->value);
		else if (h->sig == SIGCHLD)
			lg("  %s handled SIGCHLD code %d pid %s\n", t ? t->name : "?",
			   h->code, pid_name(h->pid));
		else
			lg("  %s handled %s code %#x addr %#x:%#x\n", t ? t->name : "?",
			   sig_name(h->sig), h->code, h->status,
			   (unsigned int)(h->sig == SIGSYS ? user_addr(h->pid) : (unsigned int)h->pid));
	}
}

void batch_collect(void)
{
	unsigned int i;

	for (i = 0; i < DT_NSLOTS; i++) {
		collect_handled(i);
		if (batches[i].busy)
			collect_slot(&batches[i], i);
	}
}
