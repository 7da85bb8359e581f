// SPDX-License-Identifier: GPL-2.0
/*
 * ptrace as an engine of utrace
 *
 * What a tracer and its tracee share is a struct ptrace_context, the data of
 * one engine on the tracee.  kernel/ptrace.c has what does not depend on it:
 * who may trace whom, memory, registers, signal masks.
 *
 * The states of a context
 * =======================
 *
 *	           link                  ptrace_stop()
 *	unlinked --------> running ---------------------> stopped
 *	    ^                 ^                            |  |  ^
 *	    |                 |     CONT and its kin       |  |  | PTRACE_LISTEN
 *	    |                 +----------------------------+  |  |
 *	    |                 |     a job control event,      |  |
 *	    |                 |     or INTERRUPT              v  |
 *	    |                 +--------------------------- listening
 *	    |  unlink                                         |
 *	    +------ from any of them: DETACH, the tracer -----+
 *	            exits, the tracee is reaped
 *
 * Unlinked: ctx->tracer is NULL and the engine is idle; whoever attaches next
 * takes it, so that it is made once; it goes with the tracee.
 * Running, stopped and listening are enum ptrace_state.  In the latter two the
 * engine holds the tracee in TASK_UTRACED.
 *
 * The tracee stops in place, in the middle of the engine's callback, where the
 * tracer expects it.  No other engine waits for that: this one is called last,
 * or first before a system call.  If other engines hold the tracee, it stays
 * where it is when the tracer has let it go.
 *
 * Locks
 * =====
 *
 * tasklist_lock	links: ctx->tracer, ->tracers, ->tracees, ->cred (but for
 *			->tracees written under siglock, too, so that either is
 *			enough to read)
 *   siglock of tracee	everything else in the context.  While the tracee is
 *			stopped and frozen by utrace_freeze(), the tracer may
 *			use code, message, info and sender_due without it.
 *
 * RCU is enough to walk task->ptracers; contexts are freed with the tracee.
 *
 * A trap that is due is in ctx->jobctl, in the JOBCTL_TRAP_* bits; as long as
 * there is any, the engine has a UTRACE_INTERRUPT request pending, so that the
 * tracee comes to notify_signal() and takes it.
 */

#include <linux/audit.h>
#include <linux/cn_proc.h>
#include <linux/compat.h>
#include <linux/cred.h>
#include <linux/pid_namespace.h>
#include <linux/ptrace.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/security.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/task_work.h>
#include <linux/tracehook.h>

#include "utrace.h"

static const struct utrace_engine_ops ptrace_engine_ops;

/* utrace_new_engine() and the core's freeing know it by the engine. */
static_assert(offsetof(struct ptrace_context, engine) == 0);
static_assert(sizeof(struct ptrace_context) <= UTRACE_ROOM);

/* Of a tracee that is frozen for current */
static struct ptrace_context *ptrace_context_frozen(struct task_struct *task)
{
	struct ptrace_context *ctx;

	rcu_read_lock();
	ctx = ptrace_context_of(task, current);
	rcu_read_unlock();
	return ctx;
}

/*
 * Traps: bits of ctx->jobctl.  siglock.
 */

static void ptrace_clear_trapping(struct ptrace_context *ctx)
{
	if (unlikely(ctx->jobctl & JOBCTL_TRAPPING)) {
		ctx->jobctl &= ~JOBCTL_TRAPPING;
		smp_mb();	/* advised by wake_up_bit() */
		wake_up_bit(&ctx->jobctl, JOBCTL_TRAPPING_BIT);
	}
}

static void ptrace_clear_trap(struct ptrace_context *ctx, unsigned long mask)
{
	if (!(ctx->jobctl & mask))
		return;
	ctx->jobctl &= ~mask;
	if (!(ctx->jobctl & JOBCTL_TRAP_MASK))
		utrace_uninterrupt_locked(ctx->tracee, &ctx->engine);
}

/* Let the tracee run on.  Not @tracer's doing if it was listening. */
static void ptrace_wake(struct ptrace_context *ctx)
{
	ctx->state = PTRACE_STATE_RUNNING;
	utrace_resume_locked(ctx->tracee, &ctx->engine, ctx->resume);
}

/*
 * Make the tracee trap.  It is woken from where a signal would wake it, and if
 * the tracer listens, from its stop, to stop again.
 */
static void ptrace_trap(struct ptrace_context *ctx, unsigned long mask)
{
	struct task_struct *task = ctx->tracee;

	if (unlikely(fatal_signal_pending(task) || (task->flags & PF_EXITING)))
		return;
	ctx->jobctl |= mask;
	utrace_interrupt_locked(task, &ctx->engine);
	if (ctx->state == PTRACE_STATE_LISTENING)
		ptrace_wake(ctx);
}

static bool ptrace_notify_jctl(struct utrace_engine *engine,
			       struct task_struct *task, enum utrace_jctl why)
{
	struct ptrace_context *ctx = engine->data;

	if (!rcu_access_pointer(ctx->tracer))
		return false;

	switch (why) {
	case UTRACE_JCTL_STOP:
		/* Group stop is a trap, see ptrace_stop(). */
		ptrace_trap(ctx, JOBCTL_TRAP_STOP);
		return true;
	case UTRACE_JCTL_CHANGED:
		if (!(ctx->flags & PT_SEIZED))
			return false;
		/* Sticky until the next stop for it. */
		ptrace_trap(ctx, JOBCTL_TRAP_NOTIFY);
		return true;
	case UTRACE_JCTL_DYING:
		ptrace_clear_trap(ctx, JOBCTL_TRAP_MASK);
		ptrace_clear_trapping(ctx);
		return false;
	}
	return false;
}

/*
 * Stops: in the tracee
 */

/**
 * ptrace_stop - stop for the tracer
 * @ctx: whose tracer
 * @code: status for wait()
 * @why: CLD_TRAPPED, or CLD_STOPPED if this can be part of a group stop
 * @message: for PTRACE_GETEVENTMSG
 * @info: for PTRACE_GETSIGINFO, or NULL
 *
 * Context: current's siglock held; dropped while stopped.
 * Return: the signal that the tracer let the tracee go on with.  @code if it
 * did not stop, because it was killed or the tracer went; that is also what
 * it gets if the tracer goes and has not waited for this stop.
 */
static int ptrace_stop(struct ptrace_context *ctx, int code, int why,
		       unsigned long message, kernel_siginfo_t *info)
	__must_hold(task_siglock(current))
{
	bool gstop_done = false;

	if (arch_ptrace_stop_needed()) {
		spin_unlock_irq(task_siglock(current));
		arch_ptrace_stop();
		spin_lock_irq(task_siglock(current));
	}

	if (!rcu_access_pointer(ctx->tracer) || !utrace_stop_begin(&ctx->engine))
		return code;

	ctx->message = message;
	ctx->info = info;
	ctx->code = code;
	ctx->inactive = false;
	ctx->notified = false;
	WRITE_ONCE(ctx->state, PTRACE_STATE_STOPPED);
	/*
	 * The tracer that waits for TRAPPING to go looks for the stop next,
	 * first without siglock: pairs with the barriers of wait_on_bit() and
	 * of set_current_state() in do_wait().
	 */
	smp_wmb();

	/*
	 * A SIGCONT since the trap became due counts as if it came a moment
	 * later, when we are stopped: it is ignored.
	 */
	if (why == CLD_STOPPED && (current->jobctl & JOBCTL_STOP_PENDING))
		gstop_done = task_participate_group_stop(current);

	/* Any trap is the one for STOP, only that for STOP serves NOTIFY. */
	if (unlikely(ctx->jobctl)) {
		ptrace_clear_trap(ctx, JOBCTL_TRAP_STOP);
		if (info && info->si_code >> 8 == PTRACE_EVENT_STOP)
			ptrace_clear_trap(ctx, JOBCTL_TRAP_NOTIFY);
		ptrace_clear_trapping(ctx);
	}

	spin_unlock_irq(task_siglock(current));
	read_lock(&tasklist_lock);
	/*
	 * The tracer hears of every stop, the real parent of the group only of
	 * a completed group stop; nobody hears twice.
	 */
	if (rcu_access_pointer(ctx->tracer))
		do_notify_parent_cldstop(current, true, why);
	if (gstop_done && (!rcu_access_pointer(ctx->tracer) ||
			   ptrace_reparented(current)))
		do_notify_parent_cldstop(current, false, why);
	/* pairs with ptrace_lock_told_context(), which waits for it */
	smp_store_release(&ctx->notified, true);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		preempt_disable();
	read_unlock(&tasklist_lock);
	/* CLD_STOPPED: for get_signal(), see ptrace_report_trap() */
	utrace_stop_sleep(why != CLD_STOPPED);

	/* The tracer may be gone, but what it left here is good. */
	code = ctx->code;
	ctx->state = PTRACE_STATE_RUNNING;
	ctx->info = NULL;
	ctx->message = 0;
	ctx->code = 0;

	/*
	 * What the architecture keeps for a tracer: it has detached.  Not under
	 * siglock, it may turn interrupts on.
	 */
	if (unlikely(ctx->disable)) {
		ctx->disable = false;
		spin_unlock_irq(task_siglock(current));
		ptrace_disable(current);
		spin_lock_irq(task_siglock(current));
	}

	/* Signals that came did not wake us. */
	recalc_sigpending_tsk(current);
	return code;
}

static int ptrace_stop_siginfo(struct ptrace_context *ctx, int sig, int code,
			       int why, unsigned long message)
	__must_hold(task_siglock(current))
{
	const struct cred *cred = current_cred();
	kernel_siginfo_t info;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_code = code;
	/* As it is mapped now.  The first namespace has one map, for ever. */
	if (likely(cred->user_ns == &init_user_ns))
		info.si_uid = __kuid_val(cred->uid);
	else
		info.si_uid = from_kuid_munged(cred->user_ns, cred->uid);
	/* si_pid will be the same for whoever looks: ptrace_siginfo() */
	ctx->sender_due = true;
	sig = ptrace_stop(ctx, code, why, message, &info);
	ctx->sender_due = false;
	return sig;
}

static int ptrace_trap_stop(struct ptrace_context *ctx, int code,
			    unsigned long message)
{
	int sig;

	if (unlikely(task_work_pending(current)))
		task_work_run();

	spin_lock_irq(task_siglock(current));
	sig = ptrace_stop_siginfo(ctx, SIGTRAP, code, CLD_TRAPPED, message);
	spin_unlock_irq(task_siglock(current));
	return sig;
}

static bool ptrace_event_on(const struct ptrace_context *ctx, int event)
{
	return READ_ONCE(ctx->flags) & PT_EVENT_FLAG(event);
}

static void ptrace_event_stop(struct ptrace_context *ctx, int event,
			      unsigned long message)
{
	if (ptrace_event_on(ctx, event))
		ptrace_trap_stop(ctx, (event << 8) | SIGTRAP, message);
}

/* @pid as the tracer sees it. */
static pid_t ptrace_pid_nr(struct ptrace_context *ctx, struct pid *pid)
{
	struct task_struct *tracer;
	pid_t nr = 0;

	rcu_read_lock();
	tracer = rcu_dereference(ctx->tracer);
	if (tracer && task_active_pid_ns(tracer))
		nr = pid_nr_ns(pid, task_active_pid_ns(tracer));
	rcu_read_unlock();
	return nr;
}

/* What every callback returns unless it has an action of its own. */
static u32 ptrace_go_on(const struct ptrace_context *ctx)
{
	return READ_ONCE(ctx->resume);
}

/*
 * A trap is due: after SEIZE for a group stop and for INTERRUPT, with the
 * stop signal or SIGTRAP; after ATTACH for a group stop, without siginfo.
 * get_signal() looks at everything again afterwards.
 */
static void ptrace_report_trap(struct ptrace_context *ctx)
	__must_hold(task_siglock(current))
{
	struct signal_struct *signal = current->signal;
	int sig = current->jobctl & JOBCTL_STOP_SIGMASK;

	if (ctx->flags & PT_SEIZED) {
		if (!signal->group_stop_count &&
		    !(signal->flags & SIGNAL_STOP_STOPPED))
			sig = SIGTRAP;
		WARN_ON_ONCE(!sig);
		ptrace_stop_siginfo(ctx, sig, sig | (PTRACE_EVENT_STOP << 8),
				    CLD_STOPPED, 0);
	} else {
		WARN_ON_ONCE(!sig);
		ptrace_stop(ctx, sig, CLD_STOPPED, 0, NULL);
	}
}

/* The tracer has put another signal in the place of the one in *@info. */
static void ptrace_replace_siginfo(int sig, kernel_siginfo_t *info)
{
	struct task_struct *tracer;

	clear_siginfo(info);
	info->si_signo = sig;
	info->si_errno = 0;
	info->si_code = SI_USER;
	rcu_read_lock();
	tracer = rcu_dereference(current->parent);
	info->si_pid = task_pid_vnr(tracer);
	info->si_uid = from_kuid_munged(current_user_ns(), task_uid(tracer));
	rcu_read_unlock();
}

static int ptrace_signal(struct ptrace_context *ctx, int sig,
			 kernel_siginfo_t *info, enum pid_type type)
	__must_hold(task_siglock(current))
{
	sig = ptrace_stop(ctx, sig, CLD_TRAPPED, 0, info);
	if (!sig)
		return 0;

	/* Else the tracer has set what it wanted by PTRACE_SETSIGINFO. */
	if (sig != info->si_signo)
		ptrace_replace_siginfo(sig, info);

	/* It may be blocked by now: back on the queue with it. */
	if (sigismember(&current->blocked, sig) ||
	    fatal_signal_pending(current)) {
		send_signal_locked(sig, info, current, type);
		return 0;
	}
	return sig;
}

static int ptrace_notify_signal(struct utrace_engine *engine, int sig,
				kernel_siginfo_t *info, enum pid_type type)
	__must_hold(task_siglock(current))
{
	struct ptrace_context *ctx = engine->data;

	if (sig)
		return ptrace_signal(ctx, sig, info, type);
	ptrace_report_trap(ctx);
	return 0;
}

/* Only that a handler was set up: all the others are seen under siglock. */
static u32 ptrace_report_signal(u32 action, struct utrace_engine *engine,
				struct pt_regs *regs, kernel_siginfo_t *info,
				const struct k_sigaction *orig_ka,
				struct k_sigaction *return_ka)
{
	struct ptrace_context *ctx = engine->data;

	if (utrace_signal_action(action) == UTRACE_SIGNAL_HANDLER &&
	    utrace_stepping(engine))
		ptrace_trap_stop(ctx, SIGTRAP, 0);
	return ptrace_go_on(ctx) | (action & ~UTRACE_RESUME_MASK);
}

static void ptrace_syscall_stop(struct ptrace_context *ctx,
				unsigned long message)
{
	unsigned int flags = READ_ONCE(ctx->flags);
	int code = SIGTRAP;
	int sig;

	/* unlinked since this report began */
	if (!(flags & PT_PTRACED))
		return;
	if (flags & PT_TRACESYSGOOD)
		code |= 0x80;
	sig = ptrace_trap_stop(ctx, code, message);

	/*
	 * Not the same as to go on with a signal, but good enough: tracers do
	 * that here only with what they want to be delivered.
	 */
	if (sig)
		send_sig(sig, current, 1);
}

static u32 ptrace_report_entry(u32 action, struct utrace_engine *engine,
			       struct pt_regs *regs)
{
	struct ptrace_context *ctx = engine->data;

	/* Another engine stopped after us: all was said already. */
	if (!(action & UTRACE_SYSCALL_RESUMED)) {
		/* How it was resumed counts, not how it will be. */
		ctx->abort = ctx->syscall == PTRACE_SYSCALL_EMULATE;
		ptrace_syscall_stop(ctx, PTRACE_EVENTMSG_SYSCALL_ENTRY);
	}
	return ptrace_go_on(ctx) |
	       (ctx->abort ? UTRACE_SYSCALL_ABORT : UTRACE_SYSCALL_RUN);
}

static u32 ptrace_report_exit_syscall(u32 action, struct utrace_engine *engine,
				      struct pt_regs *regs)
{
	struct ptrace_context *ctx = engine->data;

	ptrace_syscall_stop(ctx, PTRACE_EVENTMSG_SYSCALL_EXIT);
	return ptrace_go_on(ctx);
}

static u32 ptrace_report_exec(u32 action, struct utrace_engine *engine,
			      const struct linux_binfmt *fmt,
			      const struct linux_binprm *bprm,
			      struct pt_regs *regs)
{
	struct ptrace_context *ctx = engine->data;
	struct pid *pid = utrace_exec_pid(current) ?: task_pid(current);

	if (ptrace_event_on(ctx, PTRACE_EVENT_EXEC))
		ptrace_event_stop(ctx, PTRACE_EVENT_EXEC,
				  ptrace_pid_nr(ctx, pid));
	else if ((READ_ONCE(ctx->flags) & (PT_PTRACED | PT_SEIZED)) == PT_PTRACED)
		send_sig(SIGTRAP, current, 0);	/* as it always was */
	return ptrace_go_on(ctx);
}

static u32 ptrace_report_exit(u32 action, struct utrace_engine *engine,
			      long orig_code, long *code)
{
	struct ptrace_context *ctx = engine->data;

	ptrace_event_stop(ctx, PTRACE_EVENT_EXIT, *code);
	return ptrace_go_on(ctx);
}

static u32 ptrace_report_seccomp(u32 action, struct utrace_engine *engine,
				 struct pt_regs *regs, unsigned long data)
{
	struct ptrace_context *ctx = engine->data;

	ptrace_event_stop(ctx, PTRACE_EVENT_SECCOMP, data);
	return ptrace_go_on(ctx);
}

static u32 ptrace_report_cloned(u32 action, struct utrace_engine *engine,
				unsigned long clone_flags, struct pid *pid)
{
	struct ptrace_context *ctx = engine->data;
	/* Another tracer that attaches now resets it. */
	int event = READ_ONCE(ctx->clone_event);

	if (event)
		ptrace_event_stop(ctx, event, ptrace_pid_nr(ctx, pid));
	return ptrace_go_on(ctx);
}

static u32 ptrace_report_vfork_done(u32 action, struct utrace_engine *engine,
				    struct pid *pid)
{
	struct ptrace_context *ctx = engine->data;

	ptrace_event_stop(ctx, PTRACE_EVENT_VFORK_DONE, ptrace_pid_nr(ctx, pid));
	return ptrace_go_on(ctx);
}

/*
 * Link and unlink
 */

/* The events that the options and the last request need.  siglock. */
static unsigned long ptrace_events(const struct ptrace_context *ctx)
{
	unsigned long events = UTRACE_EVENT(SIGLOCK);

	if (ctx->syscall == PTRACE_SYSCALL_TRACE)
		events |= UTRACE_EVENT_SYSCALL;
	else if (ctx->syscall == PTRACE_SYSCALL_EMULATE)
		events |= UTRACE_EVENT(SYSCALL_EMU);

	/* the old SIGTRAP of an exec, see ptrace_report_exec() */
	if (!(ctx->flags & PT_SEIZED))
		events |= UTRACE_EVENT(EXEC);
	if (!(ctx->flags & (PTRACE_O_MASK << PT_OPT_FLAG_SHIFT)))
		return events;

	if (ptrace_event_on(ctx, PTRACE_EVENT_EXEC))
		events |= UTRACE_EVENT(EXEC);
	if (ctx->flags & (PT_TRACE_FORK | PT_TRACE_VFORK | PT_TRACE_CLONE))
		events |= UTRACE_EVENT(CLONED);
	if (ptrace_event_on(ctx, PTRACE_EVENT_VFORK_DONE))
		events |= UTRACE_EVENT(VFORK_DONE);
	if (ptrace_event_on(ctx, PTRACE_EVENT_EXIT))
		events |= UTRACE_EVENT(EXIT);
	if (ptrace_event_on(ctx, PTRACE_EVENT_SECCOMP))
		events |= UTRACE_EVENT(SECCOMP);
	if (ctx->flags & PT_SUSPEND_SECCOMP)
		events |= UTRACE_EVENT(SECCOMP_OFF);
	return events;
}

static void ptrace_update_events(struct ptrace_context *ctx)
{
	utrace_set_events_locked(ctx->tracee, &ctx->engine, ptrace_events(ctx));
}

/* Another tracer may be faster, and take it.  The context, or an ERR_PTR(). */
static struct ptrace_context *ptrace_new_context(struct task_struct *task)
{
	struct ptrace_context *ctx = utrace_new_engine(task, sizeof(*ctx));
	int ret;

	if (IS_ERR(ctx))
		return ctx;
	ctx->tracee = task;
	ret = utrace_attach_engine(task, &ctx->engine, &ptrace_engine_ops, ctx);
	return ret ? ERR_PTR(ret) : ctx;
}

/* siglock */
static struct ptrace_context *ptrace_context_idle(struct task_struct *task)
{
	struct utrace_engine *engine = utrace_find_idle(task,
							&ptrace_engine_ops);

	return engine ? engine->data : NULL;
}

/* tasklist_lock */
static struct task_struct *ptrace_real_parent(struct task_struct *task)
{
	return rcu_dereference_protected(task->real_parent,
					 lockdep_is_held(&tasklist_lock));
}

/*
 * The engine's events come next, and ctx->tracers, unless it is on the list.
 * tasklist_lock is write-held, siglock is held.
 */
static void ptrace_link(struct ptrace_context *ctx, struct task_struct *tracer,
			const struct cred *cred, unsigned int flags)
{
	ctx->flags = flags;
	ctx->syscall = PTRACE_SYSCALL_NONE;
	ctx->resume = UTRACE_RESUME;
	WRITE_ONCE(ctx->clone_event, 0);

	rcu_assign_pointer(ctx->cred, get_cred(cred));
	rcu_assign_pointer(ctx->tracer, tracer);
	list_add(&ctx->tracees, &tracer->ptraced);
	rcu_assign_pointer(ctx->tracee->parent, tracer);
}

/* The same, with all that comes next. */
static void ptrace_link_new(struct ptrace_context *ctx,
			    struct task_struct *tracer, unsigned int flags)
{
	ptrace_link(ctx, tracer, current_cred(), flags);
	ptrace_update_events(ctx);
	/* RCU readers find it complete */
	hlist_add_head_rcu(&ctx->tracers, &ctx->tracee->ptracers);
}

/* Who waits for @task now that a tracer went? */
static void ptrace_update_parent(struct task_struct *task)
{
	struct ptrace_context *ctx = ptrace_context_first(task);
	struct task_struct *parent;

	parent = rcu_dereference_protected(ctx ? ctx->tracer : task->real_parent,
					   lockdep_is_held(&tasklist_lock));
	rcu_assign_pointer(task->parent, parent);
}

/*
 * Forget @ctx and put the tracee where job control wants it: if its group is
 * stopped, it is sent from the trap to TASK_STOPPED.  tasklist_lock is
 * write-held, siglock is held.
 */
static void ptrace_unlink_locked(struct ptrace_context *ctx)
{
	struct task_struct *task = ctx->tracee;
	const struct cred *cred;

	list_del(&ctx->tracees);
	cred = rcu_dereference_protected(ctx->cred,
					 lockdep_is_held(&tasklist_lock));
	RCU_INIT_POINTER(ctx->cred, NULL);
	put_cred(cred);

	hlist_del_rcu(&ctx->tracers);
	RCU_INIT_POINTER(ctx->tracer, NULL);
	ptrace_update_parent(task);
	WRITE_ONCE(ctx->state, PTRACE_STATE_RUNNING);
	ctx->flags = 0;
	ctx->jobctl &= ~JOBCTL_TRAP_MASK;
	ptrace_clear_trapping(ctx);
	WRITE_ONCE(ctx->resume, UTRACE_RESUME);

	if (!(task->flags & PF_EXITING) &&
	    (task->signal->flags & SIGNAL_STOP_STOPPED ||
	     task->signal->group_stop_count))
		task->jobctl |= JOBCTL_STOP_PENDING;

	/* From the trap it goes on by way of get_signal(). */
	if (task_is_traced(task))
		set_tsk_thread_flag(task, TIF_SIGPENDING);
	else if (task->jobctl & JOBCTL_STOP_PENDING)
		signal_wake_up(task, 0);
	utrace_idle_locked(task, &ctx->engine);
}

static void ptrace_unlink_context(struct ptrace_context *ctx)
{
	spin_lock(task_siglock(ctx->tracee));
	ptrace_unlink_locked(ctx);
	spin_unlock(task_siglock(ctx->tracee));
}

/* @task is being reaped. */
void __ptrace_unlink(struct task_struct *task)
{
	struct ptrace_context *ctx;

	while ((ctx = ptrace_context_first(task)))
		ptrace_unlink_context(ctx);
}

/*
 * Unlink, and do for a zombie what the tracer kept from happening: tell its
 * parent, or reap it.  True if the caller has to release_task() it.
 */
static bool __ptrace_detach(struct task_struct *tracer,
			    struct ptrace_context *ctx)
{
	struct task_struct *p = ctx->tracee;
	bool dead;

	ptrace_unlink_context(ctx);

	if (p->exit_state != EXIT_ZOMBIE)
		return false;

	dead = !thread_group_leader(p);
	if (!dead && thread_group_empty(p)) {
		if (!same_thread_group(ptrace_real_parent(p), tracer)) {
			dead = do_notify_parent(p, p->exit_signal);
		} else if (ignoring_children(rcu_dereference_raw(tracer->sighand))) {
			__wake_up_parent(p, tracer);
			dead = true;
		}
	}
	if (dead)
		p->exit_state = EXIT_DEAD;
	return dead;
}

void exit_ptrace(struct task_struct *tracer, struct list_head *dead)
{
	struct ptrace_context *ctx, *next;

	list_for_each_entry_safe(ctx, next, &tracer->ptraced, tracees) {
		struct task_struct *p = ctx->tracee;

		if (unlikely(ctx->flags & PT_EXITKILL))
			send_sig_info(SIGKILL, SEND_SIG_PRIV, p);
		if (__ptrace_detach(tracer, ctx))
			list_add(&p->ptrace_entry, dead);
	}
}

static int ptrace_clone_event(u64 clone_flags, int exit_signal)
{
	if (clone_flags & CLONE_VFORK)
		return PTRACE_EVENT_VFORK;
	if (exit_signal != SIGCHLD)
		return PTRACE_EVENT_CLONE;
	return PTRACE_EVENT_FORK;
}

/*
 * @child will inherit the tracer.  Its context, which has its room in struct
 * utrace, goes with it if the fork fails.  Nobody else can see @child yet.
 */
int __ptrace_prepare_clone(struct task_struct *child, u64 clone_flags,
			   int exit_signal)
{
	struct ptrace_context *ctx, *new;
	int event = 0;

	if (!(clone_flags & CLONE_UNTRACED))
		event = ptrace_clone_event(clone_flags, exit_signal);

	rcu_read_lock();
	ctx = ptrace_context_first(current);
	if (event && !(ctx && ptrace_event_on(ctx, event)))
		event = 0;
	if (ctx)
		WRITE_ONCE(ctx->clone_event, event);
	rcu_read_unlock();

	if (!event && !(clone_flags & CLONE_PTRACE))
		return 0;

	new = utrace_new_engine(child, sizeof(*new));
	if (IS_ERR(new))
		return PTR_ERR(new);
	new->tracee = child;
	/* for ptrace_link_child(), which has no other way to know */
	new->clone_event = event;
	hlist_add_head_rcu(&new->tracers, &child->ptracers);
	return 0;
}

/*
 * Nobody has seen @child yet.  It stops for the tracer, if there still is one,
 * before it comes to user mode.
 */
void ptrace_link_child(struct task_struct *child)
{
	struct ptrace_context *parent = ptrace_context_first(current);
	struct ptrace_context *ctx = ptrace_context_first(child);
	struct task_struct *tracer;
	const struct cred *cred;

	if (!parent) {
		hlist_del_rcu(&ctx->tracers);
		return;
	}

	/* It may be another tracer by now. */
	WRITE_ONCE(parent->clone_event, ctx->clone_event);

	tracer = rcu_dereference_protected(parent->tracer,
					   lockdep_is_held(&tasklist_lock));
	cred = rcu_dereference_protected(parent->cred,
					 lockdep_is_held(&tasklist_lock));
	ptrace_link(ctx, tracer, cred, parent->flags);
	utrace_attach_unborn(child, &ctx->engine, &ptrace_engine_ops, ctx,
			     ptrace_events(ctx));
	if (ctx->flags & PT_SEIZED)
		ptrace_trap(ctx, JOBCTL_TRAP_STOP);
	else
		sigaddset(&child->pending.signal, SIGSTOP);
}

static const struct utrace_engine_ops ptrace_engine_ops = {
	.name			= "ptrace",
	.report_signal		= ptrace_report_signal,
	.report_exec		= ptrace_report_exec,
	.report_syscall_entry	= ptrace_report_entry,
	.report_syscall_exit	= ptrace_report_exit_syscall,
	.report_exit		= ptrace_report_exit,
	.report_cloned		= ptrace_report_cloned,
	.report_vfork_done	= ptrace_report_vfork_done,
	.report_seccomp		= ptrace_report_seccomp,
	.notify_jctl		= ptrace_notify_jctl,
	.notify_signal		= ptrace_notify_signal,
};

/*
 * Requests: in the tracer
 */

/* tasklist_lock write-held; SEIZE makes it trap in a group stop only. */
static void ptrace_set_stopped(struct ptrace_context *ctx)
{
	struct task_struct *task = ctx->tracee;

	if (!(ctx->flags & PT_SEIZED))
		send_signal_locked(SIGSTOP, SEND_SIG_PRIV, task, PIDTYPE_PID);
	/*
	 * A task in a group stop goes from STOPPED to the trap for it.  We
	 * wait for that, so that the tracer does not see it running between;
	 * another thread of the tracer may.  Both ends are under siglock.
	 */
	if (task_is_stopped(task) && !fatal_signal_pending(task) &&
	    !(task->flags & PF_EXITING)) {
		ctx->jobctl |= JOBCTL_TRAPPING;
		ptrace_trap(ctx, JOBCTL_TRAP_STOP);
		task->jobctl &= ~JOBCTL_STOPPED;
		signal_wake_up_state(task, __TASK_STOPPED);
	}
}

/* Make current the tracer of @task.  Returns NULL if a context is missing. */
static struct ptrace_context *ptrace_attach_context(struct task_struct *task,
						    unsigned int flags)
{
	struct ptrace_context *ctx = ERR_PTR(-EPERM);

	write_lock_irq(&tasklist_lock);
	if (likely(!task->exit_state) && !task_is_ptraced(task)) {
		spin_lock(task_siglock(task));
		ctx = ptrace_context_idle(task);
		if (ctx) {
			ptrace_link_new(ctx, current, flags);
			ptrace_set_stopped(ctx);
		}
		spin_unlock(task_siglock(task));
	}
	write_unlock_irq(&tasklist_lock);
	return ctx;
}

static int ptrace_attach(struct task_struct *task, long request,
			 unsigned long addr, unsigned long data)
{
	struct ptrace_context *ctx = NULL;
	unsigned int flags = PT_PTRACED;
	int ret;

	if (request == PTRACE_SEIZE) {
		/* These two have always been EIO, unlike in SETOPTIONS. */
		if (addr != 0 || data & ~(unsigned long)PTRACE_O_MASK)
			return -EIO;
		ret = check_ptrace_options(data);
		if (ret)
			return ret;
		flags |= PT_SEIZED | (data << PT_OPT_FLAG_SHIFT);
	}

	audit_ptrace(task);

	if (unlikely(task->flags & PF_KTHREAD))
		return -EPERM;
	if (same_thread_group(task, current))
		return -EPERM;

	/*
	 * Credentials of set-user-ID programs and the like are calculated
	 * differently under a tracer: not in the middle of an exec.
	 */
	scoped_cond_guard(mutex_intr, return -ERESTARTNOINTR,
			  &task->signal->cred_guard_mutex) {
		scoped_guard (task_lock, task) {
			ret = __ptrace_may_access(task,
						  PTRACE_MODE_ATTACH_REALCREDS);
			if (ret)
				return ret;
		}
		while (!(ctx = ptrace_attach_context(task, flags))) {
			ret = PTR_ERR_OR_ZERO(ptrace_new_context(task));
			/* it died meanwhile, and a zombie is no tracee */
			if (ret)
				return ret == -ESRCH ? -EPERM : ret;
		}
		if (IS_ERR(ctx))
			return PTR_ERR(ctx);
	}

	/* Killed: no more user mode for us, and exit_ptrace() unlinks. */
	wait_on_bit(&ctx->jobctl, JOBCTL_TRAPPING_BIT, TASK_KILLABLE);
	proc_ptrace_connector(task, PTRACE_ATTACH);
	return 0;
}

/* -EAGAIN if a context is missing */
static int ptrace_traceme_context(void)
{
	struct task_struct *parent;
	struct ptrace_context *ctx;
	int ret = -EPERM;

	write_lock_irq(&tasklist_lock);
	if (task_is_ptraced(current))
		goto out;
	parent = ptrace_real_parent(current);
	ret = security_ptrace_traceme(parent);
	/*
	 * A parent that exits has gone through exit_ptrace(): it would untrace
	 * us at once, so pretend it did.
	 */
	if (ret || parent->flags & PF_EXITING)
		goto out;
	spin_lock(task_siglock(current));
	ctx = ptrace_context_idle(current);
	if (ctx)
		ptrace_link_new(ctx, parent, PT_PTRACED);
	else
		ret = -EAGAIN;
	spin_unlock(task_siglock(current));
out:
	write_unlock_irq(&tasklist_lock);
	return ret;
}

static int ptrace_traceme(void)
{
	int ret;

	while ((ret = ptrace_traceme_context()) == -EAGAIN) {
		ret = PTR_ERR_OR_ZERO(ptrace_new_context(current));
		if (ret)
			break;
	}
	return ret;
}

/*
 * The tracee of an EXEC event that nobody waited for has changed its pid: who
 * names the new one most likely means the old leader, which is gone.
 */
static bool ptrace_spurious_pid(const struct ptrace_context *ctx)
{
	return ctx->code == ((PTRACE_EVENT_EXEC << 8) | SIGTRAP) &&
	       ctx->message != task_pid_vnr(ctx->tracee);
}

/* Is the tracee stopped for the tracer?  siglock. */
static inline bool ptrace_is_stopped(const struct ptrace_context *ctx)
{
	return ctx->state == PTRACE_STATE_STOPPED && !ptrace_spurious_pid(ctx) &&
	       task_is_traced(ctx->tracee) &&
	       !__fatal_signal_pending(ctx->tracee);
}

/*
 * Look up current's context on @child and take the siglock of @child, which
 * keeps both from going.  As __lock_task_sighand(), but interrupts are on.  RCU.
 *
 * (Sparse does not know locks that are held now and then: it is told here that
 * this one is not, and by the callers that it is.)
 */
static inline struct ptrace_context *
__ptrace_lock_context(struct task_struct *child)
{
	struct ptrace_context *ctx = ptrace_context_of(child, current);
	struct sighand_struct *sighand;

	if (!ctx)
		return NULL;
	while ((sighand = rcu_dereference(child->sighand))) {
		spin_lock_irq(&sighand->siglock);
		/* still its sighand, and still linked? */
		if (likely(sighand == rcu_access_pointer(child->sighand))) {
			if (likely(rcu_access_pointer(ctx->tracer) == current)) {
				__release(&sighand->siglock);
				return ctx;
			}
			spin_unlock_irq(&sighand->siglock);
			break;
		}
		spin_unlock_irq(&sighand->siglock);
	}
	return NULL;
}

static inline struct ptrace_context *
ptrace_lock_context(struct task_struct *child)
{
	struct ptrace_context *ctx;

	rcu_read_lock();
	ctx = __ptrace_lock_context(child);
	rcu_read_unlock();
	(void)__cond_lock(task_siglock(child), ctx);
	return ctx;
}

static inline void ptrace_unlock_context(struct ptrace_context *ctx)
	__releases(task_siglock(ctx->tracee))
{
	spin_unlock_irq(task_siglock(ctx->tracee));
}

/* The same with the task at @pid; told as __ptrace_lock_context(). */
static inline struct ptrace_context *__ptrace_lock_pid(long pid)
{
	struct ptrace_context *ctx;
	struct task_struct *child;

	rcu_read_lock();
	child = find_task_by_vpid(pid);
	ctx = child ? __ptrace_lock_context(child) : NULL;
	rcu_read_unlock();
	return ctx;
}

static inline struct ptrace_context *ptrace_lock_pid(long pid)
{
	struct ptrace_context *ctx = __ptrace_lock_pid(pid);

	(void)__cond_lock(task_siglock(ctx->tracee), ctx);
	return ctx;
}

/*
 * Freeze @child for a request of current.  It is off its CPU then, so that the
 * request can use its registers.
 */
static struct ptrace_context *ptrace_freeze(struct task_struct *child)
{
	struct ptrace_context *ctx;
	bool frozen;

	ctx = ptrace_lock_context(child);
	if (!ctx)
		return NULL;
	frozen = ptrace_is_stopped(ctx) && utrace_freeze(child);
	ptrace_unlock_context(ctx);
	if (!frozen)
		return NULL;

	/* It stays off until this tracer lets it go: ask once. */
	if (!ctx->inactive) {
		if (WARN_ON_ONCE(!wait_task_inactive(child, __TASK_TRACED |
							    TASK_FROZEN))) {
			utrace_unfreeze(child);
			return NULL;
		}
		ctx->inactive = true;
	}
	return ctx;
}

/*
 * Take the siglock of the task at @pid if it is stopped for current, and
 * through with telling current so: it must not be resumed before its SIGCHLD.
 */
static inline struct ptrace_context *__ptrace_lock_told_context(long pid)
{
	struct ptrace_context *ctx;
	struct task_struct *child;

	for (;;) {
		ctx = __ptrace_lock_pid(pid);
		if (!__cond_lock(task_siglock(ctx->tracee), ctx))
			return NULL;
		child = ctx->tracee;
		if (unlikely(!ptrace_is_stopped(ctx)))
			break;
		/* pairs with smp_store_release() in ptrace_stop() */
		if (likely(smp_load_acquire(&ctx->notified))) {
			__release(task_siglock(child));
			return ctx;
		}

		/* It is when it has gone to sleep. */
		get_task_struct(child);
		ptrace_unlock_context(ctx);
		if (ptrace_freeze(child))
			utrace_unfreeze(child);
		put_task_struct(child);
	}
	ptrace_unlock_context(ctx);
	return NULL;
}

static inline struct ptrace_context *ptrace_lock_told_context(long pid)
{
	struct ptrace_context *ctx = __ptrace_lock_told_context(pid);

	(void)__cond_lock(task_siglock(ctx->tracee), ctx);
	return ctx;
}

/* What a request that resumes the tracee wants; false if it is another one. */
static bool ptrace_is_resume(long request, enum utrace_resume_action *action,
			     enum ptrace_syscall *syscall)
{
	*action = UTRACE_RESUME;
	*syscall = PTRACE_SYSCALL_NONE;

	switch (request) {
	case PTRACE_CONT:
		return true;
	case PTRACE_SYSCALL:
		*syscall = PTRACE_SYSCALL_TRACE;
		return true;
	case PTRACE_SINGLESTEP:
		*action = UTRACE_SINGLESTEP;
		return true;
#ifdef PTRACE_SINGLEBLOCK
	case PTRACE_SINGLEBLOCK:
		*action = UTRACE_BLOCKSTEP;
		return true;
#endif
#if defined(CONFIG_GENERIC_ENTRY) || defined(TIF_SYSCALL_EMU)
	case PTRACE_SYSEMU_SINGLESTEP:
		*action = UTRACE_SINGLESTEP;
		fallthrough;
	case PTRACE_SYSEMU:
		*syscall = PTRACE_SYSCALL_EMULATE;
		return true;
#endif
	default:
		return false;
	}
}

/* The tracee is stopped for current.  siglock. */
static int ptrace_resume_locked(struct ptrace_context *ctx,
				enum utrace_resume_action action,
				enum ptrace_syscall syscall, unsigned long data)
{
	if (!valid_signal(data))
		return -EIO;
	if (ctx->syscall != syscall) {
		ctx->syscall = syscall;
		ptrace_update_events(ctx);
	}
	if ((action == UTRACE_SINGLESTEP && !arch_has_single_step()) ||
	    (action == UTRACE_BLOCKSTEP && !arch_has_block_step()))
		return -EIO;

	/*
	 * In one go with the wake-up: a code that is not zero looks like
	 * another stop to wait_task_stopped().
	 */
	ctx->code = data;
	WRITE_ONCE(ctx->resume, action);
	ptrace_wake(ctx);
	return 0;
}

/*
 * Resume takes nothing but the lock under which it looks whether there is
 * something to resume.
 */
static long ptrace_resume(long pid, enum utrace_resume_action action,
			  enum ptrace_syscall syscall, unsigned long data)
{
	struct ptrace_context *ctx = ptrace_lock_told_context(pid);
	long ret;

	if (!ctx)
		return -ESRCH;
	ret = ptrace_resume_locked(ctx, action, syscall, data);
	ptrace_unlock_context(ctx);
	return ret;
}

/* Stop without side effects on signals or job control; works on a running one. */
static int ptrace_interrupt(long pid)
{
	struct ptrace_context *ctx;
	int ret = -EIO;

	ctx = ptrace_lock_pid(pid);
	if (!ctx)
		return -ESRCH;
	if (ctx->flags & PT_SEIZED) {
		ptrace_trap(ctx, JOBCTL_TRAP_STOP);
		ret = 0;
	}
	ptrace_unlock_context(ctx);
	return ret;
}

/*
 * Leave the tracee in its group stop, and make it trap again when something
 * happens to that.
 */
static int ptrace_listen(long pid)
{
	struct ptrace_context *ctx;
	int ret = -EIO;

	ctx = ptrace_lock_told_context(pid);
	if (!ctx)
		return -ESRCH;
	if ((ctx->flags & PT_SEIZED) && ctx->info &&
	    (ctx->info->si_code >> 8) == PTRACE_EVENT_STOP) {
		WRITE_ONCE(ctx->state, PTRACE_STATE_LISTENING);
		/* It did already, since the stop. */
		if (ctx->jobctl & JOBCTL_TRAP_NOTIFY)
			ptrace_trap(ctx, JOBCTL_TRAP_NOTIFY);
		ret = 0;
	}
	ptrace_unlock_context(ctx);
	return ret;
}

static int ptrace_kill(struct task_struct *child)
{
	if (!ptrace_is_tracer(child))
		return -ESRCH;
	send_sig_info(SIGKILL, SEND_SIG_NOINFO, child);
	return 0;
}

/*
 * tasklist_lock write-held.  Returns -EAGAIN if the tracee is not through with
 * telling of its stop, for which it needs tasklist_lock; a reference in *@child
 * if all went well.
 */
static int ptrace_detach_locked(long pid, unsigned int data,
				struct task_struct **child)
{
	struct ptrace_context *ctx = NULL;
	int ret;

	rcu_read_lock();
	*child = find_task_by_vpid(pid);
	if (*child)
		ctx = ptrace_context_of(*child, current);
	rcu_read_unlock();
	if (!ctx)
		return -ESRCH;

	spin_lock(task_siglock(*child));
	if (!ptrace_is_stopped(ctx)) {
		ret = -ESRCH;
	} else if (!ctx->notified) {
		ret = -EAGAIN;
	} else if (!valid_signal(data)) {
		ret = -EIO;
	} else {
		get_task_struct(*child);
		ctx->code = data;
		ctx->disable = true;
		/* it is stopped, so no zombie: see __ptrace_detach() */
		ptrace_unlink_locked(ctx);
		ret = 0;
	}
	spin_unlock(task_siglock(*child));
	return ret;
}

static int ptrace_detach(long pid, unsigned int data)
{
	struct ptrace_context *ctx;
	struct task_struct *child;
	int ret;

	for (;;) {
		write_lock_irq(&tasklist_lock);
		ret = ptrace_detach_locked(pid, data, &child);
		write_unlock_irq(&tasklist_lock);
		if (likely(ret != -EAGAIN))
			break;
		ctx = ptrace_lock_told_context(pid);
		if (!ctx)
			return -ESRCH;
		ptrace_unlock_context(ctx);
	}
	if (ret)
		return ret;

	proc_ptrace_connector(child, PTRACE_DETACH);
	put_task_struct(child);
	return 0;
}

/*
 * What wait() takes from @task, which may be stopped, if it is stopped for
 * current's process, else NULL.  Under siglock or, for a first look, RCU.
 */
int *ptrace_stopped_code(struct task_struct *task)
{
	struct ptrace_context *ctx;
	struct task_struct *tracer;

	for_each_ptrace_context(ctx, task) {
		tracer = rcu_dereference_raw(ctx->tracer);
		if (tracer && same_thread_group(tracer, current))
			return READ_ONCE(ctx->state) == PTRACE_STATE_STOPPED ?
			       &ctx->code : NULL;
	}
	return NULL;
}

/* What kernel/ptrace.c and the architectures ask about a frozen tracee. */

int ptrace_setoptions(struct task_struct *child, unsigned long data)
{
	struct ptrace_context *ctx = ptrace_context_frozen(child);
	int ret;

	ret = check_ptrace_options(data);
	if (ret)
		return ret;

	spin_lock_irq(task_siglock(child));
	ctx->flags = (ctx->flags & ~(PTRACE_O_MASK << PT_OPT_FLAG_SHIFT)) |
		     (data << PT_OPT_FLAG_SHIFT);
	ptrace_update_events(ctx);
	spin_unlock_irq(task_siglock(child));
	return 0;
}

unsigned long ptrace_eventmsg(struct task_struct *child)
{
	return ptrace_context_frozen(child)->message;
}

kernel_siginfo_t *ptrace_siginfo(struct task_struct *child)
{
	struct ptrace_context *ctx = ptrace_context_frozen(child);

	if (ctx->sender_due) {
		ctx->sender_due = false;
		ctx->info->si_pid = task_pid_nr_ns(child,
						   task_active_pid_ns(child));
	}
	return ctx->info;
}

int ptrace_siginfo_code(struct task_struct *child)
{
	const kernel_siginfo_t *info = ptrace_context_frozen(child)->info;

	return info ? info->si_code : 0;
}

static long ptrace_frozen_request(struct task_struct *child, long request,
				  unsigned long addr, unsigned long data,
				  bool compat)
{
	long ret;

	if (!ptrace_freeze(child))
		return -ESRCH;
#ifdef CONFIG_COMPAT
	if (compat)
		ret = compat_arch_ptrace(child, request, addr, data);
	else
#endif
		ret = arch_ptrace(child, request, addr, data);
	utrace_unfreeze(child);
	return ret;
}

/* Requests that are rare, or take more time than the call of a function. */
static noinline long do_other_ptrace(long request, long pid, unsigned long addr,
				     unsigned long data, bool compat)
{
	struct task_struct *child;
	long ret;

	if (request == PTRACE_TRACEME)
		return ptrace_traceme();
	if (request == PTRACE_INTERRUPT)
		return ptrace_interrupt(pid);
	if (request == PTRACE_LISTEN)
		return ptrace_listen(pid);
	if (request == PTRACE_DETACH)
		return ptrace_detach(pid, data);

	child = find_get_task_by_vpid(pid);
	if (!child)
		return -ESRCH;

	if (request == PTRACE_ATTACH || request == PTRACE_SEIZE)
		ret = ptrace_attach(child, request, addr, data);
	else if (request == PTRACE_KILL)
		ret = ptrace_kill(child);
	else
		ret = ptrace_frozen_request(child, request, addr, data, compat);

	put_task_struct(child);
	return ret;
}

static long do_ptrace(long request, long pid, unsigned long addr,
		      unsigned long data, bool compat)
{
	enum utrace_resume_action action;
	enum ptrace_syscall syscall;

	if (ptrace_is_resume(request, &action, &syscall))
		return ptrace_resume(pid, action, syscall, data);
	return do_other_ptrace(request, pid, addr, data, compat);
}

SYSCALL_DEFINE4(ptrace, long, request, long, pid, unsigned long, addr,
		unsigned long, data)
{
	return do_ptrace(request, pid, addr, data, false);
}

#ifdef CONFIG_COMPAT
COMPAT_SYSCALL_DEFINE4(ptrace, compat_long_t, request, compat_long_t, pid,
		       compat_long_t, addr, compat_long_t, data)
{
	return do_ptrace(request, pid, (u32)addr, (u32)data, true);
}
#endif
