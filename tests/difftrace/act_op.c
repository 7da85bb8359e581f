// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: what tracees are asked to do.
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "difftrace.h"

#define CLONE_VM_	0x00000100
#define CLONE_PTRACE_	0x00002000
#define CLONE_VFORK_	0x00004000
#define CLONE_PARENT_	0x00008000
#define CLONE_UNTRACED_	0x00800000
#define THREAD_FLAGS	0x00050f00	/* VM FS FILES SIGHAND THREAD SYSVSEM */

static bool ok_worker(const struct task *t)
{
	return t->role == 'C' && task_free(t);
}

static bool ok_idle_worker(const struct task *t)
{
	return t->role == 'C' && task_idle(t);
}

void add_spawn(struct batch *b, struct task *child, uint64_t flags, int exit_signal,
	       const char *kind)
{
	struct dt_op *op;

	op = batch_add(b, DT_OP_SPAWN, D_SPAWN, "%s %s flags %#llx sig %d", kind, child->name,
		       (unsigned long long)flags, exit_signal);
	op->arg[0] = child->slot;
	op->arg[1] = flags;
	op->arg[2] = exit_signal;
	child->image_fd = b->task->leader->image_fd;
	b->interact = true;
}

static void add_calls(struct batch *b)
{
	unsigned int n;
	struct dt_op *op;

	for (n = 1 + rnd(3); n; n--) {
		static const enum sc caught[] = { SC_getuid, SC_geteuid, SC_getppid };
		enum sc sc = rnd(SC_restart_syscall + 1);

		if (b->task->snap.seccomp == 2 && pct(70))
			sc = pick(caught);

		op = batch_sys(b, sc, D_REGSOUT, "%s()", sc_name(sc_nr(sc, false), false));
		if (pct(15)) {
			op->nr = pct(50) ? 999 : -1U;
			snprintf(b->op[b->n - 1].text, sizeof(b->op[0].text), "nr %d()",
				 (int)op->nr);
		}
		op->arg[0] = 0x11;
		op->arg[1] = 0x22;
		op->arg[2] = 0x33;
		op->arg[3] = 0x44;
		op->arg[4] = 0x55;
		op->arg[5] = 0x66;
	}
}

/* System calls that only a signal ends. */
static void add_block(struct batch *b)
{
	uint8_t *buf = batch_buf(b);
	uint64_t addr = batch_bufaddr(b);
	bool abi32 = task_abi32(b->task);
	struct dt_op *op;

	switch (rnd(7)) {
	case 0:
		batch_sys(b, SC_pause, D_RET, "pause()");
		break;
	case 1:
		op = batch_sys(b, SC_poll, D_RET, "poll(0, 0, -1)");
		op->arg[2] = abi32 ? 0xffffffff : -1ULL;
		break;
	case 2:
		op = batch_sys(b, SC_read, D_RET, "read(pipe)");
		op->arg[0] = DT_PIPE_FD;
		op->arg[1] = addr;
		op->arg[2] = 8;
		break;
	case 3:		/* hours: it never ends by itself */
		if (abi32)
			*(uint32_t *)buf = 36000;
		else
			*(uint64_t *)buf = 36000;
		op = batch_sys(b, SC_nanosleep, D_RET, "nanosleep()");
		op->arg[0] = addr;
		break;
	case 4:
		*(uint64_t *)buf = SIGBIT(SIGCHLD);
		op = batch_sys(b, SC_rt_sigsuspend, D_RET, "sigsuspend(CHLD)");
		op->arg[0] = addr;
		op->arg[1] = 8;
		break;
	case 5:
		*(uint64_t *)(buf + 128) = SIGBIT(35) | SIGBIT(SIGUSR2);
		op = batch_sys(b, SC_rt_sigtimedwait, D_SIGTIMED, "sigtimedwait(USR2+SIG35)");
		op->arg[0] = addr + 128;
		op->arg[1] = addr;
		op->arg[3] = 8;
		break;
	case 6:
		op = batch_sys(b, SC_futex, D_RET, "futex(WAIT)");
		op->arg[0] = addr;
		break;
	}
}

static void add_selfsig(struct batch *b)
{
	struct task *t = b->task, *l = t->leader;
	int sig = random_signal(), how = rnd(4);
	uint8_t *buf = batch_buf(b);
	uint64_t addr = batch_bufaddr(b);
	bool abi32 = task_abi32(t);
	struct dt_op *op;

	/* To the group, another thread could be chosen while this one runs on. */
	if (group_size(t) > 1)
		how |= 1;
	memcpy(buf, &sig, 4);
	*(int *)(buf + 8) = -1;
	*(int *)(buf + (abi32 ? 12 : 16)) = l->pid;
	*(int *)(buf + (abi32 ? 20 : 24)) = 0x77 + sig;
	switch (how) {
	case 0:
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
	case 2:
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

static void add_mask(struct batch *b)
{
	static const int sigs[] = { 10, 12, 2, 15, 20, 34, 35, 11, 5, 28, 18 };
	static const char * const hows[] = { "BLOCK", "UNBLOCK", "SETMASK" };
	uint64_t addr = batch_bufaddr(b), *mask = batch_buf(b), m = 0;
	unsigned int how = rnd(3), n;
	struct dt_op *op;

	for (n = 1 + rnd(3); n; n--)
		m |= SIGBIT(pick(sigs));
	if (how == 2)
		m |= SIGBIT(SIGCHLD);
	*mask = m;
	op = batch_sys(b, SC_rt_sigprocmask, D_RET, "sigprocmask(%s, %s)", hows[how], mask_name(m));
	op->arg[0] = how;
	op->arg[1] = addr;
	op->arg[3] = 8;
}

static void add_sigact(struct batch *b)
{
	static const int sigs[] = { 10, 12, 2, 15, 28, 18, 20, 21, 11, 8, 5, 4, 31, 34, 35, 17 };
	static const uint32_t flags[] = { 0, 0, 0x10000000, 0x40000000, 0x80000000, 2, 1 };
	static const char * const what[] = { "DFL", "IGN", "handler" };
	static const unsigned char w[] = { 1, 2, 5 };
	unsigned int how = rnd_weighted(w, 3);
	int sig = pick(sigs);
	uint32_t fl = pick(flags);
	struct dt_op *op;

	op = batch_add(b, DT_OP_SIGACTION, D_RET, "sigaction(%s, %s, %#x)", sig_name(sig),
		       what[how], fl);
	op->arg[0] = sig;
	op->arg[1] = how;
	op->arg[2] = fl;
}

static void block_sigchld(struct batch *b)
{
	uint64_t addr = batch_bufaddr(b), *mask = batch_buf(b);
	struct dt_op *op;

	*mask = SIGBIT(SIGCHLD);
	op = batch_sys(b, SC_rt_sigprocmask, D_RET, "sigprocmask(BLOCK, CHLD)");
	op->arg[1] = addr;
	op->arg[3] = 8;
}

static bool add_birth(struct batch *b, enum top kind)
{
	static const uint64_t cflags[] = {
		0, CLONE_PARENT_, CLONE_PTRACE_, CLONE_UNTRACED_, CLONE_VM_, CLONE_PTRACE_,
	};
	static const int exit_signals[] = { 0, 0, 17, 28, 10 };
	struct task *t = b->task, *child;
	uint64_t fl;
	int sig;

	if (ntasks >= MAXTASKS - 2)
		return false;
	child = task_new('C', kind == O_THREAD ? t->leader : NULL);
	switch (kind) {
	case O_FORK:
		add_spawn(b, child, pct(90) ? 0 : CLONE_PTRACE_, 17, "fork");
		break;
	case O_VFORK:	/* its end must not signal a parent that runs again */
		add_spawn(b, child, CLONE_VFORK_ | (pct(80) ? CLONE_VM_ : 0), 0, "vfork");
		break;
	case O_CLONE:
		fl = pick(cflags);
		sig = fl & CLONE_PARENT_ ? 0 : pick(exit_signals);
		add_spawn(b, child, fl, sig, "clone");
		break;
	default:
		add_spawn(b, child, THREAD_FLAGS | (pct(10) ? CLONE_PTRACE_ : 0) |
			  (pct(6) ? CLONE_UNTRACED_ : 0), 0, "thread");
		break;
	}
	return true;
}

static bool add_exec(struct batch *b, const struct family *f)
{
	struct task *l = b->task->leader;
	struct dt_op *op;
	int fd;

	if (l->exec_by)
		return false;
	fd = pct(f->tracee32 ? 40 : 10) ? DT_INTERP32_FD : DT_INTERP64_FD;
	if (f->creds && pct(60))
		fd = DT_SUID64_FD;
	if (fd == l->image_fd)
		fd += 2;
	op = batch_add(b, DT_OP_EXEC, D_RET, "exec(%d)", fd);
	op->arg[0] = fd;
	l->exec_by = b->task;
	l->exec_fd = fd;
	b->interact = true;
	return true;
}

static void add_filter(struct batch *b)
{
	struct sock_filter *p = batch_buf(b);
	uint64_t addr = batch_bufaddr(b);
	bool abi32 = task_abi32(b->task);
	static const uint32_t acts[] = {
		SECCOMP_RET_TRACE | 0x51, SECCOMP_RET_TRACE | 0x52, SECCOMP_RET_TRAP | 7,
		SECCOMP_RET_ERRNO | 13, SECCOMP_RET_ERRNO, SECCOMP_RET_LOG,
		SECCOMP_RET_KILL_THREAD, SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_TRACE,
		SECCOMP_RET_TRACE | 0xffff, SECCOMP_RET_TRAP, SECCOMP_RET_ALLOW,
	};
	uint32_t a1 = pick(acts), a2 = pick(acts), a3 = SECCOMP_RET_TRACE | 0x99;
	uint32_t fl = pct(80) ? 0 : pct(50) ? SECCOMP_FILTER_FLAG_TSYNC : SECCOMP_FILTER_FLAG_LOG;
	unsigned int n = 0;
	struct dt_op *op;

	/* Never the calls with which the task waits for orders. */
	p[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0);
	p[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, sc_nr(SC_getuid, abi32), 0, 1);
	p[n++] = (struct sock_filter)BPF_STMT(BPF_RET, a1);
	p[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, sc_nr(SC_geteuid, abi32), 0, 1);
	p[n++] = (struct sock_filter)BPF_STMT(BPF_RET, a2);
	p[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, sc_nr(SC_getppid, abi32), 0, 1);
	p[n++] = (struct sock_filter)BPF_STMT(BPF_RET, a3);
	p[n++] = (struct sock_filter)BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
	op = batch_add(b, DT_OP_SECCOMP, D_RET, "seccomp(%#x, %#x, flags %#x)", a1, a2, fl);
	op->arg[0] = addr;
	op->arg[1] = n;
	op->arg[2] = fl;
}

static void add_dispatch_op(struct batch *b)
{
	struct dt_image *im = image_of(b->task);
	struct dt_op *op;
	bool on = pct(75);
	uint64_t sel = pct(50) ? im->scratch + 128 : 0;

	op = batch_sys(b, SC_prctl, D_RET, "prctl(USER_DISPATCH, %d, sel %#llx)", on,
		       (unsigned long long)sel);
	op->arg[0] = 59;
	op->arg[1] = on;
	op->arg[2] = on ? im->text : 0;
	op->arg[3] = on ? im->insn - im->text : 0;
	op->arg[4] = on ? sel : 0;
}

static void add_pgrp(struct batch *b)
{
	if (pct(80))
		batch_sys(b, SC_setpgid, D_RET, "setpgid(0, 0)");
	else
		batch_sys(b, SC_setsid, D_PID, "setsid()");
}

static bool ok_other_target(const struct task *t)
{
	return t->alive && !t->gone && t->role == 'C';
}

static bool add_sigother(struct batch *b)
{
	struct task *t = pick_task(ok_other_target);
	int sig = random_signal();
	struct dt_op *op;

	/* Nor may the target's answer (SIGCHLD) hit the sender on its way. */
	if (!t || t->leader == b->task->leader || !(b->task->snap.blk & SIGBIT(SIGCHLD)))
		return false;
	op = batch_sys(b, SC_tgkill, D_RET, "tgkill(%s, %s, %s)", t->leader->name, t->name,
		       sig_name(sig));
	op->arg[0] = t->leader->pid;
	op->arg[1] = t->pid;
	op->arg[2] = sig;
	b->interact = true;
	return true;
}

static void add_cred(struct batch *b)
{
	if (pct(50))
		add_setresuid(b, pct(50) ? 1000 : 1001);
	else
		add_dumpable(b, pct(50));
}

static void add_exit(struct batch *b, enum sc sc)
{
	struct dt_op *op = batch_sys(b, sc, D_RET, "%s(%d)", sc == SC_exit ? "exit" : "exit_group",
				     7 + b->task->slot);

	op->arg[0] = 7 + b->task->slot;
	b->interact = true;
}

static bool interacts(enum top op)
{
	return op >= O_FORK && op <= O_EXITGROUP;
}

static bool traceme_ok(const struct task *t)
{
	struct task *parent = task_by_pid(t->snap.ppid);

	return parent && !trace_cycle(parent, t);
}

/* The parent sleeps until this one exits or executes something else. */
static bool is_vfork_child(const struct task *t)
{
	struct task *parent = task_by_pid(t->snap.ppid);

	return parent && parent->alive && parent->snap.state == 'D' && !in_exec(parent);
}

bool act_op(const struct family *f)
{
	struct task *t = pick_task(pct(80) ? ok_idle_worker : ok_worker);
	enum top kind = rnd_weighted(f->op, NTOP);
	struct batch *b;
	struct dt_op *op;

	if (!t)
		return false;
	if (is_vfork_child(t) && pct(50))
		kind = pct(60) ? O_EXIT : O_EXEC;
	if ((interacts(kind) || kind == O_SELFSIG || kind == O_SIGOTHER || kind == O_TRACEME) &&
	    interact_busy())
		kind = O_CALLS;
	if (kind == O_TRACEME && !traceme_ok(t))
		kind = O_CALLS;
	b = batch_begin(t);
	switch (kind) {
	case O_CALLS:
		add_calls(b);
		break;
	case O_BLOCK:
		add_block(b);
		break;
	case O_SELFSIG:
		add_selfsig(b);
		break;
	case O_MASK:
		add_mask(b);
		break;
	case O_SIGACT:
		add_sigact(b);
		break;
	case O_VFORK:
		block_sigchld(b);
		__attribute__((fallthrough));
	case O_FORK:
	case O_CLONE:
	case O_THREAD:
		if (!add_birth(b, kind))
			add_calls(b);
		break;
	case O_EXEC:
		if (!add_exec(b, f))
			add_calls(b);
		break;
	case O_EXIT:
		add_exit(b, SC_exit);
		break;
	case O_EXITGROUP:
		add_exit(b, SC_exit_group);
		break;
	case O_FAULT:
		op = batch_add(b, DT_OP_FAULT, D_RET, "fault");
		op->arg[0] = rnd(DT_NFAULTS);
		snprintf(b->op[b->n - 1].text, sizeof(b->op[0].text), "fault %d", (int)op->arg[0]);
		break;
	case O_PLAY:
		batch_add(b, DT_OP_PLAY, D_REGSOUT, "play");
		break;
	case O_CALLFN:
		batch_add(b, DT_OP_CALLFN, D_RET, "callfn");
		break;
	case O_SECCOMP:
		add_filter(b);
		break;
	case O_INT80:
		op = batch_add(b, DT_OP_INT80, D_RET, "int80 getppid");
		op->nr = 64;
		break;
	case O_RSEQ:
		op = batch_sys(b, SC_rseq, D_RET, "rseq()");
		op->arg[0] = image_of(t)->scratch + 512;
		op->arg[1] = 32;
		op->arg[2] = pct(75) ? 0 : 1;
		op->arg[3] = 0x53053053;
		break;
	case O_DISPATCH:
		add_dispatch_op(b);
		break;
	case O_PGRP:
		add_pgrp(b);
		break;
	case O_TRACEME:
		batch_sys(b, SC_ptrace, D_RET, "ptrace(TRACEME)");
		b->interact = true;
		break;
	case O_SIGOTHER:
		if (!add_sigother(b))
			add_calls(b);
		break;
	case O_WAITCHILD:
		add_wait4(b, -1, 1 | 2 | 8 | 0x40000000);
		break;
	case O_CRED:
		add_cred(b);
		break;
	default:
		add_calls(b);
		break;
	}
	return step(b);
}
