// SPDX-License-Identifier: GPL-2.0
/*
 * syscall-guard - let chosen system calls of a process tree fail
 *
 * What does a program do when fsync() fails, or every third openat()?
 *
 *	insmod syscall-guard.ko pid=1234 calls=74 errno=5
 *	insmod syscall-guard.ko pid=1234 calls=2,257 errno=24 every=3
 *	cat /sys/kernel/debug/utrace-syscall-guard/failed
 *	rmmod syscall-guard
 *
 * The calls are not run.  Numbers are those of 64 bit programs, or of 32 bit
 * programs with compat=1; the other kind of programs is left alone.
 */
#include <linux/bitmap.h>
#include <linux/compat.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <asm/syscall.h>

#include "follow.h"

#define MAX_CALLS	64
#define MAX_NR		1024

#ifdef IA32_NR_syscalls
#define NR_compat_syscalls	IA32_NR_syscalls
#else
#define NR_compat_syscalls	NR_syscalls
#endif

static int pid;
module_param(pid, int, 0444);
MODULE_PARM_DESC(pid, "process whose tree is guarded");

static int calls[MAX_CALLS];
static unsigned int n_calls;
module_param_array(calls, int, &n_calls, 0444);
MODULE_PARM_DESC(calls, "numbers of the system calls that fail");

static int error;
module_param_named(errno, error, int, 0444);
MODULE_PARM_DESC(errno, "what they fail with");

static int every = 1;
module_param(every, int, 0444);
MODULE_PARM_DESC(every, "only each so-manieth of these calls fails (1)");

static bool compat;
module_param(compat, bool, 0444);
MODULE_PARM_DESC(compat, "guard 32 bit programs on a 64 bit kernel (0)");

static DECLARE_BITMAP(guarded, MAX_NR);
static atomic_t seen = ATOMIC_INIT(0);
static atomic_t failed = ATOMIC_INIT(0);
static struct dentry *dir;

/**
 * struct guard_task - one guarded task
 * @t: the engine
 * @fail: what was decided about the system call that it is in
 * @decided: one more than the number of the call that @fail is about, or 0
 */
struct guard_task {
	struct follow_task t;
	bool fail;
	int decided;
};

static u32 guard_entry(u32 action, struct utrace_engine *engine,
		       struct pt_regs *regs)
{
	struct guard_task *g = engine->data;
	int nr = syscall_get_nr(current, regs);

	if (!(action & UTRACE_SYSCALL_RESUMED))
		g->decided = 0;
	if (in_compat_syscall() != compat || nr < 0 || nr >= MAX_NR ||
	    !test_bit(nr, guarded))
		return UTRACE_RESUME;
	/* it may be another one when it is reported again */
	if (g->decided != nr + 1) {
		g->decided = nr + 1;
		g->fail = (u32)atomic_inc_return(&seen) % every == 0;
		if (g->fail)
			atomic_inc(&failed);
	}
	if (!g->fail)
		return UTRACE_RESUME;
	syscall_set_return_value(current, regs, -error, 0);
	return UTRACE_SYSCALL_ABORT | UTRACE_RESUME;
}

static const struct utrace_engine_ops guard_ops = {
	.name			= "syscall-guard",
	.report_syscall_entry	= guard_entry,
	.report_clone		= follow_clone,
	.report_reap		= follow_reap,
};

static struct follow guard = {
	.ops	= &guard_ops,
	.events	= UTRACE_EVENT(SYSCALL_ENTRY),
	.size	= sizeof(struct guard_task),
};

static int __init guard_init(void)
{
	int ret, nr = compat ? NR_compat_syscalls : NR_syscalls;
	unsigned int i;

	/* from 512 on they are the kernel's own, such as ERESTARTSYS */
	if (pid <= 0 || !n_calls || error < 1 || error > 511 || every < 1)
		return -EINVAL;
	if (compat && !IS_ENABLED(CONFIG_COMPAT))
		return -EINVAL;
	for (i = 0; i < n_calls; i++) {
		if (calls[i] < 0 || calls[i] >= nr)
			return -EINVAL;
		__set_bit(calls[i], guarded);
	}
	ret = follow_start(&guard, pid);
	if (ret)
		return ret;
	dir = debugfs_create_dir("utrace-syscall-guard", NULL);
	debugfs_create_atomic_t("failed", 0444, dir, &failed);
	return 0;
}
module_init(guard_init);

static void __exit guard_exit(void)
{
	debugfs_remove(dir);
	follow_stop(&guard);
}
module_exit(guard_exit);

MODULE_DESCRIPTION("utrace sample: let system calls of a process tree fail");
MODULE_LICENSE("GPL");
