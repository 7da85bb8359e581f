// SPDX-License-Identifier: GPL-2.0
/*
 * systrace - trace the system calls of a process tree
 *
 *	insmod systrace.ko pid=1234
 *	cat /sys/kernel/debug/utrace-systrace/trace
 *	cat /sys/kernel/debug/utrace-systrace/summary
 *	rmmod systrace
 *
 * Reading "trace" takes what is in the buffer, and ends when it is empty.  When
 * the buffer is full the oldest records go, and the next line says how many.
 * "summary" has one line per system call and is never emptied.  mask=N says what
 * to record: 1 calls, 2 new tasks, 4 execve(), 8 signals, 16 exits (31, all).
 */
#include <linux/compat.h>
#include <linux/debugfs.h>
#include <linux/kfifo.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/syscall.h>

#include "follow.h"

#define MAX_NR	1024
#define LINE	256
enum { CALLS = 1, CLONES = 2, EXECS = 4, SIGNALS = 8, EXITS = 16, ALL = 31 };

static int pid;
module_param(pid, int, 0444);
MODULE_PARM_DESC(pid, "process whose tree is traced");

static uint mask = ALL;
module_param(mask, uint, 0444);
MODULE_PARM_DESC(mask, "sum of 1 calls, 2 clones, 4 execs, 8 signals, 16 exits (31)");

static uint records = 4096;
module_param(records, uint, 0444);
MODULE_PARM_DESC(records, "size of the buffer, a power of two (4096)");

struct record {
	u8 what;		/* one of the bits of the mask */
	bool compat, returned;	/* of a call: 32 bit; there is a result */
	pid_t pid;
	int nr;			/* system call, signal, pid of the new task */
	long result;		/* of the call; exit code */
	u64 ns;			/* from entry to exit */
	unsigned long args[6];
};

struct systrace_task {
	struct follow_task t;
	bool in_call;		/* @call is under way since @begin */
	u64 begin;
	struct record call;
};

static struct {
	u64 calls, errors, ns;
} (*sums)[MAX_NR];			/* native, compat */
static DECLARE_KFIFO_PTR(fifo, struct record);
static unsigned long lost;
static DEFINE_SPINLOCK(lock);		/* of these three */
static struct dentry *dir;

static void put_record(const struct record *r)
{
	spin_lock(&lock);
	if (kfifo_is_full(&fifo)) {
		kfifo_skip(&fifo);
		lost++;
	}
	kfifo_put(&fifo, *r);
	if (r->what == CALLS && r->nr >= 0 && r->nr < MAX_NR) {
		sums[r->compat][r->nr].calls++;
		sums[r->compat][r->nr].errors += IS_ERR_VALUE(r->result);
		sums[r->compat][r->nr].ns += r->ns;
	}
	spin_unlock(&lock);
}

static void put_event(u8 what, int nr, long result)
{
	struct record r = { what, .pid = task_pid_nr(current), .nr = nr,
			    .result = result };

	put_record(&r);
}

static u32 systrace_entry(u32 action, struct utrace_engine *engine,
			  struct pt_regs *regs)
{
	struct systrace_task *s = engine->data;

	s->call = (struct record) {
		CALLS, .pid = task_pid_nr(current),
		.nr = syscall_get_nr(current, regs), .compat = in_compat_syscall(),
	};
	syscall_get_arguments(current, regs, s->call.args);
	s->in_call = true;
	s->begin = ktime_get_ns();
	return UTRACE_RESUME;
}

static void call_ends(struct systrace_task *s)
{
	if (!s->in_call)	/* it had begun before this was attached */
		return;
	s->in_call = false;
	s->call.ns = ktime_get_ns() - s->begin;
	put_record(&s->call);
}

static u32 systrace_exit(u32 action, struct utrace_engine *engine,
			 struct pt_regs *regs)
{
	struct systrace_task *s = engine->data;

	s->call.returned = true;
	s->call.result = syscall_get_error(current, regs) ?:
			 syscall_get_return_value(current, regs);
	call_ends(s);
	return UTRACE_RESUME;
}

static u32 systrace_clone(u32 action, struct utrace_engine *engine,
			  unsigned long clone_flags, struct task_struct *child)
{
	if (mask & CLONES)
		put_event(CLONES, task_pid_nr(child), 0);
	return follow_clone(action, engine, clone_flags, child);
}

static u32 systrace_exec(u32 action, struct utrace_engine *engine,
			 const struct linux_binfmt *fmt,
			 const struct linux_binprm *bprm, struct pt_regs *regs)
{
	put_event(EXECS, 0, 0);
	return UTRACE_RESUME;
}

static u32 systrace_signal(u32 action, struct utrace_engine *engine,
			   struct pt_regs *regs, kernel_siginfo_t *info,
			   const struct k_sigaction *orig_ka,
			   struct k_sigaction *return_ka)
{
	if (orig_ka)
		put_event(SIGNALS, info->si_signo, 0);
	return (action & ~UTRACE_RESUME_MASK) | UTRACE_RESUME;
}

static u32 systrace_task_exit(u32 action, struct utrace_engine *engine,
			      long orig_code, long *code)
{
	call_ends(engine->data);	/* exit() does not return */
	if (mask & EXITS)
		put_event(EXITS, 0, *code);
	return UTRACE_RESUME;
}

static const struct utrace_engine_ops systrace_ops = {
	.name			= KBUILD_MODNAME,
	.report_syscall_entry	= systrace_entry,
	.report_syscall_exit	= systrace_exit,
	.report_clone		= systrace_clone,
	.report_exec		= systrace_exec,
	.report_signal		= systrace_signal,
	.report_exit		= systrace_task_exit,
	.report_reap		= follow_reap,
};

static struct follow systrace = {
	.ops	= &systrace_ops,
	.size	= sizeof(struct systrace_task),
};

static int format(char *s, const struct record *r)
{
	const unsigned long *a = r->args;
	int n = scnprintf(s, LINE, "%d ", r->pid);

	switch (r->what) {
	case CALLS:
		n += scnprintf(s + n, LINE - n, "%scall %d(%lx, %lx, %lx, %lx, %lx, %lx) = ",
			       r->compat ? "compat " : "", r->nr, a[0], a[1],
			       a[2], a[3], a[4], a[5]);
		if (!r->returned)
			return n + scnprintf(s + n, LINE - n, "?\n");
		return n + scnprintf(s + n, LINE - n, "%ld <%llu ns>\n",
				     r->result, r->ns);
	case CLONES:
		return n + scnprintf(s + n, LINE - n, "clone %d\n", r->nr);
	case EXECS:
		return n + scnprintf(s + n, LINE - n, "exec\n");
	case SIGNALS:
		return n + scnprintf(s + n, LINE - n, "signal %d\n", r->nr);
	default:
		return n + scnprintf(s + n, LINE - n, "exit %#lx\n", r->result);
	}
}

static ssize_t trace_read(struct file *file, char __user *to, size_t size,
			  loff_t *pos)
{
	char line[LINE];
	struct record r;
	unsigned long n;
	ssize_t done = 0;

	if (size < LINE)
		return -EINVAL;		/* it has to take a whole line */
	while (size - done >= LINE) {
		spin_lock(&lock);
		n = lost;
		lost = 0;
		if (!n && !kfifo_get(&fifo, &r)) {
			spin_unlock(&lock);
			break;
		}
		spin_unlock(&lock);
		n = n ? scnprintf(line, LINE, "lost %lu\n", n) : format(line, &r);
		if (copy_to_user(to + done, line, n))
			return done ?: -EFAULT;
		done += n;
	}
	return done;
}

static const struct file_operations trace_fops = {
	.owner	= THIS_MODULE,
	.read	= trace_read,
};

static int summary_show(struct seq_file *m, void *v)
{
	int i;

	seq_puts(m, "call calls errors ns\n");
	for (i = 0; i < 2 * MAX_NR; i++) {
		typeof(**sums) s;

		spin_lock(&lock);
		s = sums[i / MAX_NR][i % MAX_NR];
		spin_unlock(&lock);
		if (s.calls)
			seq_printf(m, "%s%d %llu %llu %llu\n", i < MAX_NR ? "" : "compat-",
				   i % MAX_NR, s.calls, s.errors, s.ns);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(summary);

static int __init systrace_init(void)
{
	int ret;

	if (pid <= 0 || !mask || mask & ~ALL || records < 2 ||
	    records > 16384 || !is_power_of_2(records))
		return -EINVAL;
	if (mask & CALLS)
		systrace.events |= UTRACE_EVENT_SYSCALL;
	if (mask & EXECS)
		systrace.events |= UTRACE_EVENT(EXEC);
	if (mask & SIGNALS)	/* SIGNAL_IGN would change what is traced */
		systrace.events |= UTRACE_EVENT_SIGNAL_ALL &
				   ~UTRACE_EVENT(SIGNAL_IGN);
	if (mask & (CALLS | EXITS))
		systrace.events |= UTRACE_EVENT(EXIT);
	sums = vzalloc(2 * sizeof(*sums));
	ret = sums ? kfifo_alloc(&fifo, records, GFP_KERNEL) : -ENOMEM;
	if (!ret)
		ret = follow_start(&systrace, pid);
	if (ret) {
		kfifo_free(&fifo);
		vfree(sums);
		return ret;
	}
	dir = debugfs_create_dir("utrace-" KBUILD_MODNAME, NULL);
	debugfs_create_file("trace", 0400, dir, NULL, &trace_fops);
	debugfs_create_file("summary", 0400, dir, NULL, &summary_fops);
	return 0;
}
module_init(systrace_init);

static void __exit systrace_exit_module(void)
{
	debugfs_remove(dir);
	follow_stop(&systrace);
	kfifo_free(&fifo);
	vfree(sums);
}
module_exit(systrace_exit_module);

MODULE_DESCRIPTION("utrace sample: trace the system calls of a process tree");
MODULE_LICENSE("GPL");
