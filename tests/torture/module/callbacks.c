// SPDX-License-Identifier: GPL-2.0
/*
 * The callbacks: each checks that it had to be called, there and then, does
 * something and returns something.  The workload lives with all of it.
 */
#include <linux/audit.h>
#include <linux/delay.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <asm/syscall.h>

#include "torture.h"

/*
 * One of @events is what the callback is for.  Pairs with whoever says that there
 * is no callback, or that it is not asked for any more, and then looks whether
 * one is running.
 */
static void utt_enter(struct utt_subject *s, struct utrace_engine *engine,
		      enum utt_callback cb, unsigned long events)
{
	unsigned long asked;

	atomic_inc(&s->begun);
	if (atomic_inc_return(&s->inside) != 1)
		utt_fail("callback %d: another one is running", cb);
	if (READ_ONCE(s->gone))
		utt_fail("callback %d of an engine that is gone", cb);
	if (engine != s->engine)
		utt_fail("callback %d of another engine", cb);

	spin_lock(&s->lock);
	asked = s->mask | s->leftover;
	spin_unlock(&s->lock);
	if (!(asked & events))
		utt_fail("callback %d, event %lx was not asked for: %lx", cb,
			 events, asked);

	if (s->reap_seen)
		utt_fail("callback %d after report_reap()", cb);
	if (cb == UTT_CB_REAP)
		return;
	if (s->task != current)
		utt_fail("callback %d in the context of another task", cb);
	if (s->death_seen)
		utt_fail("callback %d after report_death()", cb);
	might_sleep();
}

/* The last that is done in a callback. */
static void utt_leave(struct utt_subject *s, enum utt_callback cb, u32 action)
{
	enum utrace_resume_action resume = utrace_resume_action(action);
	bool gone = s->self_gone;

	if (cb != UTT_CB_REAP && resume == UTRACE_DETACH) {
		atomic_inc(&s->detaching);
		gone = true;
	}
	/* only this callback can have begun before they were taken out */
	spin_lock(&s->lock);
	s->leftover = 0;
	spin_unlock(&s->lock);

	WRITE_ONCE(s->stopped, resume == UTRACE_STOP ? jiffies | 1 : 0);
	if (resume == UTRACE_SINGLESTEP || resume == UTRACE_BLOCKSTEP)
		WRITE_ONCE(s->stepped, true);
	utt_count_callback(cb, resume);
	atomic_dec(&s->inside);
	if (gone)
		WRITE_ONCE(s->gone, true);
	/* full barrier: utt_barrier() sees what was done before */
	atomic_inc_return(&s->ended);
}

static enum utrace_resume_action utt_choose(struct utt_subject *s)
{
	if (READ_ONCE(s->hold))
		return UTRACE_STOP;
	if (READ_ONCE(utt_closing))
		return UTRACE_RESUME;
	switch (utt_below(&s->rnd, 64)) {
	case 0 ... 3:
		return UTRACE_STOP;
	case 4 ... 7:
		return UTRACE_INTERRUPT;
	case 8 ... 11:
		return UTRACE_REPORT;
	case 12 ... 17:
		return UTRACE_SINGLESTEP;
	case 18 ... 20:
		return UTRACE_BLOCKSTEP;
	case 21:
		return UTRACE_DETACH;
	default:
		return UTRACE_RESUME;
	}
}

/* Say from inside what others say from outside. */
static void utt_control_self(struct utt_subject *s)
{
	enum utrace_resume_action action = utt_below(&s->rnd, UTRACE_RESUME_MAX);

	if (action == UTRACE_DETACH && !utt_one_in(&s->rnd, 4))
		action = UTRACE_RESUME;
	/* not while somebody examines the task */
	if (!down_read_trylock(&s->steady))
		return;
	utt_control(s, action, false);
	utt_count(UTT_SELF_CONTROL);
	up_read(&s->steady);
}

static void utt_attach_here(struct utt_subject *s, struct task_struct *task,
			    bool cloning)
{
	struct utt_subject *new;
	int flags = UTRACE_ATTACH_CREATE;

	if (utt_one_in(&s->rnd, 2))
		flags |= UTRACE_ATTACH_EXCLUSIVE;
	if (utt_one_in(&s->rnd, 4))
		flags |= UTRACE_ATTACH_ATOMIC;
	if (utt_full())
		return;
	utt_let_memory_fail(true);
	new = utt_attach(task, flags, cloning);
	utt_let_memory_fail(false);
	if (!new)
		return;
	utt_set_events(new, utt_random_events(&s->rnd));
	/* it stops before its first instruction */
	if (cloning && utt_one_in(&s->rnd, 4) && down_read_trylock(&new->steady)) {
		utt_control(new, UTRACE_STOP, false);
		up_read(&new->steady);
	}
	utt_count(cloning ? UTT_CHILD_ATTACHED : UTT_SELF_ATTACHED);
	utt_unpick(new);
}

static void utt_do_something(struct utt_subject *s)
{
	if (READ_ONCE(utt_closing))
		return;
	switch (utt_below(&s->rnd, 64)) {
	case 0 ... 2:
		utt_control_self(s);
		break;
	case 3 ... 5:
		utt_set_events(s, utt_random_events(&s->rnd));
		utt_count(UTT_SELF_EVENTS);
		break;
	case 6 ... 8:
		usleep_range(50, 100 + utt_below(&s->rnd, 3000));
		utt_count(UTT_SLEPT);
		break;
	case 9:
		utt_get_put(s);
		break;
	case 10:
		utt_barrier(s);
		break;
	case 11:
		/* it sees nothing of this report */
		if (!current->exit_state)
			utt_attach_here(s, current, false);
		break;
	}
}

/* All callbacks that have nothing of their own to do. */
static u32 utt_plain(struct utrace_engine *engine, enum utt_callback cb,
		     unsigned long event)
{
	struct utt_subject *s = engine->data;
	u32 ret;

	utt_enter(s, engine, cb, event);
	if (s->exit_seen)
		utt_fail("callback %d after report_exit()", cb);
	utt_do_something(s);
	ret = utt_choose(s);
	utt_leave(s, cb, ret);
	return ret;
}

static u32 utt_quiesce(u32 action, struct utrace_engine *engine,
		       unsigned long event)
{
	struct utt_subject *s = engine->data;
	u32 ret;

	utt_enter(s, engine, UTT_CB_QUIESCE, UTRACE_EVENT(QUIESCE));
	if (s->exit_seen && event != UTRACE_EVENT(DEATH))
		utt_fail("report_quiesce(%lx) after report_exit()", event);
	if (event & (event - 1) || event & ~UTRACE_EVENTS ||
	    event & UTRACE_EVENT(REAP))
		utt_fail("report_quiesce(%lx)", event);
	utt_do_something(s);
	ret = utt_choose(s);
	utt_leave(s, UTT_CB_QUIESCE, ret);
	return ret;
}

/* The event of a signal.  No engine changes one that has no handler. */
static unsigned long utt_signal_event(int sig, const struct k_sigaction *ka)
{
	if (ka->sa.sa_handler == SIG_IGN)
		return UTRACE_EVENT(SIGNAL_IGN);
	if (ka->sa.sa_handler != SIG_DFL)
		return UTRACE_EVENT(SIGNAL);
	if (sig_kernel_ignore(sig))
		return UTRACE_EVENT(SIGNAL_IGN);
	if (sig_kernel_stop(sig))
		return UTRACE_EVENT(SIGNAL_STOP);
	if (sig_kernel_coredump(sig))
		return UTRACE_EVENT(SIGNAL_CORE);
	return UTRACE_EVENT(SIGNAL_TERM);
}

static bool utt_is_step(const kernel_siginfo_t *info)
{
	return info->si_signo == SIGTRAP &&
	       (info->si_code == TRAP_TRACE || info->si_code == TRAP_BRANCH ||
		info->si_code == TRAP_BRKPT ||
		info->si_code == TRAP_HWBKPT); /* on s390 */
}

/* Make it one of the two that the workload has handlers for. */
static bool utt_make_signal(kernel_siginfo_t *info, struct k_sigaction *ka,
			    int sig)
{
	/* it is current's, which has one until it is dead */
	struct sighand_struct *sighand = rcu_dereference_raw(current->sighand);
	struct k_sigaction set;

	spin_lock_irq(&sighand->siglock);
	set = sighand->action[sig - 1];
	spin_unlock_irq(&sighand->siglock);
	if (set.sa.sa_handler == SIG_IGN || set.sa.sa_handler == SIG_DFL)
		return false;
	clear_siginfo(info);
	info->si_signo = sig;
	info->si_code = SI_USER;
	info->si_pid = task_tgid_vnr(current);
	*ka = set;
	return true;
}

/* What becomes of a signal of the workload's that has a handler. */
static u32 utt_bend_signal(struct utt_subject *s, u32 what,
			   kernel_siginfo_t *info, struct k_sigaction *return_ka)
{
	int sig = info->si_signo;

	switch (utt_below(&s->rnd, 16)) {
	case 0 ... 1:
		utt_count(UTT_SIGNAL_IGNORED);
		return UTRACE_SIGNAL_IGN;
	case 2 ... 3:
		if (!utt_make_signal(info, return_ka,
				     sig == SIGUSR1 ? SIGUSR2 : SIGUSR1))
			return what;
		utt_count(UTT_SIGNAL_CHANGED);
		return UTRACE_SIGNAL_DELIVER;
	case 4:
		utt_count(UTT_SIGNAL_PUT_BACK);
		return what | UTRACE_SIGNAL_HOLD;
	default:
		return what;
	}
}

static u32 utt_bend(struct utt_subject *s, u32 what, kernel_siginfo_t *info,
		    const struct k_sigaction *orig_ka,
		    struct k_sigaction *return_ka)
{
	int sig = info->si_signo;

	switch (utrace_signal_action(what)) {
	case UTRACE_SIGNAL_HANDLER:
		utt_count(UTT_SIGNAL_HANDLER);
		return what;
	case UTRACE_SIGNAL_REPORT:
		utt_count(UTT_SIGNAL_REPORT);
		if (!utt_one_in(&s->rnd, 8) || READ_ONCE(utt_closing) ||
		    !utt_make_signal(info, return_ka, SIGUSR1))
			return what;
		utt_count(UTT_SIGNAL_MADE);
		return UTRACE_SIGNAL_DELIVER;
	default:
		break;
	}
	if (!orig_ka || READ_ONCE(utt_closing))
		return what;
	if ((sig == SIGUSR1 || sig == SIGUSR2) &&
	    utt_signal_event(sig, orig_ka) == UTRACE_EVENT(SIGNAL))
		return utt_bend_signal(s, what, info, return_ka);
	if (sig_kernel_stop(sig) && utt_one_in(&s->rnd, 8)) {
		utt_count(UTT_SIGNAL_IGNORED);
		return UTRACE_SIGNAL_IGN;
	}
	return what;
}

static u32 utt_signal(u32 action, struct utrace_engine *engine,
		      struct pt_regs *regs, kernel_siginfo_t *info,
		      const struct k_sigaction *orig_ka,
		      struct k_sigaction *return_ka)
{
	struct utt_subject *s = engine->data;
	unsigned long events = UTRACE_EVENT_SIGNAL_ALL;
	u32 what = action & ~UTRACE_RESUME_MASK;
	u32 kind = utrace_signal_action(action);
	u32 ret;

	if (orig_ka)
		events = utt_signal_event(info->si_signo, orig_ka);
	utt_enter(s, engine, UTT_CB_SIGNAL, events);
	if (s->exit_seen)
		utt_fail("report_signal() after report_exit()");
	if (orig_ka && (kind == UTRACE_SIGNAL_REPORT ||
			kind == UTRACE_SIGNAL_HANDLER))
		utt_fail("report_signal(%x): there is no signal", action);
	if (info->si_signo == SIGKILL)
		utt_fail("report_signal() of SIGKILL");
	utt_do_something(s);
	if (orig_ka && utt_is_step(info)) {
		/*
		 * But of ptrace's: a tracer that goes on without a step while the
		 * trap is queued sees it nevertheless, and so does everybody.
		 */
		if (!READ_ONCE(s->stepped) &&
		    !(current->utrace_flags & UTRACE_EVENT(SIGLOCK)))
			utt_fail("report_signal() of somebody else's step, code %d",
				 info->si_code);
		utt_count(UTT_STEP_TRAP);
		ret = utt_one_in(&s->rnd, 2) ? UTRACE_SINGLESTEP : utt_choose(s);
		if (READ_ONCE(s->hold))
			ret = UTRACE_STOP;
		what = UTRACE_SIGNAL_IGN;
	} else {
		what = utt_bend(s, what, info, orig_ka, return_ka);
		ret = utt_choose(s);
	}
	utt_leave(s, UTT_CB_SIGNAL, ret);
	return what | ret;
}

static u32 utt_clone(u32 action, struct utrace_engine *engine,
		     unsigned long clone_flags, struct task_struct *child)
{
	struct utt_subject *s = engine->data;
	u32 ret;

	utt_enter(s, engine, UTT_CB_CLONE, UTRACE_EVENT(CLONE));
	if (s->exit_seen || child == current)
		utt_fail("report_clone() of an impossible child");
	utt_do_something(s);
	if (!utt_one_in(&s->rnd, 4) && !READ_ONCE(utt_closing))
		utt_attach_here(s, child, true);
	ret = utt_choose(s);
	utt_leave(s, UTT_CB_CLONE, ret);
	return ret;
}

static u32 utt_jctl(u32 action, struct utrace_engine *engine, int type,
		    int notify)
{
	if (type != CLD_STOPPED && type != CLD_CONTINUED)
		utt_fail("report_jctl(%d, %d)", type, notify);
	return utt_plain(engine, UTT_CB_JCTL, UTRACE_EVENT(JCTL));
}

static u32 utt_exec(u32 action, struct utrace_engine *engine,
		    const struct linux_binfmt *fmt,
		    const struct linux_binprm *bprm, struct pt_regs *regs)
{
	return utt_plain(engine, UTT_CB_EXEC, UTRACE_EVENT(EXEC));
}

/* A call whose result the workload does not look at. */
static u32 utt_abort(struct utt_subject *s, struct pt_regs *regs)
{
	if (syscall_get_arch(current) != AUDIT_ARCH_X86_64 ||
	    syscall_get_nr(current, regs) != __NR_getppid ||
	    !utt_one_in(&s->rnd, 8))
		return UTRACE_SYSCALL_RUN;
	syscall_set_return_value(current, regs, -EPERM, 0);
	utt_count(UTT_SYSCALL_ABORTED);
	return UTRACE_SYSCALL_ABORT;
}

static u32 utt_syscall_entry(u32 action, struct utrace_engine *engine,
			     struct pt_regs *regs)
{
	u32 abort = utt_abort(engine->data, regs);

	if (action & UTRACE_SYSCALL_RESUMED)
		utt_count(UTT_SYSCALL_RESUMED);
	return abort | utt_plain(engine, UTT_CB_SYSCALL_ENTRY,
				 UTRACE_EVENT(SYSCALL_ENTRY));
}

static u32 utt_syscall_exit(u32 action, struct utrace_engine *engine,
			    struct pt_regs *regs)
{
	return utt_plain(engine, UTT_CB_SYSCALL_EXIT,
			 UTRACE_EVENT(SYSCALL_EXIT));
}

static u32 utt_exit(u32 action, struct utrace_engine *engine, long orig_code,
		    long *code)
{
	struct utt_subject *s = engine->data;
	u32 ret;

	utt_enter(s, engine, UTT_CB_EXIT, UTRACE_EVENT(EXIT));
	if (s->exit_seen)
		utt_fail("report_exit() was called twice");
	if (*code != orig_code)
		utt_fail("report_exit(%lx): %lx", orig_code, *code);
	s->exit_seen = true;
	utt_do_something(s);
	ret = utt_choose(s);
	utt_leave(s, UTT_CB_EXIT, ret);
	return ret;
}

static u32 utt_death(u32 action, struct utrace_engine *engine, bool group_dead,
		     int signal)
{
	struct utt_subject *s = engine->data;
	u32 ret;

	utt_enter(s, engine, UTT_CB_DEATH, UTRACE_EVENT(DEATH));
	s->death_seen = true;
	if (!current->exit_state)
		utt_fail("report_death() of a task that lives");
	/* no leader any more, if another thread executes a program meanwhile */
	if (signal == UTRACE_DEATH_DELAYED && group_dead)
		utt_fail("report_death(%d, %d)", group_dead, signal);
	/* a time in which nobody else can detach it */
	if (utt_one_in(&s->rnd, 4))
		usleep_range(1000, 5000);
	utt_do_something(s);
	ret = utt_choose(s);
	utt_leave(s, UTT_CB_DEATH, ret);
	return ret;
}

static void utt_reap(struct utrace_engine *engine, struct task_struct *task)
{
	struct utt_subject *s = engine->data;

	utt_enter(s, engine, UTT_CB_REAP, UTRACE_EVENT(REAP));
	if (s->task != task)
		utt_fail("report_reap() for another task");
	if (task->exit_state != EXIT_DEAD)
		utt_fail("report_reap() of a task that was not reaped");
	spin_lock(&s->lock);
	if (s->mask & UTRACE_EVENT(DEATH) && !s->death_seen)
		utt_fail("report_reap() without report_death()");
	spin_unlock(&s->lock);
	might_sleep();
	utt_leave(s, UTT_CB_REAP, UTRACE_RESUME);
	WRITE_ONCE(s->reap_seen, true);
}

static u32 utt_cloned(u32 action, struct utrace_engine *engine,
		      unsigned long clone_flags, struct pid *pid)
{
	return utt_plain(engine, UTT_CB_CLONED, UTRACE_EVENT(CLONED));
}

static u32 utt_vfork_done(u32 action, struct utrace_engine *engine,
			  struct pid *pid)
{
	return utt_plain(engine, UTT_CB_VFORK_DONE, UTRACE_EVENT(VFORK_DONE));
}

static u32 utt_seccomp(u32 action, struct utrace_engine *engine,
		       struct pt_regs *regs, unsigned long data)
{
	return utt_plain(engine, UTT_CB_SECCOMP, UTRACE_EVENT(SECCOMP));
}

#define UTT_OPS {						\
	.report_quiesce		= utt_quiesce,			\
	.report_signal		= utt_signal,			\
	.report_clone		= utt_clone,			\
	.report_jctl		= utt_jctl,			\
	.report_exec		= utt_exec,			\
	.report_syscall_entry	= utt_syscall_entry,		\
	.report_syscall_exit	= utt_syscall_exit,		\
	.report_exit		= utt_exit,			\
	.report_death		= utt_death,			\
	.report_reap		= utt_reap,			\
	.release		= utt_release,			\
	.report_cloned		= utt_cloned,			\
	.report_vfork_done	= utt_vfork_done,		\
	.report_seccomp		= utt_seccomp,			\
}

const struct utrace_engine_ops utt_ops = UTT_OPS;

/* For UTRACE_ATTACH_EXCLUSIVE: no task has two of these. */
const struct utrace_engine_ops utt_exclusive_ops = UTT_OPS;
