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

bool __task_is_ptraced(struct task_struct *task);
struct task_struct *__ptrace_parent(struct task_struct *task);
struct task_struct *__ptrace_tracer(struct task_struct *task);

/* Does anybody trace @task?  Stable under tasklist_lock or its siglock. */
static inline bool task_is_ptraced(struct task_struct *task)
{
	return unlikely(READ_ONCE(task->utrace_flags)) &&
	       __task_is_ptraced(task);
}

/* The tracer of @task, or NULL.  RCU. */
#define ptrace_parent_rcu(task)		__ptrace_parent(task)

/* Who waits for @task: its tracer, or else its real parent.  tasklist_lock. */
static inline struct task_struct *ptrace_tracer(struct task_struct *task)
{
	if (likely(!READ_ONCE(task->utrace_flags)))
		return rcu_dereference_raw(task->real_parent);
	return __ptrace_tracer(task);
}

/* Is current the tracer of @task? */
bool ptrace_is_tracer(struct task_struct *task);
#define ptrace_is_tracer_once(task)	ptrace_is_tracer(task)
#define task_is_ptraced_once(task)	task_is_ptraced(task)

/* The credentials with which @task's tracer attached, or NULL.  RCU. */
const struct cred *ptrace_tracer_cred(struct task_struct *task);

/* @task has a new real parent.  tasklist_lock. */
#define ptrace_reparent(task, old_parent)	\
	((task)->parent = (task)->real_parent)

/* Walk over the tasks that @tracer traces.  tasklist_lock. */
struct task_struct *ptrace_next_tracee(struct task_struct *tracer,
				       struct task_struct *tracee);
#define for_each_tracee(tracee, tracer)				\
	for (tracee = ptrace_next_tracee(tracer, NULL); tracee;	\
	     tracee = ptrace_next_tracee(tracer, tracee))

/* What wait() takes from @task if it is stopped for current, else NULL. */
#define ptrace_may_be_stopped(task)	task_is_traced(task)
int *ptrace_stopped_code(struct task_struct *task);

/* What its tracer is told in SIGCHLD when @task has stopped. */
int ptrace_stop_code(struct task_struct *task);

/* For /proc: the stop that nobody waited for yet, or how @task exits. */
int ptrace_exit_code(struct task_struct *task);

/* Of a tracee that is stopped for current */
unsigned long ptrace_eventmsg(struct task_struct *child);
kernel_siginfo_t *ptrace_siginfo(struct task_struct *child);
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
	if (unlikely(child->utrace))
		ptrace_link_child(child);
}

#define ptrace_event_enabled(task, event)	false

/* kernel/signal.c calls it where tracehook_jctl_changed() said no. */
static inline void ptrace_trap_notify(struct task_struct *task) { }

#else /* !CONFIG_UTRACE */

static inline int ptrace_prepare_clone(struct task_struct *child,
				       u64 clone_flags, int exit_signal)
{
	return 0;
}

#define task_is_ptraced(task)		((task)->ptrace)
#define task_is_ptraced_once(task)	READ_ONCE((task)->ptrace)
#define ptrace_parent_rcu(task)		rcu_dereference((task)->parent)
#define ptrace_tracer(task)		((task)->parent)
#define ptrace_is_tracer(task)		\
	((task)->ptrace && current == (task)->parent)
#define ptrace_is_tracer_once(task)	(READ_ONCE((task)->parent) == current)
#define ptrace_tracer_cred(task)	rcu_dereference((task)->ptracer_cred)

#define ptrace_reparent(task, old_parent) do {				\
	BUG_ON((!(task)->ptrace) !=					\
	       (rcu_access_pointer((task)->parent) == (old_parent)));	\
	if (likely(!(task)->ptrace))					\
		(task)->parent = (task)->real_parent;			\
} while (0)

#define for_each_tracee(tracee, tracer)					\
	list_for_each_entry(tracee, &(tracer)->ptraced, ptrace_entry)

#define ptrace_may_be_stopped(task)					\
	(task_is_traced(task) && !((task)->jobctl & JOBCTL_LISTENING))
#define ptrace_stopped_code(task)	(&(task)->exit_code)
#define ptrace_stop_code(task)		((task)->exit_code)
#define ptrace_exit_code(task)		((task)->exit_code)
#define ptrace_eventmsg(child)		((child)->ptrace_message)
#define ptrace_siginfo(child)		((child)->last_siginfo)

#endif /* CONFIG_UTRACE */

#endif /* _LINUX_PTRACE_LINK_H */
