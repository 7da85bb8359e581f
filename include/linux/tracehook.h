/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the kernel calls into tracing
 *
 * With CONFIG_UTRACE each hook tests what the
 * engines of the task asked for and calls the core, kernel/utrace.c; without,
 * it is what stood in that place before, to the instruction.
 *
 * Two kinds of questions are about ptrace itself and not about engines: who
 * waits for a task, and who may do what to it.  They are in <linux/ptrace.h>.
 */
#ifndef _LINUX_TRACEHOOK_H
#define _LINUX_TRACEHOOK_H

#include <linux/ptrace.h>
#include <linux/sched/jobctl.h>
#include <linux/signal_types.h>

struct linux_binprm;
struct pid;
struct pt_regs;
struct seq_file;

#ifdef CONFIG_UTRACE

#include <linux/utrace.h>

/* For what is static unless the tracing code needs it. */
#define __tracehook_static

/* In task->utrace_flags, beside the events: holds, and reports asked for. */
#define UTRACE_TASK_DROP_STEP	BIT(23)
#define UTRACE_TASK_STOP	BIT(24)
#define UTRACE_TASK_INTERRUPT	BIT(25)
#define UTRACE_TASK_REPORT	BIT(26)
#define UTRACE_TASK_STEP	(BIT(27) | BIT(28))

/* kernel/signal.c, for kernel/utrace.c and kernel/ptrace-utrace.c */
bool recalc_sigpending_tsk(struct task_struct *t);
bool task_participate_group_stop(struct task_struct *task);
void do_notify_parent_cldstop(struct task_struct *tsk, bool for_ptracer,
			      int why);

/* kernel/utrace.c and utrace-proc.c, for the hooks below; see there */
void utrace_free_task(struct task_struct *task);
void utrace_proc_status(struct seq_file *m, struct task_struct *task);
void utrace_proc_engines(struct seq_file *m, struct task_struct *task);
void utrace_resume(struct pt_regs *regs);
void utrace_report_clone(unsigned long clone_flags, struct task_struct *child);
void utrace_report_cloned(unsigned long clone_flags, struct pid *pid);
void utrace_report_vfork_done(struct pid *pid);
void utrace_prepare_exec(void);
void utrace_report_exec(const struct linux_binprm *bprm);
void utrace_report_exit(long *code);
void utrace_report_death(bool group_dead);
void utrace_release_task(struct task_struct *task);
void utrace_report_seccomp(unsigned long data);
int utrace_get_signal(int sig, struct ksignal *ksig, enum pid_type type);
int utrace_signal_report(struct ksignal *ksig);
struct k_sigaction *utrace_sigaction(void);
void utrace_signal_handler(bool stepping);
void utrace_report_continued(int why);
bool utrace_group_stop(void);
void utrace_jctl_cleared(struct task_struct *task, unsigned long mask);
void utrace_kill_dying(struct task_struct *task);
bool utrace_notify_jctl(struct task_struct *task, enum utrace_jctl why);

static inline bool tracehook_wants(struct task_struct *task,
				   unsigned long flags)
{
	return unlikely(READ_ONCE(task->utrace_flags) & flags);
}

/*
 * A task's life
 */

/* A new task_struct was copied from current. */
static inline void tracehook_init_task(struct task_struct *task)
{
	task->utrace = NULL;
	task->utrace_flags = 0;
	INIT_HLIST_HEAD(&task->ptracers);
}

/* The last reference on the task_struct went. */
static inline void tracehook_free_task(struct task_struct *task)
{
	if (unlikely(task->utrace))
		utrace_free_task(task);
}

/* @child can be found, but was not woken up for the first time. */
static inline void tracehook_report_clone(u64 clone_flags, int exit_signal,
					  struct task_struct *child)
{
	if (tracehook_wants(current, UTRACE_EVENT(CLONE)))
		utrace_report_clone((clone_flags & ~(u64)CSIGNAL) |
				    (exit_signal & CSIGNAL), child);
}

/* The child at @pid was woken up. */
static inline void tracehook_report_cloned(u64 clone_flags, int exit_signal,
					   int trace, struct pid *pid)
{
	/* what report_clone() asked for had to wait until now, too */
	if (tracehook_wants(current, UTRACE_EVENT(CLONED) | UTRACE_TASK_STOP |
				     UTRACE_TASK_INTERRUPT | UTRACE_TASK_REPORT))
		utrace_report_cloned((clone_flags & ~(u64)CSIGNAL) |
				     (exit_signal & CSIGNAL), pid);
}

static inline void tracehook_report_vfork_done(struct pid *pid)
{
	if (tracehook_wants(current, UTRACE_EVENT(VFORK_DONE)))
		utrace_report_vfork_done(pid);
}

/* execve() begins. */
static inline void tracehook_prepare_exec(void)
{
	if (tracehook_wants(current, UTRACE_EVENT(EXEC)))
		utrace_prepare_exec();
}

/* execve() succeeded. */
static inline void tracehook_report_exec(struct linux_binprm *bprm,
					 pid_t old_vpid)
{
	if (tracehook_wants(current, UTRACE_EVENT(EXEC)))
		utrace_report_exec(bprm);
}

/* do_exit() begins; @code is a long variable. */
#define tracehook_report_exit(code) do {				\
	if (tracehook_wants(current, UTRACE_EVENT(EXIT)))		\
		utrace_report_exit(&(code));				\
} while (0)

/* exit_notify() is done: current is a zombie, or was reaped. */
static inline void tracehook_report_death(int group_dead)
{
	smp_mb();	/* pairs with utrace_alloc() */
	if (unlikely(READ_ONCE(current->utrace)))
		utrace_report_death(group_dead);
}

/* @task was reaped and cannot be found any more. */
static inline void tracehook_release_task(struct task_struct *task)
{
	if (unlikely(task->utrace))
		utrace_release_task(task);
}

/*
 * Return to user mode and system calls
 */

/* TIF_NOTIFY_RESUME was set and cleared. */
static inline void tracehook_notify_resume(struct pt_regs *regs)
{
	if (tracehook_wants(current, UTRACE_TASK_REPORT))
		utrace_resume(regs);
}

/* May a seccomp filter's SECCOMP_RET_TRACE be reported? */
static inline bool tracehook_wants_seccomp(void)
{
	return tracehook_wants(current, UTRACE_EVENT(SECCOMP));
}

static inline void tracehook_report_seccomp(unsigned long data)
{
	utrace_report_seccomp(data);
}

static inline bool tracehook_seccomp_suspended(void)
{
	return tracehook_wants(current, UTRACE_EVENT(SECCOMP_OFF));
}

/*
 * Signals.  siglock is held but in the reports and for unhandled_signal().
 */

/* Does anybody want to see the signals that @task ignores? */
static inline bool tracehook_wants_ignored(struct task_struct *task)
{
	return tracehook_wants(task, UTRACE_EVENT(SIGNAL_IGN) |
				     UTRACE_EVENT(SIGLOCK));
}

/* Is there a debugger, which @task's signals are for? */
static inline bool tracehook_is_debugged(struct task_struct *task)
{
	return tracehook_wants(task, UTRACE_EVENT(SIGLOCK));
}

/*
 * Does an init keep what protects it when the kernel forces @sig on it?  If it
 * is for a debugger, or may be the trap of an engine's step.  Otherwise it has
 * to die of @sig, whoever looks on.  An engine that takes @sig from it leaves
 * it as mortal as any process: nobody can tell here what else is to kill it.
 */
static inline bool tracehook_spares_init(struct task_struct *task, int sig)
{
	return tracehook_is_debugged(task) ||
	       (sig == SIGTRAP && tracehook_wants(task, UTRACE_TASK_STEP |
							UTRACE_TASK_DROP_STEP));
}

/*
 * May a signal that is fatal kill @task's process before anybody sees it?  Not
 * if somebody wants to see it, or made it by a step, nor if it would be ignored
 * but for an engine: an init gets those, too.
 */
static inline bool tracehook_kills_at_once(struct task_struct *task)
{
	return !tracehook_wants(task, UTRACE_EVENT(SIGNAL_TERM) |
				      UTRACE_EVENT(SIGNAL_CORE) |
				      UTRACE_EVENT(SIGLOCK) |
				      UTRACE_TASK_STEP |
				      UTRACE_TASK_DROP_STEP) &&
	       !(task->signal->flags & SIGNAL_UNKILLABLE);
}

/* Does anybody want @task to step? */
static inline bool tracehook_wants_step(struct task_struct *task)
{
	return tracehook_wants(task, UTRACE_TASK_STEP);
}

/* Must @task go through get_signal() although there is no signal? */
static inline bool tracehook_force_sigpending(struct task_struct *task)
{
	/* siglock is held, with which others set it; and signals are many */
	return unlikely(data_race(task->utrace_flags) & UTRACE_TASK_INTERRUPT);
}

/* Does anybody want to see the signal that was dequeued? */
static inline bool tracehook_wants_signal(void)
{
	return tracehook_wants(current, UTRACE_EVENT_SIGNAL_ALL |
					UTRACE_EVENT(SIGLOCK) |
					UTRACE_TASK_STEP |
					UTRACE_TASK_DROP_STEP);
}

static inline int tracehook_get_signal(int sig, struct ksignal *ksig,
				       enum pid_type type)
{
	return utrace_get_signal(sig, ksig, type);
}

/*
 * Make the reports that were asked for before a signal is dequeued.  Returns 0
 * if there are none; a signal to deliver; or -1: look again at everything.
 */
static inline int tracehook_signal_report(struct ksignal *ksig)
{
	if (tracehook_wants(current, UTRACE_TASK_INTERRUPT | UTRACE_TASK_REPORT))
		return utrace_signal_report(ksig);
	return 0;
}

/* What that signal does if an engine changed it, or NULL. */
static inline struct k_sigaction *tracehook_sigaction(void)
{
	return utrace_sigaction();
}

/* A handler's frame was set up. */
static inline void tracehook_signal_handler(int stepping)
{
	if (unlikely(current->utrace_flags))
		utrace_signal_handler(stepping);
}

/*
 * Job control.  siglock is held but in the report.
 */

/* The parent was told that the group continues, or that it had stopped. */
static inline void tracehook_report_continued(int why)
{
	if (tracehook_wants(current, UTRACE_EVENT(JCTL)))
		utrace_report_continued(why);
}

/* Must current not sleep in TASK_STOPPED now? */
static inline bool tracehook_group_stop(void)
{
	return tracehook_wants(current, UTRACE_EVENT(SIGLOCK) |
					UTRACE_EVENT(JCTL)) &&
	       utrace_group_stop();
}

/* A group stop has begun, or ended: does an engine wake up @task for it? */
static inline bool tracehook_jctl_changed(struct task_struct *task)
{
	return tracehook_wants(task, UTRACE_EVENT(SIGLOCK)) &&
	       utrace_notify_jctl(task, UTRACE_JCTL_CHANGED);
}

/* @sig was sent to @task's process, which is dying already. */
static inline void tracehook_signal_dying(int sig, struct task_struct *task)
{
	if (sig == SIGKILL)
		utrace_kill_dying(task);
}

/* What @mask stands for in @task->jobctl is not pending any more. */
static inline void tracehook_jctl_cleared(struct task_struct *task,
					  unsigned long mask)
{
	if (tracehook_wants(task, UTRACE_EVENT(SIGLOCK) |
				  UTRACE_EVENT(JCTL)))
		utrace_jctl_cleared(task, mask);
}

/*
 * /proc/PID/status and /proc/PID/utrace
 */

static inline void tracehook_proc_status(struct seq_file *m,
					 struct task_struct *task)
{
	utrace_proc_status(m, task);
}

static inline void tracehook_proc_engines(struct seq_file *m,
					  struct task_struct *task)
{
	utrace_proc_engines(m, task);
}

#else /* !CONFIG_UTRACE */

#define __tracehook_static	static

static inline void tracehook_init_task(struct task_struct *task) { }
static inline void tracehook_free_task(struct task_struct *task) { }
static inline void tracehook_report_clone(u64 clone_flags, int exit_signal,
					  struct task_struct *child) { }

#define tracehook_report_cloned(clone_flags, exit_signal, trace, pid) do { \
	if (unlikely(trace))						\
		ptrace_event_pid(trace, pid);				\
} while (0)

#define tracehook_report_vfork_done(pid)				\
	ptrace_event_pid(PTRACE_EVENT_VFORK_DONE, pid)

static inline void tracehook_prepare_exec(void) { }

#define tracehook_report_exec(bprm, old_vpid)				\
	ptrace_event(PTRACE_EVENT_EXEC, old_vpid)

#define tracehook_report_exit(code)					\
	ptrace_event(PTRACE_EVENT_EXIT, code)

static inline void tracehook_report_death(int group_dead) { }
static inline void tracehook_release_task(struct task_struct *task) { }

static inline void tracehook_notify_resume(struct pt_regs *regs) { }

#define tracehook_wants_seccomp()					\
	ptrace_event_enabled(current, PTRACE_EVENT_SECCOMP)
#define tracehook_report_seccomp(data)					\
	ptrace_event(PTRACE_EVENT_SECCOMP, data)
#define tracehook_seccomp_suspended()					\
	(current->ptrace & PT_SUSPEND_SECCOMP)

#define tracehook_wants_ignored(task)	((task)->ptrace)
#define tracehook_is_debugged(task)	((task)->ptrace)
#define tracehook_spares_init(task, sig)	((task)->ptrace)
#define tracehook_kills_at_once(task)	(!(task)->ptrace)
#define tracehook_wants_signal()	(current->ptrace)
#define tracehook_get_signal(sig, ksig, type)				\
	ptrace_signal(sig, &(ksig)->info, type)

static inline bool tracehook_wants_step(struct task_struct *task)
{
	return false;
}

static inline bool tracehook_force_sigpending(struct task_struct *task)
{
	return false;
}

static inline int tracehook_signal_report(struct ksignal *ksig)
{
	return 0;
}

#define tracehook_sigaction()		NULL

#define tracehook_signal_handler(stepping) do {				\
	if (stepping)							\
		ptrace_notify(SIGTRAP, 0);				\
} while (0)

static inline void tracehook_report_continued(int why) { }

#define tracehook_group_stop()		(current->ptrace)
#define tracehook_jctl_changed(task)	((task)->ptrace & PT_SEIZED)

static inline void tracehook_jctl_cleared(struct task_struct *task,
					  unsigned long mask) { }
static inline void tracehook_signal_dying(int sig, struct task_struct *task) { }

static inline void tracehook_proc_status(struct seq_file *m,
					 struct task_struct *task) { }

#endif /* CONFIG_UTRACE */

#endif /* _LINUX_TRACEHOOK_H */
