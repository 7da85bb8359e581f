// SPDX-License-Identifier: GPL-2.0
/*
 * crash-catcher - say what a program did when a signal killed it
 *
 *	insmod crash-catcher.ko comm=nginx,postgres	# wherever they run
 *	insmod crash-catcher.ko pid=1234		# a process tree
 *	cat /sys/kernel/debug/utrace-crash-catcher/crashes
 *	rmmod crash-catcher
 *
 * Registers, where it happened, a backtrace (of programs that have frame
 * pointers) and the mappings, taken before the process is killed and before
 * its core is dumped; shown when it has died of it, and not if a debugger took
 * the signal back.  Nothing is changed: it dies as it would have.  The last 16
 * crashes are kept, and the kernel log gets the first line of each, as long as
 * there are not too many.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/seq_buf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "follow.h"
#include "frames.h"

#define MAX_CRASHES	16
#define MAX_COMMS	16
#define REPORT_SIZE	SZ_32K

static int pid;
module_param(pid, int, 0444);
MODULE_PARM_DESC(pid, "process whose tree is watched (without it: all)");

static char *comm[MAX_COMMS];
static unsigned int n_comms;
module_param_array(comm, charp, &n_comms, 0444);
MODULE_PARM_DESC(comm, "names of the programs that are watched (without it: all)");

static char *crashes[MAX_CRASHES];	/* a ring */
static unsigned long n_crashes;
static DEFINE_MUTEX(crashes_lock);	/* of these two */
static struct dentry *dir;

struct catcher_task {
	struct follow_task t;
	int signal;	/* the last fatal one, whether it kills or not */
	char *text;	/* about it; NULL if there is no memory */
};

/* Is the process, or this thread of it, called so? */
static bool chosen(void)
{
	char leader[TASK_COMM_LEN], self[TASK_COMM_LEN];
	unsigned int i;

	get_task_comm(leader, current->group_leader);
	get_task_comm(self, current);
	for (i = 0; i < n_comms; i++)
		if (!strncmp(comm[i], leader, TASK_COMM_LEN - 1) ||
		    !strncmp(comm[i], self, TASK_COMM_LEN - 1))
			return true;
	return !n_comms;
}

/* Does @info have the pid of the sender, as the program sees it? */
static bool has_sender(const kernel_siginfo_t *info)
{
	return info->si_code == SI_USER || info->si_code == SI_QUEUE ||
	       info->si_code == SI_TKILL;
}

/* Does @info have the address of the fault? */
static bool has_address(const kernel_siginfo_t *info)
{
	return info->si_code > 0 && info->si_code != SI_KERNEL &&
	       siginmask(info->si_signo, rt_sigmask(SIGSEGV) |
			 rt_sigmask(SIGBUS) | rt_sigmask(SIGILL) |
			 rt_sigmask(SIGFPE) | rt_sigmask(SIGTRAP));
}

static void put_maps(struct seq_buf *s)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	struct vma_iterator vmi;
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL), *path;
	int i;

	seq_buf_puts(s, "maps:\n");
	/* who holds it may wait for user space */
	for (i = 0; !mmap_read_trylock(mm); i++) {
		if (i == 100)
			goto out;
		fsleep(1000);
	}
	vma_iter_init(&vmi, mm, 0);
	for_each_vma(vmi, vma) {
		if (seq_buf_has_overflowed(s))
			break;
		path = "";
		if (buf && vma->vm_file)
			path = file_path(vma->vm_file, buf, PATH_MAX);
		if (IS_ERR(path))
			path = "?";
		seq_buf_printf(s, "  %lx-%lx %c%c%c%c %llx %*pE\n",
			       vma->vm_start, vma->vm_end,
			       vma->vm_flags & VM_READ ? 'r' : '-',
			       vma->vm_flags & VM_WRITE ? 'w' : '-',
			       vma->vm_flags & VM_EXEC ? 'x' : '-',
			       vma->vm_flags & VM_MAYSHARE ? 's' : 'p',
			       (u64)vma->vm_pgoff << PAGE_SHIFT,
			       (int)strlen(path), path);
	}
	mmap_read_unlock(mm);
out:
	kfree(buf);
}

static char *describe(struct pt_regs *regs, const kernel_siginfo_t *info)
{
	char *text = kvmalloc(REPORT_SIZE, GFP_KERNEL), *shorter;
	char name[TASK_COMM_LEN], why[64];
	struct seq_buf s;

	if (!text)
		return NULL;
	get_task_comm(name, current);
	if (has_address(info))
		scnprintf(why, sizeof(why), "address %lx",
			  (unsigned long)info->si_addr);
	else if (has_sender(info))
		scnprintf(why, sizeof(why), "sent by %d", info->si_pid);
	else
		scnprintf(why, sizeof(why), "sent by the kernel");
	seq_buf_init(&s, text, REPORT_SIZE);
	seq_buf_printf(&s, "crash: %*pE pid %d tid %d signal %d code %d %s\n",
		       (int)strlen(name), name, task_tgid_nr(current), task_pid_nr(current),
		       info->si_signo, info->si_code, why);
	put_registers(&s, regs);
	put_backtrace(&s, regs);
	put_maps(&s);
	seq_buf_str(&s);
	shorter = kstrdup(text, GFP_KERNEL);
	kvfree(text);
	return shorter;
}

static u32 catch_signal(u32 action, struct utrace_engine *engine,
			struct pt_regs *regs, kernel_siginfo_t *info,
			const struct k_sigaction *orig_ka,
			struct k_sigaction *return_ka)
{
	u32 what = utrace_signal_action(action);
	struct catcher_task *c = engine->data;

	/* not if an engine before this one has decided something else */
	if (orig_ka && (what == UTRACE_SIGNAL_TERM ||
			what == UTRACE_SIGNAL_CORE) && chosen()) {
		kfree(c->text);
		c->signal = info->si_signo;
		c->text = describe(regs, info);
	}
	/* so that there is a report if it does not die */
	return (action & ~UTRACE_RESUME_MASK) |
	       (c->text ? UTRACE_REPORT : UTRACE_RESUME);
}

/* About to go on, although a signal was to kill it: somebody took that back. */
static u32 catch_quiesce(u32 action, struct utrace_engine *engine,
			 unsigned long event)
{
	struct catcher_task *c = engine->data;

	if (!event) {
		kfree(c->text);
		c->text = NULL;
	}
	return UTRACE_RESUME;
}

static u32 catch_exit(u32 action, struct utrace_engine *engine,
		      long orig_code, long *code)
{
	struct catcher_task *c = engine->data;

	if (!c->text || (*code & 0x7f) != c->signal)
		return UTRACE_RESUME;
	pr_info_ratelimited("%.*s\n", (int)strcspn(c->text, "\n"), c->text);
	mutex_lock(&crashes_lock);
	kfree(crashes[n_crashes % MAX_CRASHES]);
	crashes[n_crashes++ % MAX_CRASHES] = c->text;
	c->text = NULL;
	mutex_unlock(&crashes_lock);
	return UTRACE_RESUME;
}

static void catcher_release(void *data)
{
	kfree(((struct catcher_task *)data)->text);
}

static const struct utrace_engine_ops catcher_ops = {
	.name		= "crash-catcher",
	.report_quiesce	= catch_quiesce,
	.report_signal	= catch_signal,
	.report_exit	= catch_exit,
	.report_clone	= follow_clone,
	.report_reap	= follow_reap,
	.release	= catcher_release,
};

static struct follow catcher = {
	.ops	= &catcher_ops,
	.events	= UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SIGNAL_TERM) |
		  UTRACE_EVENT(SIGNAL_CORE) | UTRACE_EVENT(EXIT),
	.size	= sizeof(struct catcher_task),
};

/* The oldest one first. */
static int crashes_show(struct seq_file *m, void *v)
{
	unsigned long i;

	mutex_lock(&crashes_lock);
	i = n_crashes > MAX_CRASHES ? n_crashes - MAX_CRASHES : 0;
	for (; i < n_crashes; i++)
		if (crashes[i % MAX_CRASHES])
			seq_printf(m, "%s\n", crashes[i % MAX_CRASHES]);
	mutex_unlock(&crashes_lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(crashes);

static int __init catcher_init(void)
{
	unsigned int i;
	int ret;

	/* everything is too much to be meant */
	if (pid < 0 || (!pid && !n_comms))
		return -EINVAL;
	for (i = 0; i < n_comms; i++)
		if (!*comm[i])
			return -EINVAL;
	ret = follow_start(&catcher, pid);
	if (ret)
		return ret;
	dir = debugfs_create_dir("utrace-crash-catcher", NULL);
	debugfs_create_file("crashes", 0400, dir, NULL, &crashes_fops);
	return 0;
}
module_init(catcher_init);

static void __exit catcher_exit(void)
{
	int i;

	debugfs_remove(dir);
	follow_stop(&catcher);
	for (i = 0; i < MAX_CRASHES; i++)
		kfree(crashes[i]);
}
module_exit(catcher_exit);

MODULE_DESCRIPTION("utrace sample: say what a program did when it crashed");
MODULE_LICENSE("GPL");
