/* SPDX-License-Identifier: GPL-2.0 */
/*
 * utrace - any number of tracing engines on one task
 *
 * An engine is a set of callbacks that is attached to one task (a thread).
 * It chooses the events it wants to see, and after each of them what the task
 * shall do next.  See Documentation/trace/utrace.rst for the rules that an
 * engine lives by, and the head comment of kernel/utrace.c for how they are
 * kept.  The kernel's own code does not call what is declared here: it calls
 * <linux/tracehook.h>.
 */
#ifndef _LINUX_UTRACE_H
#define _LINUX_UTRACE_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/signal.h>

struct linux_binprm;
struct linux_binfmt;
struct pt_regs;
struct pid;
struct user_regset_view;
struct utrace;

/*
 * The date of the interface.  The last published one was 20091216; what is
 * newer than that is marked below.
 */
#define UTRACE_API_VERSION	20261121

/**
 * enum utrace_events - what an engine can ask to see
 * @_UTRACE_EVENT_QUIESCE: The task is at a safe point: report_quiesce() comes
 *	in each report of an event that any engine wants, before the callback
 *	for it, when a report was asked for, before each signal handler, and
 *	at death.
 * @_UTRACE_EVENT_REAP: The task was reaped, nobody can find it any more.
 * @_UTRACE_EVENT_CLONE: A new task was made and has not run yet.
 * @_UTRACE_EVENT_EXEC: execve() has replaced the program.
 * @_UTRACE_EVENT_EXIT: The task begins to exit, its state is still there.
 * @_UTRACE_EVENT_DEATH: The task is dead, and a zombie or already reaped.
 * @_UTRACE_EVENT_SYSCALL_ENTRY: A system call was entered and has not begun.
 * @_UTRACE_EVENT_SYSCALL_EXIT: A system call is about to return.
 * @_UTRACE_EVENT_SIGNAL: A signal will run a handler.
 * @_UTRACE_EVENT_SIGNAL_IGN: A signal will be ignored.
 * @_UTRACE_EVENT_SIGNAL_STOP: A signal will stop the process.
 * @_UTRACE_EVENT_SIGNAL_TERM: A signal will kill the process.
 * @_UTRACE_EVENT_SIGNAL_CORE: A signal will kill the process and dump core.
 * @_UTRACE_EVENT_JCTL: Job control is about to stop the task, or has
 *	continued it.
 * @_UTRACE_EVENT_CLONED: The new task of a CLONE event was started (newer
 *	than the last published interface, like all that follow).
 * @_UTRACE_EVENT_VFORK_DONE: The child of a vfork() gave the memory back.
 * @_UTRACE_EVENT_SECCOMP: A seccomp filter returned SECCOMP_RET_TRACE.
 * @_UTRACE_EVENT_SYSCALL_EMU: As SYSCALL_ENTRY, but no system call is run,
 *	and none of them ends in a single-step trap.
 * @_UTRACE_EVENT_SIGLOCK: The engine works under siglock: notify_signal() is
 *	called for every signal, and notify_jctl() when the task would have to
 *	take part in a group stop, which is the engine's affair then.
 * @_UTRACE_EVENT_SECCOMP_OFF: No callback: seccomp filters do not run.
 * @_UTRACE_NEVENTS: number of events
 */
enum utrace_events {
	_UTRACE_EVENT_QUIESCE,
	_UTRACE_EVENT_REAP,
	_UTRACE_EVENT_CLONE,
	_UTRACE_EVENT_EXEC,
	_UTRACE_EVENT_EXIT,
	_UTRACE_EVENT_DEATH,
	_UTRACE_EVENT_SYSCALL_ENTRY,
	_UTRACE_EVENT_SYSCALL_EXIT,
	_UTRACE_EVENT_SIGNAL,
	_UTRACE_EVENT_SIGNAL_IGN,
	_UTRACE_EVENT_SIGNAL_STOP,
	_UTRACE_EVENT_SIGNAL_TERM,
	_UTRACE_EVENT_SIGNAL_CORE,
	_UTRACE_EVENT_JCTL,
	_UTRACE_EVENT_CLONED,
	_UTRACE_EVENT_VFORK_DONE,
	_UTRACE_EVENT_SECCOMP,
	_UTRACE_EVENT_SYSCALL_EMU,
	_UTRACE_EVENT_SIGLOCK,
	_UTRACE_EVENT_SECCOMP_OFF,
	_UTRACE_NEVENTS
};

/*
 * The bit of an event in an event mask; @type is its name without the prefix,
 * such as SYSCALL_ENTRY.  (Not kernel-doc, which sees a TRACE_EVENT() here.)
 */
#define UTRACE_EVENT(type)	BIT(_UTRACE_EVENT_##type)

/* Both system call events. */
#define UTRACE_EVENT_SYSCALL	\
	(UTRACE_EVENT(SYSCALL_ENTRY) | UTRACE_EVENT(SYSCALL_EXIT))

/* Every signal, whatever it is going to do, to be seen by report_signal(). */
#define UTRACE_EVENT_SIGNAL_ALL	\
	(UTRACE_EVENT(SIGNAL) | UTRACE_EVENT(SIGNAL_IGN) | \
	 UTRACE_EVENT(SIGNAL_STOP) | UTRACE_EVENT(SIGNAL_TERM) | \
	 UTRACE_EVENT(SIGNAL_CORE))

/* All events; SIGLOCK is not for utrace_set_events(). */
#define UTRACE_EVENTS		(BIT(_UTRACE_NEVENTS) - 1)

/**
 * enum utrace_resume_action - what the task shall do next
 * @UTRACE_STOP: Stay where it is until this engine lets go.
 * @UTRACE_INTERRUPT: As UTRACE_REPORT, and do not wait in a system call:
 *	the task behaves as if a signal had come.
 * @UTRACE_REPORT: Make a report before it returns to user mode.
 * @UTRACE_SINGLESTEP: Return to user mode and trap after one instruction.
 * @UTRACE_BLOCKSTEP: Return to user mode and trap after the next branch.
 * @UTRACE_RESUME: Run.
 * @UTRACE_DETACH: Run, and forget this engine.
 *
 * In order of strength: of what the engines of a task chose, the smallest
 * wins.  Every report callback but report_reap() returns one of these;
 * utrace_control() asks for one from outside.  utrace_resume_action() takes it
 * out of a callback's argument or result.
 */
enum utrace_resume_action {
	UTRACE_STOP,
	UTRACE_INTERRUPT,
	UTRACE_REPORT,
	UTRACE_SINGLESTEP,
	UTRACE_BLOCKSTEP,
	UTRACE_RESUME,
	UTRACE_DETACH,
	/* private: */
	UTRACE_RESUME_MAX
};

#define UTRACE_RESUME_MASK	0x07
static_assert(UTRACE_RESUME_MAX - 1 <= UTRACE_RESUME_MASK);

/* The resume action in a callback's argument or result. */
static inline enum utrace_resume_action utrace_resume_action(u32 action)
{
	return action & UTRACE_RESUME_MASK;
}

/**
 * enum utrace_signal_action - what a signal shall do
 * @UTRACE_SIGNAL_DELIVER: Deliver it as ``*return_ka`` says.
 * @UTRACE_SIGNAL_IGN: Drop it.
 * @UTRACE_SIGNAL_TERM: Kill the process.
 * @UTRACE_SIGNAL_CORE: Kill the process and dump core.
 * @UTRACE_SIGNAL_STOP: Stop the process as SIGSTOP does.
 * @UTRACE_SIGNAL_TSTP: Stop the process unless its group is orphaned.
 * @UTRACE_SIGNAL_REPORT: There is no signal, a report was asked for.
 *	An engine may fill in ``*info`` and ``*return_ka`` and return another
 *	action: then that signal is delivered.
 * @UTRACE_SIGNAL_HANDLER: There is no signal, a handler's frame was just set
 *	up, and user mode has not run in it yet.
 *
 * report_signal() gets one of these beside the resume action, and returns one.
 * utrace_signal_action() takes it out of them.
 */
enum utrace_signal_action {
	UTRACE_SIGNAL_DELIVER	= 0x00,
	UTRACE_SIGNAL_IGN	= 0x10,
	UTRACE_SIGNAL_TERM	= 0x20,
	UTRACE_SIGNAL_CORE	= 0x30,
	UTRACE_SIGNAL_STOP	= 0x40,
	UTRACE_SIGNAL_TSTP	= 0x50,
	UTRACE_SIGNAL_REPORT	= 0x60,
	UTRACE_SIGNAL_HANDLER	= 0x70,
};

#define UTRACE_SIGNAL_MASK	0xf0

/**
 * define UTRACE_SIGNAL_HOLD - flag, put the signal back on its queue
 */
#define UTRACE_SIGNAL_HOLD	0x100

/* The signal action in report_signal()'s argument or result. */
static inline enum utrace_signal_action utrace_signal_action(u32 action)
{
	return action & UTRACE_SIGNAL_MASK;
}

/**
 * enum utrace_syscall_action - what a system call shall do
 * @UTRACE_SYSCALL_RUN: Run it.
 * @UTRACE_SYSCALL_ABORT: Do not run it.  It returns what
 *	syscall_set_return_value() has set, or else ENOSYS.
 *
 * report_syscall_entry() returns one of these beside the resume action.
 * utrace_syscall_action() takes it out of its argument, where ABORT says that
 * an engine before this one has aborted the call.
 */
enum utrace_syscall_action {
	UTRACE_SYSCALL_RUN	= 0x00,
	UTRACE_SYSCALL_ABORT	= 0x10,
};

#define UTRACE_SYSCALL_MASK	0xf0

/**
 * define UTRACE_SYSCALL_RESUMED - flag, the call is reported once more
 *
 * The task stopped since the last report of this very system call.  Registers
 * may have changed, and what was decided then is forgotten.
 */
#define UTRACE_SYSCALL_RESUMED	0x100

/* The system call action in report_syscall_entry()'s argument or result. */
static inline enum utrace_syscall_action utrace_syscall_action(u32 action)
{
	return action & UTRACE_SYSCALL_MASK;
}

/*
 * Flags of utrace_attach_task() and utrace_attach_pid().
 */
#define UTRACE_ATTACH_MATCH_OPS		BIT(0)	/* an engine with these ops */
#define UTRACE_ATTACH_MATCH_DATA	BIT(1)	/* an engine with this data */
#define UTRACE_ATTACH_MATCH_MASK	(BIT(0) | BIT(1))
#define UTRACE_ATTACH_CREATE		BIT(4)	/* make a new one */
#define UTRACE_ATTACH_EXCLUSIVE		BIT(5)	/* -EEXIST if one matches */
#define UTRACE_ATTACH_ATOMIC		BIT(6)	/* do not sleep for memory */
#define UTRACE_ATTACH_LAST		BIT(7)	/* keep it behind all others */

/*
 * What report_death() gets as @signal beside the signal that the parent gets.
 */
#define UTRACE_DEATH_REAP		(-1)	/* nobody waits for it any more */
#define UTRACE_DEATH_DELAYED		(-2)	/* leader, threads still live */

/**
 * enum utrace_jctl - why notify_jctl() is called
 * @UTRACE_JCTL_STOP: current has to take part in a group stop now
 * @UTRACE_JCTL_CHANGED: a group stop was begun, or ended by SIGCONT
 * @UTRACE_JCTL_DYING: the task was killed, no UTRACE_INTERRUPT is due any more
 */
enum utrace_jctl {
	UTRACE_JCTL_STOP,
	UTRACE_JCTL_CHANGED,
	UTRACE_JCTL_DYING,
};

/**
 * struct utrace_engine - one engine on one task
 * @ops: the callbacks; constant
 * @data: the engine's own; constant
 * @flags: event mask as set by utrace_set_events(), and bits of the core;
 *	who writes them is at the head of kernel/utrace.c
 */
struct utrace_engine {
	const struct utrace_engine_ops *ops;
	void *data;
	unsigned long flags;
/* private: */
	struct utrace *utrace;	/* of its task; constant */
	/* one reference of the task while attached, one of each caller */
	struct kref kref;
	/* in the calling order; changed under utrace->lock, read under RCU */
	struct list_head entry;
	/* the report that it was called for, or attached during */
	unsigned int seq;
	struct rcu_head rcu;
};

/**
 * struct utrace_engine_ops - the callbacks of an engine
 * @name: what /proc/PID/utrace calls the engine; if NULL, the symbol of these
 *	callbacks, or "?" if the kernel has none
 * @report_quiesce: The task is at a safe point.  @event is the event that is
 *	about to be reported, or 0 when there is none.
 * @report_signal: A signal was dequeued: *@info is it, *@orig_ka what the
 *	process has set for it, *@return_ka what will be used and can be
 *	changed.  Also for UTRACE_SIGNAL_REPORT and _HANDLER, when @orig_ka is
 *	NULL, to every engine that has any of the signal events or SIGLOCK.
 * @report_clone: @child was made by fork(), vfork() or clone() and has not run
 *	yet.  @clone_flags has the exit signal in its low byte.  This is the
 *	only place where nobody but who comes last can attach to @child
 *	first.
 * @report_jctl: Job control: @type is CLD_STOPPED when the task is about to
 *	stop with its group, CLD_CONTINUED when the group was continued.
 *	@notify is the CLD_* code that its parent gets, or 0.
 * @report_exec: execve() succeeded; the task is on its way out of it.
 * @report_syscall_entry: The system call in @regs has not begun.  It can be
 *	changed, or kept from running by UTRACE_SYSCALL_ABORT.
 * @report_syscall_exit: The system call is done; its result is in @regs.
 * @report_exit: The task is about to exit with *@code, which can be changed;
 *	@orig_code is what it was before any engine changed it.  UTRACE_STOP
 *	does not hold a task that was killed by SIGKILL.
 * @report_death: The task is a zombie, or reaped already.  @signal is what the
 *	parent gets, or UTRACE_DEATH_REAP or UTRACE_DEATH_DELAYED.
 * @report_reap: The task was reaped.  The last callback, in whoever reaps.
 * @release: The last reference went: @data can be freed.  May be called in
 *	atomic context.
 * @report_cloned: The child @pid of an earlier report_clone() was started.
 * @report_vfork_done: The vfork() child @pid gave the memory back.
 * @report_seccomp: A filter returned SECCOMP_RET_TRACE with @data.  The system
 *	call can be changed in the registers, and is not run if its number
 *	becomes -1.  UTRACE_SYSCALL_ABORT has no meaning here.
 * @notify_jctl: Under siglock, in atomic context, in whichever task it was
 *	that caused it, for engines with the SIGLOCK event.  Return true to
 *	take care of the wake-up of the task.  For engines that are part of
 *	the kernel.
 * @notify_signal: Under siglock, which it may drop to stop there and then, for
 *	engines with the SIGLOCK event, after all report_signal().  @sig was
 *	dequeued from the @type queue and is in *@info; returns the signal that
 *	is handled in its place, or 0.  @sig is 0 when the engine has asked for
 *	a report at once, and does not want it any more when this returns.
 *
 * A callback that is not needed may be NULL when its event is never set.
 *
 * Callbacks run in the traced task (report_reap() and release(): in whoever
 * reaps, or drops the last reference) without any lock.  They may sleep for
 * memory, but must not wait for user space: for that they return UTRACE_STOP.
 * @action is the resume action that the engines called so far have chosen,
 * with the signal or system call action beside it.
 */
struct utrace_engine_ops {
	const char *name;

	u32 (*report_quiesce)(u32 action, struct utrace_engine *engine,
			      unsigned long event);
	u32 (*report_signal)(u32 action, struct utrace_engine *engine,
			     struct pt_regs *regs, kernel_siginfo_t *info,
			     const struct k_sigaction *orig_ka,
			     struct k_sigaction *return_ka);
	u32 (*report_clone)(u32 action, struct utrace_engine *engine,
			    unsigned long clone_flags,
			    struct task_struct *child);
	u32 (*report_jctl)(u32 action, struct utrace_engine *engine,
			   int type, int notify);
	u32 (*report_exec)(u32 action, struct utrace_engine *engine,
			   const struct linux_binfmt *fmt,
			   const struct linux_binprm *bprm,
			   struct pt_regs *regs);
	u32 (*report_syscall_entry)(u32 action, struct utrace_engine *engine,
				    struct pt_regs *regs);
	u32 (*report_syscall_exit)(u32 action, struct utrace_engine *engine,
				   struct pt_regs *regs);
	u32 (*report_exit)(u32 action, struct utrace_engine *engine,
			   long orig_code, long *code);
	u32 (*report_death)(u32 action, struct utrace_engine *engine,
			    bool group_dead, int signal);
	void (*report_reap)(struct utrace_engine *engine,
			    struct task_struct *task);
	void (*release)(void *data);

	u32 (*report_cloned)(u32 action, struct utrace_engine *engine,
			     unsigned long clone_flags, struct pid *pid);
	u32 (*report_vfork_done)(u32 action, struct utrace_engine *engine,
				 struct pid *pid);
	u32 (*report_seccomp)(u32 action, struct utrace_engine *engine,
			      struct pt_regs *regs, unsigned long data);
	bool (*notify_jctl)(struct utrace_engine *engine,
			    struct task_struct *task, enum utrace_jctl why);
	int (*notify_signal)(struct utrace_engine *engine, int sig,
			     kernel_siginfo_t *info, enum pid_type type);
};

/**
 * struct utrace_examiner - what utrace_prepare_examine() remembers
 *
 * Between utrace_prepare_examine() and utrace_finish_examine() the state of a
 * stopped task can be looked at; the latter says whether it was stable.
 */
struct utrace_examiner {
/* private: */
	unsigned int state;
	unsigned long ncsw;
};

struct utrace_engine *utrace_attach_task(struct task_struct *task, int flags,
					 const struct utrace_engine_ops *ops,
					 void *data);
struct utrace_engine *utrace_attach_pid(struct pid *pid, int flags,
					const struct utrace_engine_ops *ops,
					void *data);
int utrace_set_events(struct task_struct *task, struct utrace_engine *engine,
		      unsigned long events);
int utrace_set_events_pid(struct pid *pid, struct utrace_engine *engine,
			  unsigned long events);
int utrace_control(struct task_struct *task, struct utrace_engine *engine,
		   enum utrace_resume_action action);
int utrace_control_pid(struct pid *pid, struct utrace_engine *engine,
		       enum utrace_resume_action action);
int utrace_barrier(struct task_struct *task, struct utrace_engine *engine);
int utrace_barrier_pid(struct pid *pid, struct utrace_engine *engine);
int utrace_prepare_examine(struct task_struct *task,
			   struct utrace_engine *engine,
			   struct utrace_examiner *exam);
int utrace_finish_examine(struct task_struct *task,
			  struct utrace_engine *engine,
			  struct utrace_examiner *exam);
void __utrace_engine_release(struct kref *kref);

/**
 * utrace_engine_get - take another reference on an engine
 * @engine: engine on which the caller holds a reference already
 */
static inline void utrace_engine_get(struct utrace_engine *engine)
{
	kref_get(&engine->kref);
}

/**
 * utrace_engine_put - drop a reference on an engine
 * @engine: engine; must not be used by the caller after this
 *
 * Context: any.  With the last reference the engine's release() is called.
 */
static inline void utrace_engine_put(struct utrace_engine *engine)
{
	kref_put(&engine->kref, __utrace_engine_release);
}

#endif /* _LINUX_UTRACE_H */
