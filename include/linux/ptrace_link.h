/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who traces whom: questions that the kernel asks about ptrace
 *
 * Included by <linux/ptrace.h> only.  With CONFIG_UTRACE the answers are in
 * the contexts of kernel/ptrace-utrace.c, otherwise in struct task_struct.
 */
#ifndef _LINUX_PTRACE_LINK_H
#define _LINUX_PTRACE_LINK_H

#ifdef CONFIG_UTRACE

#include <linux/rculist.h>
#include <linux/sched/jobctl.h>
#include <linux/utrace.h>

/**
 * enum ptrace_syscall - what the last request wants of system calls
 * @PTRACE_SYSCALL_NONE: nothing
 * @PTRACE_SYSCALL_TRACE: stop before and after each
 * @PTRACE_SYSCALL_EMULATE: stop before each, and do not run it
 */
enum ptrace_syscall {
	PTRACE_SYSCALL_NONE,
	PTRACE_SYSCALL_TRACE,
	PTRACE_SYSCALL_EMULATE,
};

/**
 * enum ptrace_state - what a linked tracee does, as its tracer sees it
 * @PTRACE_STATE_RUNNING: it runs
 * @PTRACE_STATE_STOPPED: it is stopped; wait() and requests see that
 * @PTRACE_STATE_LISTENING: it is stopped, but PTRACE_LISTEN hides that
 */
enum ptrace_state {
	PTRACE_STATE_RUNNING,
	PTRACE_STATE_STOPPED,
	PTRACE_STATE_LISTENING,
};

/**
 * struct ptrace_context - one tracer and one tracee
 * @engine: the engine on @tracee, whose data this is
 * @tracers: on @tracee's list of those who trace it; the first of them is its
 *	parent
 * @tracee: who is traced; does not outlive it
 * @tracer: who traces; NULL when unlinked, and @engine is idle
 * @cred: credentials of the tracer when it attached
 * @tracees: on @tracer's list of those whom it traces
 * @flags: PT_*: how it was attached, and the options
 * @code: status for wait() while stopped, then the signal to go on with
 * @jobctl: JOBCTL_TRAP_* and JOBCTL_TRAPPING
 * @state: enum ptrace_state
 * @inactive: @tracer has seen that the tracee is off its CPU in this stop
 * @notified: the tracer was told of this stop
 * @abort: the system call at hand is not run
 * @disable: the tracer has detached, the tracee has to call ptrace_disable()
 * @clone_event: PTRACE_EVENT_* of the clone at hand
 * @syscall: enum ptrace_syscall: what the last request wants of system calls
 * @resume: enum utrace_resume_action: how the last request let it run
 * @message: for PTRACE_GETEVENTMSG while stopped
 * @info: of the stop; NULL in one for a plain group stop
 * @sender_due: si_pid is not yet in @info: it is the tracee's
 *
 * Which lock is for what is at the head of kernel/ptrace-utrace.c.
 */
struct ptrace_context {
	struct utrace_engine engine;
	struct hlist_node tracers;
	struct task_struct *tracee;
	struct task_struct __rcu *tracer;
	const struct cred __rcu *cred;
	struct list_head tracees;
	unsigned int flags;
	int code;
	unsigned long jobctl;
	u8 state;
	bool inactive;
	bool notified;
	bool abort;
	bool disable;
	bool sender_due;
	u8 clone_event;
	u8 syscall;
	u8 resume;
	unsigned long message;
	kernel_siginfo_t *info;
};

/* Walk over the contexts in which @task is the tracee.  RCU, or siglock. */
#define for_each_ptrace_context(ctx, task)				\
	hlist_for_each_entry_rcu(ctx, &(task)->ptracers, tracers, true)

static inline struct ptrace_context *
ptrace_context_first(struct task_struct *task)
{
	struct hlist_node *first;

	first = rcu_dereference_raw(hlist_first_rcu(&task->ptracers));
	return hlist_entry_safe(first, struct ptrace_context, tracers);
}

/* Does anybody trace @task?  Stable under tasklist_lock or its siglock. */
static inline bool task_is_ptraced(struct task_struct *task)
{
	return unlikely(!hlist_empty(&task->ptracers));
}

/* The one in which @tracer traces @task, or NULL. */
static inline struct ptrace_context *
ptrace_context_of(struct task_struct *task, struct task_struct *tracer)
{
	struct ptrace_context *ctx;

	for_each_ptrace_context(ctx, task)
		if (rcu_access_pointer(ctx->tracer) == tracer)
			return ctx;
	return NULL;
}

/* Is current the tracer of @task? */
static inline bool ptrace_is_tracer(struct task_struct *task)
{
	bool ret;

	rcu_read_lock();
	ret = ptrace_context_of(task, current);
	rcu_read_unlock();
	return ret;
}

#define ptrace_is_tracer_once(task)	ptrace_is_tracer(task)
#define task_is_ptraced_once(task)	task_is_ptraced(task)

/* The credentials with which @task's tracer attached, or NULL.  RCU. */
static inline const struct cred *ptrace_tracer_cred(struct task_struct *task)
{
	struct ptrace_context *ctx = ptrace_context_first(task);

	return ctx ? rcu_dereference(ctx->cred) : NULL;
}

/* Walk over the tasks that @tracer traces.  tasklist_lock. */
#define for_each_tracee(p, tracer)					\
	for (struct ptrace_context *__ctx =				\
		     list_first_entry(&(tracer)->ptraced,		\
				      struct ptrace_context, tracees);	\
	     !list_entry_is_head(__ctx, &(tracer)->ptraced, tracees) && \
		     (p = __ctx->tracee, true);			\
	     __ctx = list_next_entry(__ctx, tracees))

#define ptrace_may_be_stopped(task)	task_is_traced(task)

/*
 * What its tracer is told in SIGCHLD when @task has stopped.  tasklist_lock.  A
 * thread of the tracer may be in wait() already, and take it.
 */
static inline int ptrace_stop_code(struct task_struct *task)
{
	struct ptrace_context *ctx = ptrace_context_first(task);

	return ctx ? READ_ONCE(ctx->code) : 0;
}

/* For /proc: the stop that nobody waited for yet, or how @task exits. */
static inline int ptrace_exit_code(struct task_struct *task)
{
	struct ptrace_context *ctx;
	int code = task->exit_code;

	rcu_read_lock();
	ctx = ptrace_context_first(task);
	if (ctx && READ_ONCE(ctx->state) != PTRACE_STATE_RUNNING)
		code = READ_ONCE(ctx->code);
	rcu_read_unlock();
	return code;
}

/* For wait(), of a tracee that may be stopped: the stop to report, or NULL */
int *ptrace_stopped_code(struct task_struct *task);

/* Of a tracee that is stopped for current */
unsigned long ptrace_eventmsg(struct task_struct *child);
kernel_siginfo_t *ptrace_siginfo(struct task_struct *child);
int ptrace_siginfo_code(struct task_struct *child);
int ptrace_setoptions(struct task_struct *child, unsigned long data);

/* kernel/ptrace.c, for kernel/ptrace-utrace.c */
int check_ptrace_options(unsigned long data);
int __ptrace_may_access(struct task_struct *task, unsigned int mode);
int ignoring_children(struct sighand_struct *sigh);

int __ptrace_prepare_clone(struct task_struct *child, u64 clone_flags,
			   int exit_signal);
void ptrace_link_child(struct task_struct *child);

/* Before @child can be found: make what ptrace_init_task() needs, or -ENOMEM. */
static inline int ptrace_prepare_clone(struct task_struct *child,
				       u64 clone_flags, int exit_signal)
{
	if (likely(!task_is_ptraced(current)))
		return 0;
	return __ptrace_prepare_clone(child, clone_flags, exit_signal);
}

/* current's siglock and tasklist_lock are held. */
static inline void ptrace_init_task(struct task_struct *child, bool ptrace)
{
	INIT_LIST_HEAD(&child->ptrace_entry);
	INIT_LIST_HEAD(&child->ptraced);
	child->jobctl = 0;
	child->parent = child->real_parent;
	if (unlikely(task_is_ptraced(child)))
		ptrace_link_child(child);
}

static inline bool ptrace_event_enabled(struct task_struct *task, int event)
{
	return false;
}

/* kernel/signal.c calls it where tracehook_jctl_changed() said no. */
static inline void ptrace_trap_notify(struct task_struct *task) { }

#else /* !CONFIG_UTRACE */

/* Macros, where a function would not leave the code as it was. */

static inline int ptrace_prepare_clone(struct task_struct *child,
				       u64 clone_flags, int exit_signal)
{
	return 0;
}

#define task_is_ptraced(task)		((task)->ptrace)
#define task_is_ptraced_once(task)	READ_ONCE((task)->ptrace)
#define ptrace_is_tracer_once(task)	(READ_ONCE((task)->parent) == current)
#define ptrace_tracer_cred(task)	rcu_dereference((task)->ptracer_cred)

#define ptrace_is_tracer(task)		\
	((task)->ptrace && current == (task)->parent)

#define for_each_tracee(tracee, tracer)					\
	list_for_each_entry(tracee, &(tracer)->ptraced, ptrace_entry)

#define ptrace_may_be_stopped(task)					\
	(task_is_traced(task) && !((task)->jobctl & JOBCTL_LISTENING))
#define ptrace_stopped_code(task)	(&(task)->exit_code)
#define ptrace_stop_code(task)		((task)->exit_code)
#define ptrace_exit_code(task)		((task)->exit_code)
#define ptrace_eventmsg(child)		((child)->ptrace_message)
#define ptrace_siginfo(child)		((child)->last_siginfo)
#define ptrace_siginfo_code(child) \
	((child)->last_siginfo ? (child)->last_siginfo->si_code : 0)

#endif /* CONFIG_UTRACE */

#endif /* _LINUX_PTRACE_LINK_H */
