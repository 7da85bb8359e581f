// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the interpreter that every task of a seed runs.
 *
 * It is freestanding: no libc, no hidden system calls, all addresses fixed, so
 * that a tracer sees the same stops and the same registers in every run.  A
 * task sleeps in futex() until the controller posts a batch of operations to
 * its slot, executes them in order and goes back to sleep.
 */
#include "interp.h"

char stacks[DT_NSLOTS][DT_STACKSZ] __attribute__((aligned(4096)));
static uint32_t scratch[1024] __attribute__((aligned(4096)));

/* Behind everything, also behind the data: what ld puts last. */
extern const char _end[], __executable_start[];

#define FUTEX_WAIT		0
#define SA_RESTORER		0x04000000
#define CLONE_PARENT_SETTID	0x00100000
#define CLONE_VM		0x00000100
#define SIGILL	4
#define SIGTRAP	5
#define SIGBUS	7
#define SIGFPE	8
#define SIGSEGV	11
#define SIGCHLD	17

struct clone_args {
	uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
	uint64_t stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

static long own(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	uint64_t args[6] = { a, b, c, d, 0, 0 };

	return own_syscall(nr, args);
}

static void die(int code)
{
	for (;;)
		own(NR_exit_group, code, 0, 0, 0);
}

static long do_spawn(struct dt_op *op)
{
	uint64_t slot = op->arg[0];
	int32_t tid = DT_PID_BASE + 1 + (int32_t)slot;
	struct clone_args ca = {
		.flags = op->arg[1] | CLONE_PARENT_SETTID,
		.parent_tid = (uintptr_t)&DT_SHM->slot[slot].pid,
		.exit_signal = op->arg[2],
		.stack = (uintptr_t)stacks[slot],
		.stack_size = DT_STACKSZ - 256,
		.set_tid = (uintptr_t)&tid,
		.set_tid_size = 1,
	};

	/*
	 * Else the new task faults there, and in any order with others that
	 * begin in the same memory: on User Mode Linux the siginfo of a
	 * general protection fault has the address of the last page fault.
	 */
	*(volatile char *)(stacks[slot] + DT_STACKSZ - 256) = 0;
	DT_SHM->slot[slot].abi32 = sizeof(long) == 4;
	return spawn_clone3(&ca, sizeof(ca), slot);
}

/* As strace does: pass on the signal that the wait before has reported. */
static long do_resume(struct dt_op *op, uint32_t slot)
{
	struct dt_slot *s = &DT_SHM->slot[slot];
	uint32_t status = *(uint32_t *)s->buf[op->arg[2]];
	uint32_t sig = (status >> 8) & 0xff;

	if (s->op[op->arg[2]].ret <= 0 || (status & 0xff) != 0x7f || status >> 16 ||
	    (sig & 0x7f) == SIGTRAP)
		sig = 0;
	op->regs[0] = sig;
	return own(NR_ptrace, op->arg[0], op->arg[1], 0, sig);
}

static char *number(char *end, unsigned int n)
{
	*--end = 0;
	do {
		*--end = '0' + n % 10;
		n /= 10;
	} while (n);
	return end;
}

static long do_exec(struct dt_op *op, uint32_t slot)
{
	static const char dirs[2][16] = { "/proc/self/fd/", DT_SUID_DIR };
	char path[40], buf[2][12];
	char *argv[3] = { path, number(buf[0] + 12, slot), 0 };
	char *envp[1] = { 0 };
	const char *q = dirs[op->arg[0] >= DT_SUID64_FD];
	char *p = path;

	while ((*p = *q++))
		p++;
	q = number(buf[1] + 12, op->arg[0]);
	while ((*p++ = *q++))
		;
	return own(NR_execve, (uintptr_t)path, (uintptr_t)argv, (uintptr_t)envp, 0);
}

static long do_sigaction(struct dt_op *op)
{
	struct {
		unsigned long handler, flags, restorer;
		uint64_t mask;
	} sa = {
		.handler = op->arg[1] == 2 ? (uintptr_t)handle_signal : op->arg[1],
		.flags = op->arg[2] | SA_RESTORER | 4 /* SA_SIGINFO */,
		.restorer = (uintptr_t)restorer,
	};

	return own(NR_rt_sigaction, op->arg[0], (uintptr_t)&sa, 0, 8);
}

static long do_seccomp(struct dt_op *op)
{
	struct {
		unsigned short len;
		void *filter;
	} prog = { op->arg[1], (void *)(uintptr_t)op->arg[0] };

	return own(NR_seccomp, 1 /* SET_MODE_FILTER */, op->arg[2], (uintptr_t)&prog, 0);
}

static long execute(struct dt_op *op, uint32_t slot)
{
	switch (op->kind) {
	case DT_OP_SYSCALL:
		return raw_syscall(op->nr, op->arg, op->regs);
	case DT_OP_RESUME:
		return do_resume(op, slot);
	case DT_OP_SPAWN:
		return do_spawn(op);
	case DT_OP_EXEC:
		return do_exec(op, slot);
	case DT_OP_SIGACTION:
		return do_sigaction(op);
	case DT_OP_SECCOMP:
		return do_seccomp(op);
	case DT_OP_FAULT:
		fault_op(op->arg[0]);
		return 0;
	case DT_OP_PLAY:
		playground(scratch, op->regs);
		return scratch[0];
	case DT_OP_CALLFN:
		return patch_me();
	case DT_OP_INT80:
		return (int32_t)raw_int80(op->nr, op->arg);
	}
	return -1000;
}

static void __attribute__((noreturn)) loop(uint32_t idx)
{
	struct dt_slot *s = &DT_SHM->slot[idx];
	uint32_t seq, i;

	for (;;) {
		while ((seq = __atomic_load_n(&s->seq, __ATOMIC_ACQUIRE)) == s->done)
			own(NR_futex, (uintptr_t)&s->seq, FUTEX_WAIT, seq, 0);
		for (i = 0; i < s->nops; i++) {
			s->op[i].ret = execute(&s->op[i], idx);
			s->cur = i + 1;
		}
		__atomic_store_n(&s->done, seq, __ATOMIC_RELEASE);
	}
}

void interp_child(unsigned long slot)
{
	loop(slot);
}

/* The slot of the running task: each task stays on the stack of its slot. */
static struct dt_slot *my_slot(void)
{
	uintptr_t sp = (uintptr_t)__builtin_frame_address(0);

	return &DT_SHM->slot[(sp - (uintptr_t)stacks) / DT_STACKSZ];
}

void handle_signal(int sig, void *info, void *uc)
{
	unsigned long *ip = (void *)((char *)uc + UC_IP);
	int32_t *si = info;
	struct dt_slot *s = my_slot();
	uint32_t n = s->nhandled;
	const int32_t *u = si + (sizeof(long) == 8 ? 4 : 3);
	struct dt_handled *h;

	h = &s->handled[n % DT_NHANDLED];
	h->sig = sig;
	h->code = si[2];
	h->pid = u[0];
	h->status = u[1];
	h->value = *(unsigned long *)(u + 2);
	s->nhandled = n + 1;

	if (*ip >= (uintptr_t)fault_start && *ip < (uintptr_t)fault_end) {
		*ip = (uintptr_t)fault_end;
#ifdef UC_FLAGS
		*(unsigned long *)((char *)uc + UC_FLAGS) &= ~0x100UL;
#endif
	} else if (si[2] > 0 && (sig == SIGSEGV || sig == SIGILL ||
				 sig == SIGFPE || sig == SIGBUS)) {
		die(77);	/* it would fault again for ever */
	}
}

void interp_start(unsigned long *sp)
{
	const char *arg = (const char *)sp[2];
	uint64_t map[6] = { DT_SHM_BASE, sizeof(struct dt_shm), 3, 0x11, DT_SHM_FD, 0 };
#ifdef __s390x__
	uint64_t args[6] = { (uintptr_t)map };
#else
	uint64_t *args = map;
#endif
	uint64_t chld = 1UL << (SIGCHLD - 1);
	struct dt_image *im;
	struct dt_slot *s;
	uint32_t idx = 0;

	while (*arg)
		idx = idx * 10 + *arg++ - '0';
	if (idx >= DT_NSLOTS || own_syscall(NR_mmap, args) != (long)DT_SHM_BASE)
		die(78);
	own(NR_rt_sigprocmask, 0 /* SIG_BLOCK */, (uintptr_t)&chld, 0, 8);

	im = &DT_SHM->image[sizeof(long) == 4];
	im->scratch = (uintptr_t)scratch;
	im->callfn = (uintptr_t)patch_me;
	im->play = (uintptr_t)play_mid;
	im->text = (uintptr_t)__executable_start;
	im->insn = (uintptr_t)raw_syscall_text;
	im->end = (uintptr_t)_end;

	s = &DT_SHM->slot[idx];
	s->abi32 = sizeof(long) == 4;
	if (s->seq != s->done) {	/* the exec that brought us here */
		s->op[s->cur].ret = 0;
		s->cur++;
		s->done = s->seq;
	}
	/* The stack of the slot: the rest of this image runs on it. */
#ifdef __x86_64__
	asm volatile("mov %0, %%rsp\n\tmov %1, %%rdi\n\tcall interp_child\n\thlt"
		     : : "r"(stacks[idx] + DT_STACKSZ - 256), "r"((unsigned long)idx) : "memory");
#elif defined(__s390x__)
	asm volatile("lgr %%r15, %0\n\tlgr %%r2, %1\n\tbrasl %%r14, interp_child\n\t.short 0"
		     : : "a"(stacks[idx] + DT_STACKSZ - 256), "d"((unsigned long)idx) : "memory");
#else
	asm volatile("mov %0, %%esp\n\tpush %1\n\tcall interp_child\n\thlt"
		     : : "r"(stacks[idx] + DT_STACKSZ - 256), "r"((unsigned long)idx) : "memory");
#endif
	__builtin_unreachable();
}
