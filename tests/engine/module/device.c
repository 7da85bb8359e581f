// SPDX-License-Identifier: GPL-2.0
/*
 * The device: calls of the interface on behalf of a test, and the log.
 */
#include <linux/capability.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/irq_work.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/ptrace.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/utrace.h>

#include "internal.h"

#ifdef CONFIG_S390
#define TIF_SINGLESTEP TIF_SINGLE_STEP
#endif

atomic64_t ut_attached, ut_released, ut_gone_calls, ut_late_refs, ut_calls;

/*
 * Engines
 */

struct ut_engine *ut_engine_new(struct ut_session *session,
				struct task_struct *task, gfp_t gfp)
{
	struct ut_engine *ut = kzalloc(sizeof(*ut), gfp);
	u32 id;
	int ret;

	if (!ut)
		return ERR_PTR(-ENOMEM);
	ut->session = session;
	INIT_LIST_HEAD(&ut->rules);
	init_waitqueue_head(&ut->gate);
	ret = xa_alloc_cyclic(&session->engines, &id, ut, XA_LIMIT(1, INT_MAX),
			      &session->next_id, gfp);
	if (ret < 0) {
		kfree(ut);
		return ERR_PTR(ret);
	}
	ut->id = id;
	ut->task = get_task_struct(task);
	ut->pid = get_task_pid(task, PIDTYPE_PID);
	spin_lock_irq(&session->lock);
	session->live++;
	spin_unlock_irq(&session->lock);
	return ut;
}

static void ut_clear_rules(struct ut_engine *ut)
{
	struct ut_rule_entry *e, *next;
	unsigned long flags;
	LIST_HEAD(rules);

	spin_lock_irqsave(&ut->session->lock, flags);
	list_splice_init(&ut->rules, &rules);
	spin_unlock_irqrestore(&ut->session->lock, flags);
	list_for_each_entry_safe(e, next, &rules, entry)
		kfree(e);
}

/* Any context. */
void ut_engine_free(struct ut_engine *ut)
{
	struct ut_session *session = ut->session;
	unsigned long flags;

	ut_clear_rules(ut);
	put_pid(ut->pid);
	put_task_struct(ut->task);
	kfree(ut);
	spin_lock_irqsave(&session->lock, flags);
	if (!--session->live)
		wake_up(&session->idle);
	spin_unlock_irqrestore(&session->lock, flags);
}

/* The caller sees to it that the engine is not put meanwhile. */
struct ut_engine *ut_engine_find(struct ut_session *session, int id)
{
	return xa_load(&session->engines, id);
}

static void ut_try_attach(struct ut_engine *ut, int flags,
			  const struct utrace_engine_ops *ops, bool by_pid)
{
	if (by_pid)
		ut->engine = utrace_attach_pid(ut->pid, flags, ops, ut);
	else
		ut->engine = utrace_attach_task(ut->task, flags, ops, ut);
}

/* Free @ut if it could not be attached. */
static int ut_attached_or_freed(struct ut_engine *ut)
{
	int ret = PTR_ERR_OR_ZERO(ut->engine);

	if (!ret) {
		atomic64_inc(&ut_attached);
		return 0;
	}
	xa_erase(&ut->session->engines, ut->id);
	ut_engine_free(ut);
	return ret;
}

/* Attach @ut, or free it. */
int ut_attach(struct ut_engine *ut, int flags,
	      const struct utrace_engine_ops *ops)
{
	ut_try_attach(ut, flags, ops, false);
	return ut_attached_or_freed(ut);
}

/* Detached, and no callback runs: only the session's reference may be left. */
static void ut_now_gone(struct ut_engine *ut)
{
	WRITE_ONCE(ut->gone, true);
	if (kref_read(&ut->engine->kref) != 1)
		atomic64_inc(&ut_late_refs);
}

static void ut_put(struct ut_engine *ut)
{
	xa_erase(&ut->session->engines, ut->id);
	utrace_engine_put(ut->engine);
}

/*
 * Calls.  Those that work in any context can be made in a hardware interrupt,
 * too.
 */

struct ut_request {
	struct irq_work work;
	struct ut_session *session;
	struct ut_call *call;
	struct ut_engine *ut;
};

static const struct utrace_engine_ops *ut_ops_of(u64 kind)
{
	switch (kind) {
	case UT_OPS:
		return &ut_ops;
	case UT_OPS_OTHER:
		return &ut_ops_other;
	case UT_OPS_BARE:
		return &ut_ops_bare;
	default:
		return NULL;
	}
}

static s64 ut_control(struct ut_engine *ut, struct ut_call *call)
{
	bool by_pid = call->how & UT_BY_PID;
	int ret;

	if (by_pid)
		ret = utrace_control_pid(ut->pid, ut->engine, call->arg);
	else
		ret = utrace_control(ut->task, ut->engine, call->arg);
	if (call->arg == UTRACE_DETACH) {
		ut->detaching = ret == -EINPROGRESS;
		if (!ret)
			ut_now_gone(ut);
	}
	return ret;
}

static s64 ut_barrier(struct ut_engine *ut, struct ut_call *call)
{
	int ret;

	if (call->how & UT_BY_PID)
		ret = utrace_barrier_pid(ut->pid, ut->engine);
	else
		ret = utrace_barrier(ut->task, ut->engine);
	if (!ret && ut->detaching)
		ut_now_gone(ut);
	return ret;
}

static s64 ut_set_events(struct ut_engine *ut, struct ut_call *call)
{
	if (call->how & UT_BY_PID)
		return utrace_set_events_pid(ut->pid, ut->engine, call->arg);
	return utrace_set_events(ut->task, ut->engine, call->arg);
}

static s64 ut_any_context(struct ut_request *req)
{
	struct ut_call *call = req->call;

	switch (call->what) {
	case UT_ATTACH:
		ut_try_attach(req->ut, call->arg, ut_ops_of(call->arg2),
			      call->how & UT_BY_PID);
		return 0;
	case UT_EVENTS:
		return ut_set_events(req->ut, call);
	case UT_CONTROL:
		return ut_control(req->ut, call);
	default:
		return -ENOTTY;
	}
}

static void ut_in_irq(struct irq_work *work)
{
	struct ut_request *req = container_of(work, struct ut_request, work);

	WARN_ON_ONCE(!in_hardirq());
	req->call->ret = ut_any_context(req);
}

static void ut_make(struct ut_request *req)
{
	if (!(req->call->how & UT_IN_IRQ)) {
		req->call->ret = ut_any_context(req);
		return;
	}
	init_irq_work(&req->work, ut_in_irq);
	irq_work_queue(&req->work);
	irq_work_sync(&req->work);
}

static struct task_struct *ut_find_task(struct ut_session *session,
					struct ut_call *call)
{
	struct task_struct *task;
	struct ut_engine *ut;
	struct pid *pid;

	if (call->how & UT_TASK_OF) {
		ut = ut_engine_find(session, call->pid);
		return ut ? get_task_struct(ut->task) : NULL;
	}
	pid = find_get_pid(call->pid);
	task = get_pid_task(pid, PIDTYPE_PID);
	put_pid(pid);
	return task;
}

static s64 ut_call_attach(struct ut_session *session, struct ut_call *call)
{
	struct ut_request req = { .session = session, .call = call };
	struct task_struct *task = ut_find_task(session, call);
	int id;

	if (!task)
		return -ENODEV;
	req.ut = ut_engine_new(session, task, GFP_KERNEL);
	put_task_struct(task);
	if (IS_ERR(req.ut))
		return PTR_ERR(req.ut);
	id = req.ut->id;
	ut_make(&req);
	call->id = id;
	return ut_attached_or_freed(req.ut);
}

static const struct utrace_engine_ops ut_ops_none;

static s64 ut_call_lookup(struct ut_session *session, struct ut_call *call)
{
	const struct utrace_engine_ops *ops = ut_ops_of(call->arg2);
	struct ut_engine *like = ut_engine_find(session, call->id);
	struct task_struct *task = ut_find_task(session, call);
	struct utrace_engine *engine;
	s64 ret;

	if (!task)
		return -ENODEV;
	if (call->arg & UTRACE_ATTACH_CREATE)
		ops = &ut_ops_none;
	engine = utrace_attach_task(task, call->arg, ops, like);
	if (IS_ERR(engine)) {
		ret = PTR_ERR(engine);
	} else if (engine->ops == &ut_ops_none) {
		ret = utrace_control(task, engine, UTRACE_DETACH);
		utrace_engine_put(engine);
	} else {
		ret = ((struct ut_engine *)engine->data)->id;
		utrace_engine_put(engine);
	}
	put_task_struct(task);
	return ret;
}

static s64 ut_call_add_rule(struct ut_engine *ut, struct ut_call *call)
{
	struct ut_rule_entry *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return -ENOMEM;
	if (copy_from_user(&e->rule, u64_to_user_ptr(call->arg),
			   sizeof(e->rule))) {
		kfree(e);
		return -EFAULT;
	}
	spin_lock_irq(&ut->session->lock);
	list_add_tail(&e->entry, &ut->rules);
	spin_unlock_irq(&ut->session->lock);
	return 0;
}

static s64 ut_call_task(struct ut_engine *ut, struct ut_call *call)
{
	struct task_struct *task = ut->task;
	s64 ret = 0;

	if (test_task_syscall_work(task, SYSCALL_TRACE))
		ret |= UT_TASK_SYSCALL_TRACE;
#if defined(CONFIG_GENERIC_ENTRY) || defined(TIF_SYSCALL_EMU)
	if (test_task_syscall_work(task, SYSCALL_EMU))
		ret |= UT_TASK_SYSCALL_EMU;
#else
	/* the same flag for both there */
	if (ret && READ_ONCE(task->utrace_flags) & UTRACE_EVENT(SYSCALL_EMU))
		ret = UT_TASK_SYSCALL_EMU;
#endif
	if (test_tsk_thread_flag(task, TIF_SINGLESTEP))
		ret |= UT_TASK_SINGLESTEP;
	if (task_is_traced(task))
		ret |= UT_TASK_TRACED;
	if (task_is_stopped(task))
		ret |= UT_TASK_STOPPED;
	call->arg2 = READ_ONCE(task->utrace_flags);
	return ret;
}

static s64 ut_call_regs(struct ut_engine *ut, struct ut_call *call)
{
	struct pt_regs *regs = task_pt_regs(ut->task);

	call->arg = instruction_pointer(regs);
	call->arg2 = regs_return_value(regs);
	return 0;
}

static s64 ut_call_stats(struct ut_call *call)
{
	struct ut_stats stats = {
		.attached	= atomic64_read(&ut_attached),
		.released	= atomic64_read(&ut_released),
		.gone_calls	= atomic64_read(&ut_gone_calls),
		.late_refs	= atomic64_read(&ut_late_refs),
		.calls		= atomic64_read(&ut_calls),
	};

	if (copy_to_user(u64_to_user_ptr(call->arg), &stats, sizeof(stats)))
		return -EFAULT;
	return 0;
}

/* Detach, wait, and tell the engine that it is over. */
static void ut_detach_and_wait(struct ut_engine *ut)
{
	ktime_t limit = ktime_add_ms(ktime_get(), 10000);
	int ret;

	/* While the death report runs, it decides: until it is over. */
	while ((ret = utrace_control(ut->task, ut->engine,
				     UTRACE_DETACH)) == -EALREADY)
		usleep_range(50, 100);
	/* The barrier can be interrupted: current may be killed. */
	if (ret == -EINPROGRESS)
		while ((ret = utrace_barrier(ut->task, ut->engine))) {
			if (ktime_after(ktime_get(), limit)) {
				pr_err("BUG: utrace_barrier() does not end\n");
				return;
			}
			usleep_range(50, 100);
		}
	if (!ret)
		ut_now_gone(ut);
}

static s64 ut_call_churn(struct ut_session *session, struct ut_call *call)
{
	struct task_struct *task = ut_find_task(session, call);
	struct ut_engine *ut;
	s64 ret = 0;
	u64 i;

	if (!task)
		return -ENODEV;
	for (i = 0; i < call->arg2 && !ret && !signal_pending(current); i++) {
		ut = ut_engine_new(session, task, GFP_KERNEL);
		if (IS_ERR(ut)) {
			ret = PTR_ERR(ut);
			break;
		}
		ut->quiet = true;
		ret = ut_attach(ut, UTRACE_ATTACH_CREATE, &ut_ops);
		if (ret)
			break;
		ret = utrace_set_events(ut->task, ut->engine, call->arg);
		if (i % 4)
			usleep_range(1, 2);
		ut_detach_and_wait(ut);
		ut_put(ut);
		cond_resched();
	}
	put_task_struct(task);
	return ret ?: i;
}

static s64 ut_call_engine(struct ut_session *session, struct ut_call *call)
{
	struct ut_engine *ut = ut_engine_find(session, call->id);
	struct ut_request req = { .session = session, .call = call, .ut = ut };

	if (!ut)
		return -ENXIO;

	switch (call->what) {
	case UT_EVENTS:
	case UT_CONTROL:
		ut_make(&req);
		return call->ret;
	case UT_BARRIER:
		return ut_barrier(ut, call);
	case UT_PREPARE:
		return utrace_prepare_examine(ut->task, ut->engine, &ut->exam);
	case UT_FINISH:
		return utrace_finish_examine(ut->task, ut->engine, &ut->exam);
	case UT_PUT:
		ut_put(ut);
		return 0;
	case UT_OPEN:
		atomic_inc(&ut->tickets);
		wake_up(&ut->gate);
		return 0;
	case UT_ADD_RULE:
		return ut_call_add_rule(ut, call);
	case UT_CLEAR_RULES:
		ut_clear_rules(ut);
		return 0;
	case UT_REFS:
		return kref_read(&ut->engine->kref);
	case UT_TASK:
		return ut_call_task(ut, call);
	case UT_REGS:
		return ut_call_regs(ut, call);
	case UT_QUIET:
		ut->quiet = true;
		return 0;
	case UT_WINDOW:
		return ut_window(ut);
	default:
		return -ENOTTY;
	}
}

static long ut_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct ut_session *session = file->private_data;
	struct ut_call call;

	if (cmd != UT_CALL)
		return -ENOTTY;
	if (copy_from_user(&call, (void __user *)arg, sizeof(call)))
		return -EFAULT;

	switch (call.what) {
	case UT_ATTACH:
		call.ret = ut_call_attach(session, &call);
		break;
	case UT_LOOKUP:
		call.ret = ut_call_lookup(session, &call);
		break;
	case UT_STATS:
		call.ret = ut_call_stats(&call);
		break;
	case UT_CHURN:
		call.ret = ut_call_churn(session, &call);
		break;
	default:
		call.ret = ut_call_engine(session, &call);
		break;
	}

	if (copy_to_user((void __user *)arg, &call, sizeof(call)))
		return -EFAULT;
	return 0;
}

/*
 * The session
 */

static bool ut_next_event(struct ut_session *session, struct ut_event *ev)
{
	bool ret;

	spin_lock_irq(&session->lock);
	ret = kfifo_get(&session->log, ev);
	spin_unlock_irq(&session->lock);
	return ret;
}

static ssize_t ut_read(struct file *file, char __user *buf, size_t count,
		       loff_t *pos)
{
	struct ut_session *session = file->private_data;
	struct ut_event ev;
	ssize_t done = 0;

	while (done + sizeof(ev) <= count && ut_next_event(session, &ev)) {
		if (copy_to_user(buf + done, &ev, sizeof(ev)))
			return -EFAULT;
		done += sizeof(ev);
	}
	return done ?: -EAGAIN;
}

static __poll_t ut_poll(struct file *file, poll_table *wait)
{
	struct ut_session *session = file->private_data;

	poll_wait(file, &session->readers, wait);
	return kfifo_is_empty(&session->log) ? 0 : EPOLLIN | EPOLLRDNORM;
}

static int ut_open(struct inode *inode, struct file *file)
{
	struct ut_session *session;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	session = kzalloc(sizeof(*session), GFP_KERNEL);
	if (!session)
		return -ENOMEM;
	if (kfifo_alloc(&session->log, UT_LOG_SIZE, GFP_KERNEL)) {
		kfree(session);
		return -ENOMEM;
	}
	xa_init_flags(&session->engines, XA_FLAGS_ALLOC1);
	init_waitqueue_head(&session->idle);
	init_waitqueue_head(&session->readers);
	spin_lock_init(&session->lock);
	file->private_data = session;
	return 0;
}

static int ut_release_session(struct inode *inode, struct file *file)
{
	struct ut_session *session = file->private_data;
	struct ut_engine *ut;
	unsigned long id;

	ut_window_close(session);
	session->closing = true;
	xa_for_each(&session->engines, id, ut)
		wake_up(&ut->gate);
	xa_for_each(&session->engines, id, ut) {
		ut_detach_and_wait(ut);
		ut_put(ut);
	}

	/* Those of tasks that are being reaped are released there. */
	if (!wait_event_timeout(session->idle, !READ_ONCE(session->live),
				10 * HZ)) {
		pr_err("BUG: %d engines were not released\n", session->live);
		/* their data points here */
		__module_get(THIS_MODULE);
		return 0;
	}
	/* until who released the last one is done with the session */
	spin_lock_irq(&session->lock);
	spin_unlock_irq(&session->lock);
	xa_destroy(&session->engines);
	kfifo_free(&session->log);
	kfree(session);
	return 0;
}

static const struct file_operations ut_fops = {
	.owner		= THIS_MODULE,
	.open		= ut_open,
	.release	= ut_release_session,
	.read		= ut_read,
	.poll		= ut_poll,
	.unlocked_ioctl	= ut_ioctl,
};

static struct miscdevice ut_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= UT_DEVICE,
	.mode	= 0600,
	.fops	= &ut_fops,
};
module_misc_device(ut_device);

MODULE_DESCRIPTION("Tracing engines on request of a test");
MODULE_LICENSE("GPL");
