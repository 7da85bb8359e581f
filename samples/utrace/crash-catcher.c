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
 * crashes are kept, and the kernel log gets the first line of each.
 */
#include <linux/compat.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/seq_buf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#ifdef CONFIG_S390
#include <asm/stacktrace.h>
#endif

#include "follow.h"

#define MAX_CRASHES	16
#define MAX_FRAMES	64
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

/* Does @info have the address of the fault? */
static bool has_address(const kernel_siginfo_t *info)
{
	return info->si_code > 0 && info->si_code != SI_KERNEL &&
	       siginmask(info->si_signo, rt_sigmask(SIGSEGV) |
			 rt_sigmask(SIGBUS) | rt_sigmask(SIGILL) |
			 rt_sigmask(SIGFPE) | rt_sigmask(SIGTRAP));
}

#ifdef CONFIG_UML
#define frame_pointer(regs)	PT_REGS_BP(regs)

/* It has CONFIG_UTRACE for programs of 64 bits only. */
static bool user_64bit_mode(struct pt_regs *regs)
{
	return true;
}
#endif

static void put_registers(struct seq_buf *s, struct pt_regs *r)
{
#ifdef CONFIG_X86
	seq_buf_printf(s, "ip %lx sp %lx bp %lx flags %lx orig_ax %lx\n",
		       r->ip, r->sp, r->bp, r->flags, r->orig_ax);
	seq_buf_printf(s, "ax %lx bx %lx cx %lx dx %lx si %lx di %lx\n",
		       r->ax, r->bx, r->cx, r->dx, r->si, r->di);
#ifdef CONFIG_X86_64
	seq_buf_printf(s, "r8 %lx r9 %lx r10 %lx r11 %lx r12 %lx r13 %lx r14 %lx r15 %lx\n",
		       r->r8, r->r9, r->r10, r->r11, r->r12, r->r13, r->r14,
		       r->r15);
#endif
#else
	seq_buf_printf(s, "ip %lx sp %lx\n", instruction_pointer(r),
		       user_stack_pointer(r));
#endif
}

#ifdef CONFIG_S390
#define frame_pointer(regs)	user_stack_pointer(regs)

/* As below, where the program was built with -mbackchain */
static int get_frame(struct pt_regs *regs, unsigned long fp,
		     unsigned long frame[2])
{
	struct stack_frame_user __user *sf = (void __user *)fp;

	if (is_compat_task() || get_user(frame[0], &sf->back_chain))
		return -EFAULT;
	/* r14 is saved in the frame of the caller */
	sf = (void __user *)frame[0];
	return get_user(frame[1], &sf->gprs[8]);
}
#else
/* The frame at @fp: the caller's frame and the address to return to. */
static int get_frame(struct pt_regs *regs, unsigned long fp,
		     unsigned long frame[2])
{
	u32 frame32[2];

	if (user_64bit_mode(regs))
		return copy_from_user(frame, (void __user *)fp,
				      2 * sizeof(*frame)) ? -EFAULT : 0;
	if (copy_from_user(frame32, (void __user *)fp, sizeof(frame32)))
		return -EFAULT;
	frame[0] = frame32[0];
	frame[1] = frame32[1];
	return 0;
}
#endif

static void put_backtrace(struct seq_buf *s, struct pt_regs *regs)
{
	unsigned long fp = frame_pointer(regs), frame[2];
	int i;

	seq_buf_printf(s, "backtrace:\n  %lx\n", instruction_pointer(regs));
	for (i = 1; i < MAX_FRAMES && fp; i++) {
		if (get_frame(regs, fp, frame) || !frame[1])
			break;
		seq_buf_printf(s, "  %lx\n", frame[1]);
		/* the stack grows down: what does not go up is no frame */
		if (frame[0] <= fp)
			break;
		fp = frame[0];
	}
}

static void put_maps(struct seq_buf *s)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	struct vma_iterator vmi;
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL), *path;

	seq_buf_puts(s, "maps:\n");
	mmap_read_lock(mm);
	vma_iter_init(&vmi, mm, 0);
	for_each_vma(vmi, vma) {
		path = "";
		if (buf && vma->vm_file)
			path = file_path(vma->vm_file, buf, PATH_MAX);
		seq_buf_printf(s, "  %lx-%lx %c%c%c%c %llx %s\n",
			       vma->vm_start, vma->vm_end,
			       vma->vm_flags & VM_READ ? 'r' : '-',
			       vma->vm_flags & VM_WRITE ? 'w' : '-',
			       vma->vm_flags & VM_EXEC ? 'x' : '-',
			       vma->vm_flags & VM_MAYSHARE ? 's' : 'p',
			       (u64)vma->vm_pgoff << PAGE_SHIFT,
			       IS_ERR(path) ? "?" : path);
	}
	mmap_read_unlock(mm);
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
	else if (info->si_code <= 0)
		scnprintf(why, sizeof(why), "sent by %d", info->si_pid);
	else
		scnprintf(why, sizeof(why), "sent by the kernel");
	seq_buf_init(&s, text, REPORT_SIZE);
	seq_buf_printf(&s, "crash: %s pid %d tid %d signal %d code %d %s\n",
		       name, task_tgid_nr(current), task_pid_nr(current),
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
	return (action & ~UTRACE_RESUME_MASK) | UTRACE_RESUME;
}

static u32 catch_exit(u32 action, struct utrace_engine *engine,
		      long orig_code, long *code)
{
	struct catcher_task *c = engine->data;

	if (!c->text || (*code & 0x7f) != c->signal)
		return UTRACE_RESUME;
	pr_info("%.*s\n", (int)strcspn(c->text, "\n"), c->text);
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
	.report_signal	= catch_signal,
	.report_exit	= catch_exit,
	.report_clone	= follow_clone,
	.report_reap	= follow_reap,
	.release	= catcher_release,
};

static struct follow catcher = {
	.ops	= &catcher_ops,
	.events	= UTRACE_EVENT(SIGNAL_TERM) | UTRACE_EVENT(SIGNAL_CORE) |
		  UTRACE_EVENT(EXIT),
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
