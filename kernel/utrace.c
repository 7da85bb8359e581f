// SPDX-License-Identifier: GPL-2.0
/*
 * utrace - the core: engines on a task, their reports, and who holds it
 *
 * The path of an event
 * ====================
 *
 * A hook in <linux/tracehook.h> tests task->utrace_flags, the union of what
 * the engines of the task asked for.  If the event is among it, one of the
 * utrace_report_*() functions at the end of this file fills in a struct
 * utrace_report and calls utrace_report(), the one loop that calls engines
 * (inlined as utrace_report_event() where each instruction counts):
 *
 *	hook -> utrace_report_EVENT() -> utrace_report() -> ops->report_EVENT()
 *	                                      |
 *	                                      v
 *	                               utrace_finish(): stop, interrupt, step
 *
 * Engines of the kernel that work under siglock see signals when the others are
 * through with them, from get_signal(), and without a result to merge:
 *
 *	utrace_get_signal(), utrace_signal_report() -> ops->notify_signal()
 *
 * An engine and its task
 * ======================
 *
 *	attached -----------------------> detached -----------------> removed
 *	   |  utrace_control(DETACH), or     ENGINE_DETACHED             |
 *	   |  a callback returned it         still in the list if its    |
 *	   |                                 callback is running         |
 *	   +---------- report_reap() ------------------------------------+
 *
 * utrace->reporting is the engine whose callback is running.  It stays in the
 * list until the callback returned, so the loop can go on from it; whoever
 * else wants to remove an engine may do so at once when it is not
 * utrace->reporting.  The loop holds utrace->lock but for the callback, so
 * that there are no memory barriers to reason about.
 *
 * A task that is held
 * ===================
 *
 * ENGINE_STOP in engine->flags says that this engine holds the task.  A task
 * with any such engine goes to sleep in TASK_UTRACED at the next safe point:
 * at the end of a report, before a signal is dequeued, before user mode.
 *
 *	running --(some ENGINE_STOP)--> TASK_UTRACED --(no ENGINE_STOP)--> running
 *	                                     |                               ^
 *	                                     +------------(SIGKILL)----------+
 *
 * The sleeper looks again, under siglock, after each wake-up.  SIGKILL takes
 * away all the holds.  A task in a group stop (TASK_STOPPED) counts as
 * stopped, too: should SIGCONT come, it moves on to TASK_UTRACED.
 *
 * TASK_UTRACED is the state bit of TASK_TRACED.  With CONFIG_UTRACE nothing
 * else sleeps in TASK_TRACED, and so the scheduler, the freezers and /proc
 * have nothing new to learn.
 *
 * Locks
 * =====
 *
 * sighand->siglock	JOBCTL_TRACED and all wake-ups; INTERRUPT requests from
 *			other tasks, which recalc_sigpending() must not lose
 *   utrace->lock	the list, engine->flags, task->utrace_flags, the
 *			system call work flags, reporting, life
 *
 * Who changes anything from outside holds both, siglock first, as long as there
 * is one; __exit_signal() ends that, only the death and the reap reports come
 * later.  So either is enough
 *
 *	for the task itself: a report takes utrace->lock, a stop and
 *	notify_signal() have siglock;
 *	for a task with JOBCTL_TRACED, which is asleep: siglock.
 *
 * ->barriers belongs to utrace->lock alone.
 *
 * Who only looks may hold utrace->lock alone, and so reads engine->flags and
 * task->utrace_flags, which may change meanwhile, by READ_ONCE().
 *
 * task->utrace is set once, at the first attach, and freed with the task.
 */

#include <linux/cgroup.h>
#include <linux/export.h>
#include <linux/freezer.h>
#include <linux/init.h>
#include <linux/mm_types.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/resume_user_mode.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/thread_info.h>
#include <linux/tracehook.h>
#include <linux/uprobes.h>
#include <linux/utrace.h>
#include <linux/wait_bit.h>

#include "utrace.h"

#define TASK_UTRACED		TASK_TRACED

/* The core's bits in engine->flags; the events are below them. */
#define ENGINE_KERNEL		BIT(21)	/* of the kernel, see utrace.h */
#define ENGINE_REMOVED		BIT(22)	/* not in the list any more */
#define ENGINE_STOP		BIT(24)	/* holds the task */
#define ENGINE_INTERRUPT	BIT(25)	/* wants a report at once */
#define ENGINE_REPORT		BIT(26)	/* wants one before user mode */
#define ENGINE_SINGLESTEP	BIT(27)	/* wants a trap after an instruction */
#define ENGINE_BLOCKSTEP	BIT(28)	/* wants a trap after a branch */
#define ENGINE_OVERRIDE		BIT(29)	/* utrace_control() in a callback */
#define ENGINE_DETACHED		BIT(30)	/* no more callbacks */
#define ENGINE_LAST		BIT(31)	/* UTRACE_ATTACH_LAST */

#define ENGINE_STEP		(ENGINE_SINGLESTEP | ENGINE_BLOCKSTEP)

/* The events that make one report_syscall_entry() */
#define UTRACE_SYSCALL_ENTRY_EVENTS	\
	(UTRACE_EVENT(SYSCALL_ENTRY) | UTRACE_EVENT(SYSCALL_EMU))

/* What task->utrace_flags gathers from the engines. */
#define UTRACE_TASK_FLAGS	(UTRACE_EVENTS | ENGINE_STOP | \
				 ENGINE_INTERRUPT | ENGINE_REPORT | \
				 ENGINE_STEP | UTRACE_TASK_DROP_STEP)

/* What utrace_finish() has to do with. */
#define UTRACE_FINISH_FLAGS	(ENGINE_STOP | ENGINE_INTERRUPT | \
				 ENGINE_REPORT | ENGINE_STEP | \
				 UTRACE_TASK_DROP_STEP)

static_assert(_UTRACE_NEVENTS <= 21);
static_assert(ENGINE_STOP == UTRACE_TASK_STOP);
static_assert(ENGINE_INTERRUPT == UTRACE_TASK_INTERRUPT);
static_assert(ENGINE_REPORT == UTRACE_TASK_REPORT);
static_assert(ENGINE_STEP == UTRACE_TASK_STEP);

/**
 * enum utrace_life - how far the task is on its way out
 * @UTRACE_ALIVE: the death report has not begun
 * @UTRACE_DYING: the death report is running
 * @UTRACE_DEAD: the death report is done
 * @UTRACE_REAPED: the reap report is running or done: hands off
 */
enum utrace_life {
	UTRACE_ALIVE,
	UTRACE_DYING,
	UTRACE_DEAD,
	UTRACE_REAPED,
};

/**
 * struct utrace - what a task has when it has, or ever had, an engine
 * @lock: see the head of this file
 * @frozen: how many keep even SIGKILL from waking the task; siglock
 * @engines: &utrace_engine.entry in the order in which they are called;
 *	RCU for utrace_notify_jctl() and utrace_find_idle()
 * @reporting: engine whose callback is running, or that is being released
 * @report_seq: number of the report that is under way, or was the last
 * @barriers: how many wait in utrace_barrier() for @reporting to change
 * @pending: requests on behalf of engines that are gone or of the core, and
 *	UTRACE_TASK_DROP_STEP: whoever asked for the step has changed its
 *	mind, its trap may be queued
 * @stepping: the step flag of the task is on because of us; task only
 * @syscall_step: a system call was stepped over, its trap is queued; task only
 * @jctl_reported: the group stop at hand was reported; siglock
 * @killed: SIGKILL came, before or on the way out: only stops in place hold it
 * @life: enum utrace_life: how far the task is on its way out
 * @reap: the task was reaped before it was through with its death report
 * @cloning: the child whose report_clone() is running; task only
 * @exec_pid: the pid before exec; task only
 * @signal_ka: what get_signal() uses in place of the process's; task only
 * @room_taken: there is an engine in @room
 * @room: memory of the first engine of the kernel
 */
struct utrace {
	spinlock_t lock;	/* the engines, see the head of this file */
	unsigned int frozen;
	struct list_head engines;
	struct utrace_engine *reporting;
	unsigned int report_seq;
	unsigned int barriers;
	unsigned long pending;
	bool stepping;
	bool syscall_step;
	bool jctl_reported;
	bool reap;
	bool killed;
	bool room_taken;
	u8 life;
	struct task_struct *cloning;
	struct pid *exec_pid;
	struct k_sigaction *signal_ka;
	unsigned long room[UTRACE_ROOM / sizeof(long)];
};

struct utrace_report;
typedef u32 (*utrace_call_fn)(u32 action, struct utrace_engine *engine,
			      struct utrace_report *r);

/**
 * struct utrace_report - one event on its way through the engines
 * @action: strongest resume action so far
 * @result: signal or system call action so far
 * @flags: what else goes into the first argument of callbacks
 * @only: if not 0, engines without any of these flags do not see it
 * @seen: an engine's callback was called
 * @changed: the flags of an engine changed
 * @regs: here and below: the arguments of the callbacks
 */
struct utrace_report {
	enum utrace_resume_action action;
	u32 result;
	u32 flags;
	unsigned long only;
	bool seen;
	bool changed;
	struct pt_regs *regs;
	/* private: under their names in struct utrace_engine_ops */
	union {
		struct {
			kernel_siginfo_t *info;
			const struct k_sigaction *orig_ka;
			struct k_sigaction *return_ka;
		};
		struct {
			unsigned long clone_flags;
			struct task_struct *child;
			struct pid *pid;
		};
		struct {
			const struct linux_binprm *bprm;
		};
		struct {
			int type;
			int notify;
		};
		struct {
			long orig_code;
			long *code;
		};
		struct {
			bool group_dead;
			int signal;
		};
		unsigned long data;
	};
};

/*
 * Flags of the task
 */

#if defined(CONFIG_GENERIC_ENTRY) || defined(TIF_SYSCALL_EMU)
#define UTRACE_SYSCALL_TRACE_EVENTS	UTRACE_EVENT_SYSCALL

static void utrace_update_syscall_emu(struct task_struct *task,
				      unsigned long flags)
{
	if (flags & UTRACE_EVENT(SYSCALL_EMU))
		set_task_syscall_work(task, SYSCALL_EMU);
	else
		clear_task_syscall_work(task, SYSCALL_EMU);
}

/* The architecture does the rest of what SYSCALL_EMU is. */
static bool utrace_emulates(void)
{
	return false;
}
#else
/* The flag for tracing serves SYSCALL_EMU, and we do what that is. */
#define UTRACE_SYSCALL_TRACE_EVENTS	\
	(UTRACE_EVENT_SYSCALL | UTRACE_EVENT(SYSCALL_EMU))

static void utrace_update_syscall_emu(struct task_struct *task,
				      unsigned long flags)
{
}

static bool utrace_emulates(void)
{
	return tracehook_wants(current, UTRACE_EVENT(SYSCALL_EMU));
}
#endif

static void utrace_update_syscall_work(struct task_struct *task,
				       unsigned long flags)
{
	if (flags & UTRACE_SYSCALL_TRACE_EVENTS)
		set_task_syscall_work(task, SYSCALL_TRACE);
	else
		clear_task_syscall_work(task, SYSCALL_TRACE);
	utrace_update_syscall_emu(task, flags);
}

static inline void utrace_set_flags(struct task_struct *task,
				    unsigned int flags)
{
	unsigned int changed = flags ^ task->utrace_flags;

	WRITE_ONCE(task->utrace_flags, flags);
	if (changed & (UTRACE_EVENT_SYSCALL | UTRACE_EVENT(SYSCALL_EMU)))
		utrace_update_syscall_work(task, flags);
}

/* Only stops in place hold a task that was killed on its way out. */
static unsigned int utrace_killed_flags(struct utrace *utrace,
					unsigned int flags)
{
	struct utrace_engine *engine;

	flags &= ~ENGINE_STOP;
	list_for_each_entry(engine, &utrace->engines, entry)
		if (engine->flags & ENGINE_KERNEL)
			flags |= engine->flags & ENGINE_STOP;
	return flags;
}

/* Gather what the engines want after one of them changed. */
static void utrace_update_flags(struct task_struct *task,
				struct utrace *utrace)
{
	unsigned int flags = utrace->pending;
	struct utrace_engine *engine;

	list_for_each_entry(engine, &utrace->engines, entry)
		flags |= engine->flags;
	if (unlikely(utrace->killed))
		flags = utrace_killed_flags(utrace, flags);
	utrace_set_flags(task, flags & UTRACE_TASK_FLAGS);
}

/* The same, when an engine has come to want more. */
static void utrace_add_flags(struct task_struct *task, unsigned long flags)
{
	utrace_set_flags(task, task->utrace_flags | (flags & UTRACE_TASK_FLAGS));
}

/* Keep what was asked of a task that is not stopped.  utrace->lock. */
static void utrace_request(struct task_struct *task, unsigned long request)
{
	WRITE_ONCE(task->utrace_flags, task->utrace_flags | request);
	/* pairs with the barrier in resume_user_mode_work() */
	smp_mb__before_atomic();
	set_notify_resume(task);
}

/* No trap is left to drop, or it has just been. */
static void utrace_step_dropped(struct utrace *utrace)
{
	spin_lock(&utrace->lock);
	utrace->pending &= ~UTRACE_TASK_DROP_STEP;
	utrace_update_flags(current, utrace);
	spin_unlock(&utrace->lock);
}

#ifndef arch_step_trap_due
/* Will SIGTRAP be sent to current before user mode, for a step it has made? */
static bool arch_step_trap_due(void)
{
	return false;
}
#endif

/*
 * Turn the hardware's stepping on or off as the engines want it now.  Only
 * the task itself does that, and nobody asks for it in vain: the flag is set
 * again after each report, because signal delivery and the block-step trap
 * switch it off on their own.
 */
static void utrace_update_step(struct utrace *utrace)
{
	unsigned int flags = READ_ONCE(current->utrace_flags);

	if (flags & ENGINE_SINGLESTEP) {
		utrace->stepping = true;
		user_enable_single_step(current);
	} else if (flags & ENGINE_BLOCKSTEP) {
		utrace->stepping = true;
		user_enable_block_step(current);
	} else if (utrace->stepping) {
		utrace->stepping = false;
		user_disable_single_step(current);
	}

	/* Now only a trap that is queued already can be one to drop. */
	if (flags & UTRACE_TASK_DROP_STEP) {
		bool queued = arch_step_trap_due();

		spin_lock_irq(task_siglock(current));
		/* the trap of a step is not blocked, see force_sig_info() */
		queued |= sigismember(&current->pending.signal, SIGTRAP) &&
			  !sigismember(&current->blocked, SIGTRAP);
		if (!queued)
			utrace->syscall_step = false;
		/*
		 * Who steps by now, not when we looked, takes the trap.  If that
		 * is nobody any more, it is switched off the next time.
		 */
		if (current->utrace_flags & ENGINE_STEP ||
		    (!queued && !utrace->stepping))
			utrace_step_dropped(utrace);
		spin_unlock_irq(task_siglock(current));
	}
}

/*
 * Stop and go
 */

/* Somebody let go of @task: is it free?  siglock. */
static void utrace_wake(struct task_struct *task)
{
	if (!(task->utrace_flags & ENGINE_STOP) && task_is_traced(task)) {
		task->jobctl &= ~JOBCTL_TRACED;
		wake_up_state(task, TASK_UTRACED);
	}
}

/* Nothing holds a task that was killed. */
static void utrace_release_holds(struct task_struct *task,
				 struct utrace *utrace)
{
	struct utrace_engine *engine;

	list_for_each_entry(engine, &utrace->engines, entry)
		WRITE_ONCE(engine->flags, engine->flags & ~ENGINE_STOP);
	utrace_update_flags(task, utrace);
}

static bool utrace_stop_prepare(struct utrace *utrace)
{
	lockdep_assert_held(task_siglock(current));

	if (unlikely(__fatal_signal_pending(current))) {
		utrace_release_holds(current, utrace);
		return false;
	}
	if (!(current->utrace_flags & ENGINE_STOP))
		return false;

	set_special_state(TASK_UTRACED);
	current->jobctl |= JOBCTL_TRACED;
	return true;
}

/**
 * utrace_stop_begin - an engine stops its task, which is current, in place
 * @engine: engine whose callback is running
 *
 * On success the task counts as stopped by @engine: it is in TASK_UTRACED and
 * JOBCTL_TRACED is set.  What follows must not sleep until
 * utrace_stop_sleep().
 *
 * Context: current's siglock held.
 * Return: false if the task must not stop: it was killed
 */
bool utrace_stop_begin(struct utrace_engine *engine)
{
	/* that it stepped until now is forgotten when it is resumed */
	WRITE_ONCE(engine->flags, engine->flags | ENGINE_STOP);
	WRITE_ONCE(current->utrace_flags, current->utrace_flags | ENGINE_STOP);
	return utrace_stop_prepare(current->utrace);
}

/**
 * utrace_stop_sleep - sleep until nobody holds the task
 * @leave_frozen: do not count as frozen for the cgroup any more afterwards;
 *	false if get_signal() is the next to look, so that a cgroup which is
 *	frozen stays so
 *
 * Context: current, after utrace_stop_begin(), preemption disabled but on
 * PREEMPT_RT: there is no point in being preempted between the notification
 * of a tracer that waits for this very sleep, and the sleep.
 * Return: with current's siglock held, preemption enabled
 */
void utrace_stop_sleep(bool leave_frozen)
	__acquires(task_siglock(current))
{
	struct utrace *utrace = current->utrace;
	bool again;

	do {
		cgroup_enter_frozen();
		if (!IS_ENABLED(CONFIG_PREEMPT_RT))
			preempt_enable_no_resched();
		schedule();
		if (leave_frozen)
			cgroup_leave_frozen(true);

		spin_lock_irq(task_siglock(current));
		/* nobody holds it: what was pending does not matter */
		again = unlikely(current->utrace_flags & ENGINE_STOP) &&
			utrace_stop_prepare(utrace);
		if (again) {
			if (!IS_ENABLED(CONFIG_PREEMPT_RT))
				preempt_disable();
			spin_unlock_irq(task_siglock(current));
		}
	} while (again);
}

/* Stop here if any engine wants it. */
static void utrace_stop(struct utrace *utrace)
{
	bool stop;

	spin_lock_irq(task_siglock(current));
	if (unlikely(utrace->killed))
		utrace_release_holds(current, utrace);
	stop = utrace_stop_prepare(utrace);
	if (stop) {
		if (!IS_ENABLED(CONFIG_PREEMPT_RT))
			preempt_disable();
		spin_unlock_irq(task_siglock(current));
		utrace_stop_sleep(true);
		/* Signals that came did not wake us. */
		recalc_sigpending_tsk(current);
	}
	spin_unlock_irq(task_siglock(current));
}

/**
 * utrace_freeze - keep even SIGKILL from waking a stopped task
 * @task: task to look at
 *
 * For as long as one request of a tracer takes; nests.
 *
 * Context: @task's siglock held.
 * Return: true if @task is in TASK_UTRACED, or will be there at once, and
 * stays there until utrace_unfreeze()
 */
bool utrace_freeze(struct task_struct *task)
{
	if (!task_is_traced(task) || __fatal_signal_pending(task))
		return false;

	task->utrace->frozen++;
	task->jobctl |= JOBCTL_PTRACE_FROZEN;
	return true;
}

/**
 * utrace_unfreeze - end what utrace_freeze() began
 * @task: task to look at
 *
 * Context: takes @task's siglock.
 */
void utrace_unfreeze(struct task_struct *task)
{
	/* It was frozen, so it cannot have been reaped before we were here. */
	spin_lock_irq(task_siglock(task));
	if (!--task->utrace->frozen) {
		task->jobctl &= ~JOBCTL_PTRACE_FROZEN;
		if (__fatal_signal_pending(task)) {
			task->jobctl &= ~JOBCTL_TRACED;
			wake_up_state(task, TASK_UTRACED);
		}
	}
	spin_unlock_irq(task_siglock(task));
}

/*
 * Attach and detach
 */

static struct kmem_cache *utrace_cache __ro_after_init;

static int utrace_alloc(struct task_struct *task, gfp_t gfp)
{
	struct utrace *utrace;

	if (READ_ONCE(task->utrace))
		return 0;
	utrace = kmem_cache_alloc(utrace_cache, gfp);
	if (!utrace)
		return -ENOMEM;
	/* the size is known here: less than the call that zalloc makes */
	memset(utrace, 0, sizeof(*utrace));
	spin_lock_init(&utrace->lock);
	INIT_LIST_HEAD(&utrace->engines);

	/*
	 * A full barrier: utrace_attach() reads task->exit_state later than
	 * this, and tracehook_report_death() task->utrace later than it was
	 * set.  One of the two sees the other.
	 */
	if (unlikely(cmpxchg(&task->utrace, NULL, utrace)))
		kmem_cache_free(utrace_cache, utrace);
	return 0;
}

/* @engine is of the kernel, and nobody knows it or will look for it. */
static void engine_free(struct utrace *utrace, struct utrace_engine *engine)
{
	if ((void *)engine != utrace->room)
		kfree(engine);
}

void utrace_free_task(struct task_struct *task)
{
	struct utrace *utrace = task->utrace;
	struct utrace_engine *engine, *next;

	list_for_each_entry_safe(engine, next, &utrace->engines, entry) {
		if (likely(engine->flags & ENGINE_KERNEL))
			engine_free(utrace, engine);
		else	/* the task was never born: else utrace_reap() did it */
			utrace_engine_put(engine);
	}
	put_pid(utrace->exec_pid);
	kmem_cache_free(utrace_cache, utrace);
}

void __utrace_engine_release(struct kref *kref)
{
	struct utrace_engine *engine = container_of(kref, struct utrace_engine,
						    kref);

	if (engine->ops->release)
		engine->ops->release(engine->data);
	kfree_rcu(engine, rcu);
}
EXPORT_SYMBOL_GPL(__utrace_engine_release);

static bool engine_matches(const struct utrace_engine *engine, int flags,
			   const struct utrace_engine_ops *ops, void *data)
{
	/* Nobody has references to those of the kernel. */
	if (READ_ONCE(engine->flags) & (ENGINE_DETACHED | ENGINE_KERNEL))
		return false;
	if ((flags & UTRACE_ATTACH_MATCH_OPS) && engine->ops != ops)
		return false;
	if ((flags & UTRACE_ATTACH_MATCH_DATA) && engine->data != data)
		return false;
	return flags & UTRACE_ATTACH_MATCH_MASK;
}

static struct utrace_engine *
utrace_find(struct utrace *utrace, int flags,
	    const struct utrace_engine_ops *ops, void *data)
{
	struct utrace_engine *engine;

	list_for_each_entry(engine, &utrace->engines, entry)
		if (engine_matches(engine, flags, ops, data))
			return engine;
	return NULL;
}

static struct utrace_engine *
utrace_lookup(struct task_struct *task, int flags,
	      const struct utrace_engine_ops *ops, void *data)
{
	struct utrace *utrace = READ_ONCE(task->utrace);
	struct utrace_engine *engine;
	unsigned long irqflags;

	if (!utrace)
		return ERR_PTR(-ENOENT);

	spin_lock_irqsave(&utrace->lock, irqflags);
	engine = utrace_find(utrace, flags, ops, data);
	if (utrace->life == UTRACE_REAPED)
		engine = ERR_PTR(-ESRCH);
	else if (engine)
		utrace_engine_get(engine);
	else
		engine = ERR_PTR(-ENOENT);
	spin_unlock_irqrestore(&utrace->lock, irqflags);
	return engine;
}

/* Behind all engines, but before those that are always last. */
static void utrace_insert(struct utrace *utrace, struct utrace_engine *new)
{
	struct list_head *pos = utrace->engines.prev;

	if (!(new->flags & ENGINE_LAST))
		while (pos != &utrace->engines &&
		       list_entry(pos, struct utrace_engine, entry)->flags &
		       ENGINE_LAST)
			pos = pos->prev;
	list_add_rcu(&new->entry, pos);
}

/* siglock */
static int utrace_attach_flags(struct task_struct *task, int flags,
			       struct utrace_engine *engine)
{
	struct utrace *utrace = task->utrace;
	int ret = 0;

	spin_lock(&utrace->lock);
	if (READ_ONCE(task->exit_state) || utrace->life != UTRACE_ALIVE) {
		ret = -ESRCH;
	} else if ((flags & UTRACE_ATTACH_EXCLUSIVE) &&
		   utrace_find(utrace, flags, engine->ops, engine->data)) {
		ret = -EEXIST;
	} else {
		engine->seq = utrace->report_seq;
		utrace_insert(utrace, engine);
		utrace_add_flags(task, engine->flags);
	}
	spin_unlock(&utrace->lock);
	return ret;
}

static int utrace_attach(struct task_struct *task, int flags,
			 struct utrace_engine *engine)
{
	unsigned long irqflags;
	int ret;

	if (!lock_task_sighand(task, &irqflags))
		return -ESRCH;
	ret = utrace_attach_flags(task, flags, engine);
	unlock_task_sighand(task, &irqflags);
	return ret;
}

static gfp_t utrace_gfp(int flags)
{
	if (flags & UTRACE_ATTACH_ATOMIC)
		return GFP_ATOMIC;
	return GFP_KERNEL;
}

/* May @task have a new engine, and is there a place for it? */
static int utrace_prepare_attach(struct task_struct *task, int flags)
{
	if (unlikely(task->flags & PF_KTHREAD))
		return -EPERM;
	/*
	 * The engines of its creator come first: report_clone() is the only
	 * chance to be there from the first instruction on.
	 */
	if (unlikely(READ_ONCE(task->__state) == TASK_NEW) &&
	    !(flags & UTRACE_ATTACH_LAST) &&
	    !(current->utrace && current->utrace->cloning == task))
		return -ERESTARTNOINTR;
	return utrace_alloc(task, utrace_gfp(flags));
}

static void engine_init(struct utrace_engine *engine, struct utrace *utrace,
			unsigned long flags,
			const struct utrace_engine_ops *ops, void *data)
{
	kref_init(&engine->kref);	/* the list's */
	engine->ops = ops;
	engine->data = data;
	engine->utrace = utrace;
	engine->flags = flags;
}

/**
 * utrace_new_engine - memory for an engine of the kernel
 * @task: task; the caller keeps it from being freed
 * @size: in bytes, of the structure that begins with the engine
 *
 * It goes with @task, or with a utrace_attach_engine() that fails; that has to
 * come next.  The first of a task comes in one piece with its struct utrace: it
 * goes with that even if utrace_attach_unborn() is not reached.
 *
 * Context: may sleep.
 * Return: zeroed memory; or an ERR_PTR(): -EPERM or -ENOMEM as
 * utrace_attach_task()
 */
void *utrace_new_engine(struct task_struct *task, size_t size)
{
	int ret = utrace_prepare_attach(task, UTRACE_ATTACH_LAST);

	if (unlikely(ret))
		return ERR_PTR(ret);
	if (size <= UTRACE_ROOM && !xchg(&task->utrace->room_taken, true))
		return task->utrace->room;
	return kzalloc(size, GFP_KERNEL) ?: ERR_PTR(-ENOMEM);
}

/**
 * utrace_attach_engine - attach an engine of the kernel, which is idle then
 * @task: task; the caller keeps it from being freed
 * @engine: from utrace_new_engine()
 * @ops: callbacks; release() is not called
 * @data: data
 *
 * Context: any.  Takes @task's siglock.
 * Return: 0; -ESRCH as utrace_attach_task(), and @engine is gone
 */
int utrace_attach_engine(struct task_struct *task, struct utrace_engine *engine,
			 const struct utrace_engine_ops *ops, void *data)
{
	int ret;

	engine_init(engine, task->utrace, ENGINE_LAST | ENGINE_KERNEL, ops,
		    data);
	ret = utrace_attach(task, 0, engine);
	if (unlikely(ret))
		engine_free(task->utrace, engine);
	return ret;
}

/**
 * utrace_attach_unborn - the same for a task that nobody can find yet
 * @task: task that current is about to make
 * @engine: from utrace_new_engine()
 * @ops: callbacks; release() is not called
 * @data: data
 * @events: what it wants to see from the beginning
 *
 * Context: any; no lock is needed.
 */
void utrace_attach_unborn(struct task_struct *task,
			  struct utrace_engine *engine,
			  const struct utrace_engine_ops *ops, void *data,
			  unsigned long events)
{
	engine_init(engine, task->utrace, ENGINE_LAST | ENGINE_KERNEL | events,
		    ops, data);
	list_add_tail(&engine->entry, &task->utrace->engines);
	utrace_add_flags(task, events);
}

/**
 * utrace_find_idle - find an engine of the kernel that is idle
 * @task: task to look at
 * @ops: callbacks of the engine
 *
 * Context: @task's siglock held; for a first look RCU is enough.
 * Return: the engine, without a reference, or NULL
 */
struct utrace_engine *utrace_find_idle(struct task_struct *task,
				       const struct utrace_engine_ops *ops)
{
	struct utrace *utrace = READ_ONCE(task->utrace);
	struct utrace_engine *engine;

	if (!utrace)
		return NULL;
	list_for_each_entry_rcu(engine, &utrace->engines, entry, true)
		if (engine->ops == ops &&
		    !(READ_ONCE(engine->flags) & UTRACE_EVENTS))
			return engine;
	return NULL;
}

/**
 * utrace_attach_task - attach an engine to a task, or look one up
 * @task: task; the caller keeps it from being freed
 * @flags: UTRACE_ATTACH_CREATE to attach a new engine, otherwise an attached
 *	one is looked up.  UTRACE_ATTACH_MATCH_OPS, _MATCH_DATA: which one;
 *	without any of them nothing matches.  UTRACE_ATTACH_EXCLUSIVE: do not
 *	create if one matches.  UTRACE_ATTACH_ATOMIC: do not sleep.
 *	UTRACE_ATTACH_LAST: call it after, for SYSCALL_ENTRY before, the others.
 * @ops: callbacks of the new engine, or to match
 * @data: data of the new engine, or to match
 *
 * A new engine sees no event until utrace_set_events(), and not the one that
 * is being reported.  See "Attaching" in Documentation/trace/utrace.rst.
 *
 * Context: may sleep unless UTRACE_ATTACH_ATOMIC.  Takes @task's siglock.
 * Return:
 * * the engine with a reference for the caller, who drops it with
 *   utrace_engine_put(); or an ERR_PTR():
 * * -ESRCH: @task is dead or was reaped
 * * -EPERM: @task is a kernel thread, and UTRACE_ATTACH_CREATE
 * * -ENOENT: no engine matches
 * * -EEXIST: UTRACE_ATTACH_EXCLUSIVE, and one matches
 * * -EINVAL: no @ops for a new engine, or unknown @flags
 * * -ENOMEM: out of memory
 * * -ERESTARTNOINTR: @task was not started yet, it is not report_clone() that
 *   asks, and not UTRACE_ATTACH_LAST: try again later
 */
struct utrace_engine *utrace_attach_task(struct task_struct *task, int flags,
					 const struct utrace_engine_ops *ops,
					 void *data)
{
	struct utrace_engine *engine;
	int ret;

	if (flags & ~(UTRACE_ATTACH_MATCH_MASK | UTRACE_ATTACH_CREATE |
		      UTRACE_ATTACH_EXCLUSIVE | UTRACE_ATTACH_ATOMIC |
		      UTRACE_ATTACH_LAST))
		return ERR_PTR(-EINVAL);
	if (!(flags & UTRACE_ATTACH_CREATE))
		return utrace_lookup(task, flags, ops, data);
	if (unlikely(!ops))
		return ERR_PTR(-EINVAL);

	ret = utrace_prepare_attach(task, flags);
	if (unlikely(ret))
		return ERR_PTR(ret);
	engine = kzalloc(sizeof(*engine), utrace_gfp(flags));
	if (!engine)
		return ERR_PTR(-ENOMEM);
	engine_init(engine, task->utrace,
		    flags & UTRACE_ATTACH_LAST ? ENGINE_LAST : 0, ops, data);

	utrace_engine_get(engine);	/* the caller's */
	ret = utrace_attach(task, flags, engine);
	if (unlikely(ret)) {
		kfree(engine);
		return ERR_PTR(ret);
	}
	return engine;
}
EXPORT_SYMBOL_GPL(utrace_attach_task);

/* No more callbacks, and nothing that it wants. */
static void engine_set_detached(struct utrace_engine *engine)
{
	WRITE_ONCE(engine->flags,
		   (engine->flags & ENGINE_KERNEL) | ENGINE_DETACHED);
}

static void utrace_remove(struct utrace_engine *engine)
{
	engine_set_detached(engine);
	WRITE_ONCE(engine->flags, engine->flags | ENGINE_REMOVED);
	list_del_rcu(&engine->entry);
}

/* The step flag goes before the task is in user mode again.  utrace->lock. */
static void utrace_end_step(struct task_struct *task, struct utrace *utrace,
			    struct utrace_engine *engine)
{
	if (!(engine->flags & ENGINE_STEP) || READ_ONCE(task->exit_state))
		return;
	utrace->pending |= ENGINE_REPORT | UTRACE_TASK_DROP_STEP;
	utrace_request(task, ENGINE_REPORT);
}

/*
 * Forget @engine.  True if it was removed and the caller has to drop the
 * reference of the list; false if its callback is running: then the report
 * does it.  utrace->lock.
 */
static bool utrace_detach(struct task_struct *task, struct utrace *utrace,
			  struct utrace_engine *engine)
{
	bool remove = utrace->reporting != engine;

	utrace_end_step(task, utrace, engine);
	if (remove)
		utrace_remove(engine);
	else
		engine_set_detached(engine);
	utrace_update_flags(task, utrace);
	return remove;
}

static void utrace_idle(struct task_struct *task, struct utrace_engine *engine)
{
	struct utrace *utrace = task->utrace;
	unsigned long flags = engine->flags & (ENGINE_KERNEL | ENGINE_LAST);

	utrace_end_step(task, utrace, engine);
	/* what a callback returns that is running is out of date */
	if (utrace->reporting == engine)
		flags |= ENGINE_OVERRIDE;
	WRITE_ONCE(engine->flags, flags);
	utrace_update_flags(task, utrace);
	utrace_wake(task);
}

/**
 * utrace_idle_locked - an engine of the kernel wants nothing any more
 * @task: task of @engine
 * @engine: engine
 *
 * A task that nobody else holds wakes up.
 *
 * Context: @task's siglock held.
 */
void utrace_idle_locked(struct task_struct *task, struct utrace_engine *engine)
{
	if (likely(task_is_traced(task))) {
		utrace_idle(task, engine);
		return;
	}
	spin_lock(&task->utrace->lock);
	utrace_idle(task, engine);
	spin_unlock(&task->utrace->lock);
}

/*
 * Events
 */

static bool engine_has_callbacks(const struct utrace_engine_ops *ops,
				 unsigned long events)
{
	if (events & UTRACE_EVENT(SYSCALL_EMU))
		events |= UTRACE_EVENT(SYSCALL_ENTRY);
	if (events & UTRACE_EVENT_SIGNAL_ALL)
		events |= UTRACE_EVENT(SIGNAL);

#define MISSES(type, callback)	((events & UTRACE_EVENT(type)) && !ops->callback)
	return !(MISSES(QUIESCE, report_quiesce) ||
		 MISSES(REAP, report_reap) ||
		 MISSES(CLONE, report_clone) ||
		 MISSES(EXEC, report_exec) ||
		 MISSES(EXIT, report_exit) ||
		 MISSES(DEATH, report_death) ||
		 MISSES(SYSCALL_ENTRY, report_syscall_entry) ||
		 MISSES(SYSCALL_EXIT, report_syscall_exit) ||
		 MISSES(SIGNAL, report_signal) ||
		 MISSES(JCTL, report_jctl) ||
		 MISSES(CLONED, report_cloned) ||
		 MISSES(VFORK_DONE, report_vfork_done) ||
		 MISSES(SECCOMP, report_seccomp) ||
		 MISSES(SIGLOCK, notify_jctl) ||
		 MISSES(SIGLOCK, notify_signal));
#undef MISSES
}

/*
 * Who names a task by pid may mean one that has given its pid to a thread that
 * execs: another task, with another lock.
 */
static bool engine_is_on(const struct utrace_engine *engine,
			 struct task_struct *task)
{
	return engine->utrace == READ_ONCE(task->utrace);
}

static void engine_set_events(struct task_struct *task, struct utrace *utrace,
			      struct utrace_engine *engine,
			      unsigned long events)
{
	bool fewer = engine->flags & UTRACE_EVENTS & ~events;

	/* who was told of the group stop at hand may be gone */
	if (events & ~task->utrace_flags & UTRACE_EVENT(JCTL))
		utrace->jctl_reported = false;
	WRITE_ONCE(engine->flags, (engine->flags & ~UTRACE_EVENTS) | events);
	if (fewer)
		utrace_update_flags(task, utrace);
	else
		utrace_add_flags(task, events);
}

/**
 * utrace_set_events_locked - change an engine's events under siglock
 * @task: task of @engine
 * @engine: engine
 * @events: event mask
 *
 * Context: @task's siglock held.
 */
void utrace_set_events_locked(struct task_struct *task,
			      struct utrace_engine *engine,
			      unsigned long events)
{
	struct utrace *utrace = task->utrace;

	spin_lock(&utrace->lock);
	engine_set_events(task, utrace, engine, events);
	spin_unlock(&utrace->lock);
}

/**
 * utrace_set_events - choose the events that an engine sees
 * @task: task of @engine
 * @engine: engine on which the caller has a reference
 * @events: bits of UTRACE_EVENT()
 *
 * Events that are new are seen from now on; one that is being reported only if
 * @engine's turn is yet to come.
 *
 * Context: any; takes @task's siglock.
 * Return:
 * * 0: done
 * * -EINVAL: @events has an unknown bit, SIGLOCK, or one without a callback
 * * -ESRCH: @engine is detached, or @task was reaped
 * * -EALREADY: too late to change DEATH or QUIESCE: @task is dead.  Nothing
 *   was changed.
 * * -EINPROGRESS: the mask is set, but a callback for an event that is no
 *   longer in it may be running: see utrace_barrier()
 */
int utrace_set_events(struct task_struct *task, struct utrace_engine *engine,
		      unsigned long events)
{
	struct utrace *utrace = task->utrace;
	unsigned long irqflags, changed;
	int ret = 0;

	/* SIGLOCK is not for modules: it has no barrier */
	if (events & ~(UTRACE_EVENTS & ~UTRACE_EVENT(SIGLOCK)))
		return -EINVAL;
	if (!engine_has_callbacks(engine->ops, events))
		return -EINVAL;
	if (!engine_is_on(engine, task) || !lock_task_sighand(task, &irqflags))
		return -ESRCH;

	spin_lock(&utrace->lock);
	changed = (engine->flags ^ events) & UTRACE_EVENTS;
	if (engine->flags & ENGINE_DETACHED) {
		ret = -ESRCH;
	} else if (utrace->life != UTRACE_ALIVE &&
		 (changed & (UTRACE_EVENT(DEATH) | UTRACE_EVENT(QUIESCE)))) {
		ret = -EALREADY;
	} else {
		if ((changed & engine->flags) && utrace->reporting == engine &&
		    task != current)
			ret = -EINPROGRESS;
		engine_set_events(task, utrace, engine, events);
	}
	spin_unlock(&utrace->lock);
	unlock_task_sighand(task, &irqflags);
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_set_events);

/*
 * Control
 */

/* Ask @task for a report.  siglock and utrace->lock. */
static void utrace_ask(struct task_struct *task, struct utrace_engine *engine,
		       unsigned long request)
{
	WRITE_ONCE(engine->flags, engine->flags | request);
	utrace_add_flags(task, request);
	if (request != ENGINE_INTERRUPT)
		utrace_request(task, request);
	else if (READ_ONCE(task->__state) != TASK_NEW)
		signal_wake_up(task, 0);
	/* else it calls calculate_sigpending() first */
}

/**
 * utrace_interrupt_locked - ask for a report at once
 * @task: task of @engine
 * @engine: engine
 *
 * Context: @task's siglock held.
 */
void utrace_interrupt_locked(struct task_struct *task,
			     struct utrace_engine *engine)
{
	spin_lock(&task->utrace->lock);
	utrace_ask(task, engine, ENGINE_INTERRUPT);
	spin_unlock(&task->utrace->lock);
}

static void utrace_forget_interrupt(struct task_struct *task,
				    struct utrace *utrace,
				    struct utrace_engine *engine)
{
	WRITE_ONCE(engine->flags, engine->flags & ~ENGINE_INTERRUPT);
	if (list_is_singular(&utrace->engines) && !utrace->pending)
		WRITE_ONCE(task->utrace_flags,
			   task->utrace_flags & ~ENGINE_INTERRUPT);
	else
		utrace_update_flags(task, utrace);
}

/**
 * utrace_uninterrupt_locked - what utrace_interrupt_locked() asked for is done
 * @task: task of @engine
 * @engine: engine
 *
 * Context: @task's siglock held.
 */
void utrace_uninterrupt_locked(struct task_struct *task,
			       struct utrace_engine *engine)
{
	struct utrace *utrace = task->utrace;

	if (likely(task_is_traced(task))) {
		utrace_forget_interrupt(task, utrace, engine);
		return;
	}
	spin_lock(&utrace->lock);
	utrace_forget_interrupt(task, utrace, engine);
	spin_unlock(&utrace->lock);
}

/* What @action, which is not DETACH, means for an engine's flags. */
static unsigned long engine_apply(unsigned long flags,
				  enum utrace_resume_action action)
{
	flags &= ~(ENGINE_STOP | ENGINE_STEP);
	if (likely(action == UTRACE_RESUME))
		return flags;
	switch (action) {
	case UTRACE_STOP:
		return flags | ENGINE_STOP;
	case UTRACE_SINGLESTEP:
		return arch_has_single_step() ? flags | ENGINE_SINGLESTEP : flags;
	case UTRACE_BLOCKSTEP:
		return arch_has_block_step() ? flags | ENGINE_BLOCKSTEP : flags;
	default:
		return flags;
	}
}

static void utrace_let_go(struct task_struct *task,
			  struct utrace_engine *engine,
			  enum utrace_resume_action action)
{
	unsigned long old = engine->flags;
	unsigned long flags = engine_apply(old, action);

	WRITE_ONCE(engine->flags, flags);
	if (flags == (old & ~ENGINE_STOP) &&
	    list_is_singular(&task->utrace->engines))
		WRITE_ONCE(task->utrace_flags,
			   task->utrace_flags & ~ENGINE_STOP);
	else
		utrace_update_flags(task, task->utrace);
	utrace_wake(task);
}

/**
 * utrace_resume_locked - let go of a task under siglock
 * @task: task of @engine
 * @engine: engine that may hold @task
 * @action: UTRACE_RESUME, UTRACE_SINGLESTEP or UTRACE_BLOCKSTEP
 *
 * @task runs if no other engine holds it.
 *
 * Context: @task's siglock held.
 */
void utrace_resume_locked(struct task_struct *task,
			  struct utrace_engine *engine,
			  enum utrace_resume_action action)
{
	if (likely(task_is_traced(task))) {
		utrace_let_go(task, engine, action);
		return;
	}
	spin_lock(&task->utrace->lock);
	utrace_let_go(task, engine, action);
	spin_unlock(&task->utrace->lock);
}

/**
 * utrace_stepping - does an engine want its task to step?
 * @engine: engine
 *
 * Return: true if its last word was UTRACE_SINGLESTEP or UTRACE_BLOCKSTEP
 */
bool utrace_stepping(struct utrace_engine *engine)
{
	return READ_ONCE(engine->flags) & ENGINE_STEP;
}

/* siglock and utrace->lock */
static int __utrace_control(struct task_struct *task, struct utrace *utrace,
			    struct utrace_engine *engine,
			    enum utrace_resume_action action)
{
	bool stopped = task_is_stopped_or_traced(task);
	bool running = utrace->reporting == engine && task != current;

	/* What is said while a callback runs is newer than its result. */
	if (running)
		engine->flags |= ENGINE_OVERRIDE;
	/* not by a request of @engine, which may be detached before it is served */
	utrace_end_step(task, utrace, engine);
	engine->flags = engine_apply(engine->flags, action);
	utrace_update_flags(task, utrace);

	switch (action) {
	case UTRACE_STOP:
		/* Should SIGCONT or another engine let it go: stop again. */
		if (!task_is_traced(task))
			utrace_ask(task, engine, ENGINE_REPORT);
		return stopped ? 0 : -EINPROGRESS;
	case UTRACE_INTERRUPT:
		utrace_ask(task, engine, ENGINE_INTERRUPT);
		break;
	default:
		/* also: somebody has to turn the step flag on or off */
		if (action == UTRACE_REPORT || !task_is_traced(task))
			utrace_ask(task, engine, ENGINE_REPORT);
		break;
	}
	utrace_wake(task);
	return running ? -EINPROGRESS : 0;
}

static int utrace_control_detach(struct task_struct *task,
				 struct utrace *utrace,
				 struct utrace_engine *engine, bool *put)
{
	bool running = utrace->reporting == engine && task != current;

	if (utrace->life == UTRACE_DYING)
		return -EALREADY;
	*put = utrace_detach(task, utrace, engine);
	utrace_wake(task);
	return running ? -EINPROGRESS : 0;
}

/**
 * utrace_control - say from outside what a task shall do next
 * @task: task of @engine
 * @engine: engine on which the caller has a reference
 * @action: what to do
 *
 * UTRACE_STOP holds @task until @engine says something else.  All the others
 * let go of it; it runs when no engine holds it.  UTRACE_INTERRUPT and
 * UTRACE_REPORT make it report to every engine with the QUIESCE event, and
 * UTRACE_INTERRUPT to those with any signal event as UTRACE_SIGNAL_REPORT, too.
 * A step lasts until the next action of @engine, given here or by a callback.
 *
 * Context: any; takes @task's siglock.
 * Return:
 * * 0: done
 * * -EINVAL: no such @action
 * * -EOPNOTSUPP: the machine cannot step like that
 * * -ESRCH: @engine is detached, or @task is dead (but see DETACH) or
 *   was reaped: report_reap() has been called or will be
 * * -EINPROGRESS: for UTRACE_STOP: @task runs, it will stop before it is in
 *   user mode again.  For all others: done, but a callback of @engine may
 *   be running: see utrace_barrier()
 * * -EALREADY: UTRACE_DETACH, and report_death() may be running: it decides
 */
int utrace_control(struct task_struct *task, struct utrace_engine *engine,
		   enum utrace_resume_action action)
{
	struct utrace *utrace = task->utrace;
	unsigned long irqflags;
	bool put = false;
	int ret;

	if ((unsigned int)action >= UTRACE_RESUME_MAX)
		return -EINVAL;
	if ((action == UTRACE_SINGLESTEP && !arch_has_single_step()) ||
	    (action == UTRACE_BLOCKSTEP && !arch_has_block_step()))
		return -EOPNOTSUPP;
	if (!engine_is_on(engine, task) || !lock_task_sighand(task, &irqflags))
		return -ESRCH;

	spin_lock(&utrace->lock);
	if (engine->flags & ENGINE_DETACHED || utrace->life == UTRACE_REAPED)
		ret = -ESRCH;
	else if (action == UTRACE_DETACH)
		ret = utrace_control_detach(task, utrace, engine, &put);
	else if (READ_ONCE(task->exit_state))
		ret = -ESRCH;
	else
		ret = __utrace_control(task, utrace, engine, action);
	spin_unlock(&utrace->lock);
	unlock_task_sighand(task, &irqflags);

	if (put)
		utrace_engine_put(engine);
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_control);

/*
 * Is a callback running, or has a report yet to drop the engine?  The engines
 * of a task that was reaped are all about to be dropped.
 */
static bool utrace_in_callback(struct task_struct *task, struct utrace *utrace,
			       struct utrace_engine *engine)
{
	unsigned long flags;
	bool ret;

	spin_lock_irq(&utrace->lock);
	flags = READ_ONCE(engine->flags);
	ret = utrace->reporting == engine ||
	      (flags & (ENGINE_DETACHED | ENGINE_REMOVED)) == ENGINE_DETACHED ||
	      (!(flags & ENGINE_REMOVED) && !rcu_access_pointer(task->sighand));
	spin_unlock_irq(&utrace->lock);
	return ret;
}

/**
 * utrace_barrier - wait until no callback of an engine is running
 * @task: task of @engine
 * @engine: engine on which the caller has a reference; may be detached
 *
 * When utrace_control(UTRACE_DETACH) has returned 0 or -EINPROGRESS, there are
 * no callbacks of @engine after this but release(), when the last reference
 * goes.  Does not wait for a callback that has not begun.  Returns at once in a
 * callback on @task itself.
 *
 * Context: may sleep.
 * Return: 0, or -ERESTARTSYS if a signal came before the callback was done
 */
int utrace_barrier(struct task_struct *task, struct utrace_engine *engine)
{
	struct utrace *utrace = task->utrace;
	int ret;

	if (!utrace || utrace != engine->utrace || task == current)
		return 0;

	/* The lock orders this against utrace_report(): it sees it later. */
	spin_lock_irq(&utrace->lock);
	utrace->barriers++;
	spin_unlock_irq(&utrace->lock);
	ret = wait_var_event_interruptible(&utrace->reporting,
					   !utrace_in_callback(task, utrace,
								engine));
	spin_lock_irq(&utrace->lock);
	utrace->barriers--;
	spin_unlock_irq(&utrace->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_barrier);

/**
 * utrace_prepare_examine - begin to look at the state of a stopped task
 * @task: task of @engine
 * @engine: engine that holds @task by UTRACE_STOP
 * @exam: filled in for utrace_finish_examine()
 *
 * On success @task is off its CPU: its registers and the like can be read and,
 * because @engine holds it, written, unless SIGKILL comes.  The end of a group
 * stop may wake it, but not let it run.
 *
 * Context: may sleep.
 * Return:
 * * 0: done
 * * -ESRCH: @engine is detached, or @task is dead
 * * -EINVAL: @engine does not hold @task
 * * -EAGAIN: @task has not stopped yet, or was killed
 */
int utrace_prepare_examine(struct task_struct *task,
			   struct utrace_engine *engine,
			   struct utrace_examiner *exam)
{
	struct utrace *utrace = task->utrace;
	unsigned long flags;
	int ret = 0;

	if (task == current)
		return 0;
	if (!engine_is_on(engine, task))
		return -ESRCH;

	spin_lock_irq(&utrace->lock);
	flags = READ_ONCE(engine->flags);
	if (flags & ENGINE_DETACHED || READ_ONCE(task->exit_state))
		ret = -ESRCH;
	else if (!(flags & ENGINE_STOP))
		ret = -EINVAL;
	else if (!task_is_stopped_or_traced(task))
		ret = -EAGAIN;
	spin_unlock_irq(&utrace->lock);
	if (ret)
		return ret;

	exam->state = __TASK_STOPPED | __TASK_TRACED | TASK_FROZEN;
	exam->ncsw = wait_task_inactive(task, exam->state);
	return exam->ncsw ? 0 : -EAGAIN;
}
EXPORT_SYMBOL_GPL(utrace_prepare_examine);

/**
 * utrace_finish_examine - was the state of the task stable?
 * @task: task of @engine
 * @engine: engine that holds @task by UTRACE_STOP
 * @exam: what utrace_prepare_examine() filled in
 *
 * Context: may sleep.
 * Return: 0 if @task did not run since utrace_prepare_examine(); or as there,
 * where -EAGAIN says that it did run
 */
int utrace_finish_examine(struct task_struct *task,
			  struct utrace_engine *engine,
			  struct utrace_examiner *exam)
{
	struct utrace_examiner now;
	int ret;

	if (task == current)
		return 0;
	ret = utrace_prepare_examine(task, engine, &now);
	if (!ret && now.ncsw != exam->ncsw)
		ret = -EAGAIN;
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_finish_examine);

/**
 * utrace_walk_engines - look at the engines of a task
 * @task: task; the caller keeps it from being freed
 * @fn: called for each that is attached and, if it is the kernel's, not idle
 * @data: for @fn
 *
 * Context: interrupts are on; @fn is called with a spinlock held, and they are
 * off.
 */
void utrace_walk_engines(struct task_struct *task, utrace_engine_fn fn,
			 void *data)
{
	struct utrace *utrace = READ_ONCE(task->utrace);
	struct utrace_engine *engine;

	if (!utrace)
		return;
	spin_lock_irq(&utrace->lock);
	list_for_each_entry(engine, &utrace->engines, entry) {
		unsigned long flags = READ_ONCE(engine->flags);

		if (flags & ENGINE_DETACHED ||
		    (flags & ENGINE_KERNEL && !(flags & UTRACE_EVENTS)))
			continue;
		fn(engine, data);
	}
	spin_unlock_irq(&utrace->lock);
}

/**
 * utrace_engine_holds - does an engine hold its task?
 * @engine: engine
 *
 * Return: true if it does, though the task may not have stopped yet
 */
bool utrace_engine_holds(const struct utrace_engine *engine)
{
	return READ_ONCE(engine->flags) & ENGINE_STOP;
}

/*
 * The same by pid
 */

/**
 * utrace_attach_pid - utrace_attach_task() by pid
 * @pid: pid of the task, held by the caller
 * @flags: see utrace_attach_task()
 * @ops: see utrace_attach_task()
 * @data: see utrace_attach_task()
 *
 * Context: see utrace_attach_task().
 * Return: see utrace_attach_task(); -ESRCH also if there is no task at @pid
 */
struct utrace_engine *utrace_attach_pid(struct pid *pid, int flags,
					const struct utrace_engine_ops *ops,
					void *data)
{
	struct task_struct *task = get_pid_task(pid, PIDTYPE_PID);
	struct utrace_engine *engine;

	if (!task)
		return ERR_PTR(-ESRCH);
	engine = utrace_attach_task(task, flags, ops, data);
	put_task_struct(task);
	return engine;
}
EXPORT_SYMBOL_GPL(utrace_attach_pid);

/**
 * utrace_set_events_pid - utrace_set_events() by pid
 * @pid: pid of the task, held by the caller
 * @engine: see utrace_set_events()
 * @events: see utrace_set_events()
 *
 * Context: see utrace_set_events().
 * Return: see utrace_set_events(); -ESRCH also if there is no task at @pid
 */
int utrace_set_events_pid(struct pid *pid, struct utrace_engine *engine,
			  unsigned long events)
{
	struct task_struct *task = get_pid_task(pid, PIDTYPE_PID);
	int ret;

	if (!task)
		return -ESRCH;
	ret = utrace_set_events(task, engine, events);
	put_task_struct(task);
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_set_events_pid);

/**
 * utrace_control_pid - utrace_control() by pid
 * @pid: pid of the task, held by the caller
 * @engine: see utrace_control()
 * @action: see utrace_control()
 *
 * Context: see utrace_control().
 * Return: see utrace_control(); -ESRCH also if there is no task at @pid
 */
int utrace_control_pid(struct pid *pid, struct utrace_engine *engine,
		       enum utrace_resume_action action)
{
	struct task_struct *task = get_pid_task(pid, PIDTYPE_PID);
	int ret;

	if (!task)
		return -ESRCH;
	ret = utrace_control(task, engine, action);
	put_task_struct(task);
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_control_pid);

/**
 * utrace_barrier_pid - utrace_barrier() by pid
 * @pid: pid of the task, held by the caller
 * @engine: see utrace_barrier()
 *
 * Context: see utrace_barrier().
 * Return: see utrace_barrier(); -ESRCH if there is no task at @pid
 */
int utrace_barrier_pid(struct pid *pid, struct utrace_engine *engine)
{
	struct task_struct *task = get_pid_task(pid, PIDTYPE_PID);
	int ret;

	if (!task)
		return -ESRCH;
	ret = utrace_barrier(task, engine);
	put_task_struct(task);
	return ret;
}
EXPORT_SYMBOL_GPL(utrace_barrier_pid);

/*
 * Reports
 */

/* Not an initializer: what belongs to one event only is left as it is. */
static __always_inline void utrace_report_init(struct utrace_report *r)
{
	r->result = 0;
	r->flags = 0;
	r->only = 0;
	r->seen = false;
	r->changed = false;
}

/* What @engine did not know when its callback began is more than its result. */
static noinline void utrace_take_new_action(struct utrace *utrace,
					    struct utrace_engine *engine,
					    struct utrace_report *r,
					    unsigned long event, u32 action)
{
	enum utrace_resume_action resume = utrace_resume_action(action);
	unsigned long flags = engine->flags;

	if (flags & ENGINE_DETACHED)
		return;
	if (resume == UTRACE_DETACH) {
		/* One of the kernel goes with the task, and not before. */
		if (WARN_ON_ONCE(flags & ENGINE_KERNEL))
			return;
		if (flags & ENGINE_STEP)
			utrace->pending |= UTRACE_TASK_DROP_STEP;
		engine_set_detached(engine);
		return;
	}
	if (flags & ENGINE_OVERRIDE) {
		WRITE_ONCE(engine->flags, flags & ~ENGINE_OVERRIDE);
		return;
	}
	/* To be asked without an event and say "run" is to say nothing new. */
	if (!event && resume == UTRACE_RESUME)
		return;
	/* An engine that stops in place has let go by now. */
	flags = engine_apply(flags, resume);
	if (resume < r->action)
		r->action = resume;
	if (resume == UTRACE_INTERRUPT)
		flags |= ENGINE_INTERRUPT;
	else if (resume == UTRACE_REPORT)
		flags |= ENGINE_REPORT;
	if (flags != engine->flags) {
		/* a trap that is queued already is nobody's any more */
		if (engine->flags & ~flags & ENGINE_STEP)
			utrace->pending |= UTRACE_TASK_DROP_STEP;
		WRITE_ONCE(engine->flags, flags);
		r->changed = true;
	}
}

/* The callback of @engine has returned @action. */
static __always_inline void utrace_take_action(struct utrace *utrace,
					       struct utrace_engine *engine,
					       struct utrace_report *r,
					       unsigned long event, u32 action)
{
	utrace->reporting = NULL;
	/* sleeps with the count raised before it looked at ->reporting */
	if (unlikely(utrace->barriers))
		wake_up_var(&utrace->reporting);

	if (unlikely(engine->flags & (ENGINE_DETACHED | ENGINE_OVERRIDE |
				      ENGINE_STOP | ENGINE_STEP) ||
		     utrace_resume_action(action) != UTRACE_RESUME))
		utrace_take_new_action(utrace, engine, r, event, action);
}

/* @engine was detached while its callback ran.  Drops and takes the lock. */
static void utrace_drop(struct utrace *utrace, struct utrace_engine *engine)
{
	/* release() is a callback, too: make utrace_barrier() wait */
	utrace->reporting = engine;
	utrace_remove(engine);
	/* nor may a new engine at the same address pass for this one */
	rcu_read_lock();
	spin_unlock_irq(&utrace->lock);
	utrace_engine_put(engine);
	spin_lock_irq(&utrace->lock);
	utrace->reporting = NULL;
	rcu_read_unlock();
	if (unlikely(utrace->barriers))
		wake_up_var(&utrace->reporting);
}

static u32 utrace_action_arg(const struct utrace_report *r)
{
	return r->action | r->result | r->flags;
}

/* With no event, who asked for reports gets one; with one, who wants it. */
static __always_inline bool engine_wants(const struct utrace_engine *engine,
					 unsigned long event,
					 utrace_call_fn call)
{
	if (unlikely(!event))
		return call && (engine->flags & (UTRACE_EVENT_SIGNAL_ALL |
						 UTRACE_EVENT(SIGLOCK)));
	return engine->flags & event;
}

/* Before the event itself.  Drops and takes the lock. */
static noinline void utrace_report_quiesce(struct utrace *utrace,
					   struct utrace_engine *engine,
					   struct utrace_report *r,
					   unsigned long event)
{
	unsigned long told = event;
	u32 action;

	/* two events, one report */
	if (told == UTRACE_SYSCALL_ENTRY_EVENTS)
		told = UTRACE_EVENT(SYSCALL_ENTRY);
	utrace->reporting = engine;
	spin_unlock_irq(&utrace->lock);
	action = engine->ops->report_quiesce(utrace_action_arg(r), engine,
					     told);
	spin_lock_irq(&utrace->lock);
	utrace_take_action(utrace, engine, r, event, action);
}

/* One engine's turn, if it is one.  Drops and takes the lock. */
static __always_inline void utrace_report_one(struct utrace *utrace,
					      struct utrace_engine *engine,
					      struct utrace_report *r,
					      unsigned long event,
					      utrace_call_fn call)
{
	u32 action;

	if (unlikely(r->only) && !(engine->flags & r->only))
		return;
	if (!(engine->flags & UTRACE_EVENT(QUIESCE)) &&
	    !engine_wants(engine, event, call))
		return;

	engine->seq = utrace->report_seq;
	if (unlikely(engine->flags & UTRACE_EVENT(QUIESCE)))
		utrace_report_quiesce(utrace, engine, r, event);

	if (engine_wants(engine, event, call)) {
		utrace->reporting = engine;
		spin_unlock_irq(&utrace->lock);
		r->seen = true;
		action = call(utrace_action_arg(r), engine, r);
		spin_lock_irq(&utrace->lock);
		utrace_take_action(utrace, engine, r, event, action);
	}
}

/*
 * Call the engines of current that want @event, in the order in which they
 * attached, or in reverse.  @call calls the callback for it, and takes
 * r->result.  Without an event, 0, there are only REPORT requests; @call may be
 * NULL then.  Inlined with constants where it is called often.
 */
static __always_inline void utrace_report_event(struct utrace *utrace,
						struct utrace_report *r,
						unsigned long event,
						utrace_call_fn call,
						bool reverse)
{
	struct list_head *pos;

	r->action = UTRACE_RESUME;
	spin_lock_irq(&utrace->lock);
	utrace->report_seq++;
restart:
	pos = reverse ? utrace->engines.prev : utrace->engines.next;
	while (pos != &utrace->engines) {
		struct utrace_engine *engine;

		engine = list_entry(pos, struct utrace_engine, entry);
		/* Attached during this report: the next one is its first. */
		if (likely(engine->seq != utrace->report_seq)) {
			utrace_report_one(utrace, engine, r, event, call);
			if (unlikely(engine->flags & ENGINE_DETACHED)) {
				utrace_drop(utrace, engine);
				r->changed = true;
				goto restart;
			}
		}
		pos = reverse ? pos->prev : pos->next;
	}
	if (unlikely(r->changed))
		utrace_update_flags(current, utrace);
	spin_unlock_irq(&utrace->lock);
}

static noinline void utrace_report(struct utrace *utrace,
				   struct utrace_report *r,
				   unsigned long event, utrace_call_fn call)
{
	utrace_report_event(utrace, r, event, call, false);
}

static noinline void utrace_finish_slow(struct utrace *utrace)
{
	unsigned int flags = READ_ONCE(current->utrace_flags);

	if (flags & ENGINE_STOP) {
		utrace_stop(utrace);
		flags = READ_ONCE(current->utrace_flags);
	}
	if (flags & ENGINE_INTERRUPT)
		set_thread_flag(TIF_SIGPENDING);
	if (flags & ENGINE_REPORT)
		set_notify_resume(current);
	utrace_update_step(utrace);
}

static inline bool utrace_has_to_finish(struct utrace *utrace,
					unsigned long flags)
{
	return READ_ONCE(current->utrace_flags) & flags || utrace->stepping;
}

/* Do what the engines wanted.  Task only, no locks. */
static inline void utrace_finish(struct utrace *utrace)
{
	if (unlikely(utrace_has_to_finish(utrace, UTRACE_FINISH_FLAGS)))
		utrace_finish_slow(utrace);
}

/*
 * The same under siglock, which it may drop, with those of UTRACE_FINISH_FLAGS
 * in @flags.
 */
static inline void utrace_finish_locked(struct utrace *utrace,
					unsigned long flags)
	__must_hold(task_siglock(current))
{
	if (likely(!utrace_has_to_finish(utrace, flags)))
		return;
	spin_unlock_irq(task_siglock(current));
	utrace_finish_slow(utrace);
	spin_lock_irq(task_siglock(current));
}

static void utrace_report_and_finish(struct utrace_report *r,
				     unsigned long event, utrace_call_fn call)
{
	struct utrace *utrace = current->utrace;

	utrace_report(utrace, r, event, call);
	utrace_finish(utrace);
}

/*
 * The requests are about to be served: forget them.  True if there was one of
 * an engine; the core's own are for what utrace_finish() does, and those who
 * work under siglock see to theirs.  siglock or utrace->lock.
 */
static bool utrace_serve_requests(struct utrace *utrace, unsigned long which)
{
	struct utrace_engine *engine;
	unsigned long flags = 0;

	list_for_each_entry(engine, &utrace->engines, entry) {
		if (!(engine->flags & which) ||
		    engine->flags & UTRACE_EVENT(SIGLOCK))
			continue;
		flags |= engine->flags;
		WRITE_ONCE(engine->flags, engine->flags & ~which);
	}
	if ((flags | utrace->pending) & which) {
		utrace->pending &= ~which;
		utrace_update_flags(current, utrace);
	}
	return flags & which;
}

static bool utrace_in_uprobe(void)
{
#ifdef CONFIG_UPROBES
	return current->utask && current->utask->active_uprobe;
#else
	return false;
#endif
}

/* Called by tracehook_notify_resume(): on the way to user mode. */
void utrace_resume(struct pt_regs *regs)
{
	struct utrace *utrace = current->utrace;
	struct utrace_report r;
	bool asked;

	/*
	 * Not a safe point, but on the way to a guest, or to an instruction
	 * that a uprobe steps elsewhere: get_signal() does it later.
	 */
	if (unlikely(!regs || utrace_in_uprobe())) {
		spin_lock_irq(&utrace->lock);
		utrace->pending |= ENGINE_INTERRUPT;
		utrace_update_flags(current, utrace);
		spin_unlock_irq(&utrace->lock);
		set_thread_flag(TIF_SIGPENDING);
		return;
	}

	/*
	 * A report at once is made by get_signal(), which comes again before
	 * user mode.
	 */
	spin_lock_irq(&utrace->lock);
	asked = utrace_serve_requests(utrace, ENGINE_REPORT);
	spin_unlock_irq(&utrace->lock);
	utrace_report_init(&r);
	if (asked)
		utrace_report(utrace, &r, 0, NULL);
	utrace_finish(utrace);
}

/*
 * System calls
 */

/* Who aborts decides. */
static u32 call_syscall_entry(u32 action, struct utrace_engine *engine,
			      struct utrace_report *r)
{
	action = engine->ops->report_syscall_entry(action, engine, r->regs);
	r->result |= action & UTRACE_SYSCALL_MASK;
	return action;
}

int utrace_report_syscall_entry(struct pt_regs *regs)
{
	struct utrace *utrace = current->utrace;
	struct utrace_report r __uninitialized;	/* each stop counts */
	bool emulate = utrace_emulates();

	if (!tracehook_wants(current, UTRACE_SYSCALL_ENTRY_EVENTS))
		return 0;
	utrace_report_init(&r);
	r.regs = regs;
	for (;;) {
		utrace_report_event(utrace, &r, UTRACE_SYSCALL_ENTRY_EVENTS,
				    call_syscall_entry, true);
		if (likely(!(READ_ONCE(current->utrace_flags) & ENGINE_STOP)))
			break;
		utrace_stop(utrace);
		if (fatal_signal_pending(current))
			break;
		/* What they saw may not be what is there now. */
		r.result = UTRACE_SYSCALL_RUN;
		r.flags = UTRACE_SYSCALL_RESUMED;
	}
	utrace_finish(utrace);

	return utrace_syscall_action(r.result) == UTRACE_SYSCALL_ABORT ||
	       emulate || fatal_signal_pending(current);
}

static u32 call_syscall_exit(u32 action, struct utrace_engine *engine,
			     struct utrace_report *r)
{
	return engine->ops->report_syscall_exit(action, engine, r->regs);
}

/* On its own, so that nothing is set up for it if nobody wants it. */
static noinline void utrace_syscall_exited(struct pt_regs *regs)
{
	struct utrace *utrace = current->utrace;
	struct utrace_report r __uninitialized;	/* each stop counts */

	utrace_report_init(&r);
	r.regs = regs;
	utrace_report_event(utrace, &r, UTRACE_EVENT(SYSCALL_EXIT),
			    call_syscall_exit, false);
	utrace_finish(utrace);
}

/* @step: the trap after the system call instruction is due, too. */
void utrace_report_syscall_exit(struct pt_regs *regs, int step)
{
	/* Whoever asked for the step may have gone during the system call. */
	if (step && !utrace_emulates() &&
	    READ_ONCE(current->utrace_flags) & ENGINE_STEP) {
		current->utrace->syscall_step = true;
		user_single_step_report(regs);
	}
	if (tracehook_wants(current, UTRACE_EVENT(SYSCALL_EXIT)))
		utrace_syscall_exited(regs);
}

static u32 call_seccomp(u32 action, struct utrace_engine *engine,
			struct utrace_report *r)
{
	return engine->ops->report_seccomp(action, engine, r->regs, r->data);
}

void utrace_report_seccomp(unsigned long data)
{
	struct utrace_report r;

	utrace_report_init(&r);
	r.regs = current_pt_regs();
	r.data = data;
	utrace_report_and_finish(&r, UTRACE_EVENT(SECCOMP), call_seccomp);
}

/*
 * Processes
 */

static u32 call_clone(u32 action, struct utrace_engine *engine,
		      struct utrace_report *r)
{
	return engine->ops->report_clone(action, engine, r->clone_flags,
					 r->child);
}

/* The child exists and waits for its first wake-up: no stop before that. */
void utrace_report_clone(unsigned long clone_flags, struct task_struct *child)
{
	struct utrace *utrace = current->utrace;
	struct utrace_report r;

	utrace_report_init(&r);
	r.clone_flags = clone_flags;
	r.child = child;
	utrace->cloning = child;
	utrace_report(utrace, &r, UTRACE_EVENT(CLONE), call_clone);
	utrace->cloning = NULL;
	/* utrace_report_cloned() does what else they wanted */
	utrace_update_step(utrace);
}

static u32 call_cloned(u32 action, struct utrace_engine *engine,
		       struct utrace_report *r)
{
	return engine->ops->report_cloned(action, engine, r->clone_flags,
					  r->pid);
}

void utrace_report_cloned(unsigned long clone_flags, struct pid *pid)
{
	struct utrace_report r __uninitialized;	/* each stop counts */

	utrace_report_init(&r);
	r.clone_flags = clone_flags;
	r.pid = pid;
	if (tracehook_wants(current, UTRACE_EVENT(CLONED)))
		utrace_report(current->utrace, &r, UTRACE_EVENT(CLONED), call_cloned);
	utrace_finish(current->utrace);
}

static u32 call_vfork_done(u32 action, struct utrace_engine *engine,
			   struct utrace_report *r)
{
	return engine->ops->report_vfork_done(action, engine, r->pid);
}

void utrace_report_vfork_done(struct pid *pid)
{
	struct utrace_report r;

	utrace_report_init(&r);
	r.pid = pid;
	utrace_report_and_finish(&r, UTRACE_EVENT(VFORK_DONE), call_vfork_done);
}

/* A thread that execs takes over the pid of its leader: keep the old one. */
void utrace_prepare_exec(void)
{
	struct utrace *utrace = current->utrace;

	put_pid(utrace->exec_pid);
	utrace->exec_pid = get_task_pid(current, PIDTYPE_PID);
}

/**
 * utrace_exec_pid - the pid of a task before its exec
 * @task: current, in report_exec()
 *
 * Return: the struct pid that @task had, without a reference; NULL if the
 * EXEC event was not wanted when the exec began
 */
struct pid *utrace_exec_pid(struct task_struct *task)
{
	return task->utrace->exec_pid;
}

static u32 call_exec(u32 action, struct utrace_engine *engine,
		     struct utrace_report *r)
{
	return engine->ops->report_exec(action, engine, current->mm->binfmt,
					r->bprm, r->regs);
}

void utrace_report_exec(const struct linux_binprm *bprm)
{
	struct utrace_report r;

	utrace_report_init(&r);
	r.regs = current_pt_regs();
	r.bprm = bprm;
	utrace_report_and_finish(&r, UTRACE_EVENT(EXEC), call_exec);
	put_pid(current->utrace->exec_pid);
	current->utrace->exec_pid = NULL;
}

static u32 call_exit(u32 action, struct utrace_engine *engine,
		     struct utrace_report *r)
{
	return engine->ops->report_exit(action, engine, r->orig_code, r->code);
}

void utrace_report_exit(long *code)
{
	struct signal_struct *signal = current->signal;
	struct utrace *utrace = current->utrace;
	struct utrace_report r __uninitialized;	/* each stop counts */

	utrace_report_init(&r);
	r.orig_code = *code;
	r.code = code;
	/* get_signal() has taken the SIGKILL that utrace_stop() looks for */
	if ((r.orig_code & 0x7f) == SIGKILL) {
		spin_lock_irq(&utrace->lock);
		utrace->killed = true;
		spin_unlock_irq(&utrace->lock);
	}
	utrace_report_and_finish(&r, UTRACE_EVENT(EXIT), call_exit);

	/* what wait() gets if the process exits as a whole */
	if (unlikely(*code != r.orig_code)) {
		spin_lock_irq(task_siglock(current));
		if (signal->flags & SIGNAL_GROUP_EXIT &&
		    signal->group_exit_code == r.orig_code)
			signal->group_exit_code = *code;
		spin_unlock_irq(task_siglock(current));
	}
}

/*
 * SIGKILL is dropped when a process is dying already.  One that engines hold
 * on its way out goes on nevertheless, but for stops in place: a tracer that
 * waits for PTRACE_EVENT_EXIT has always been waited for.  siglock.
 */
void utrace_kill_dying(struct task_struct *task)
{
	struct task_struct *t;

	for_each_thread(task, t) {
		struct utrace *utrace = READ_ONCE(t->utrace);

		if (!utrace)
			continue;
		spin_lock(&utrace->lock);
		utrace->killed = true;
		utrace_update_flags(t, utrace);
		utrace_wake(t);
		spin_unlock(&utrace->lock);
	}
}

/* Tell the engines that the task is gone.  Nobody else looks any more. */
static void utrace_reap(struct task_struct *task, struct utrace *utrace)
	__must_hold(&utrace->lock)
{
	struct utrace_engine *engine, *next;

	/* Nobody but us changes the list any more. */
	list_for_each_entry_safe(engine, next, &utrace->engines, entry) {
		unsigned long flags = engine->flags;

		/* RCU readers come to it by way of the task: it goes with it */
		if (flags & ENGINE_KERNEL) {
			engine_set_detached(engine);
			continue;
		}
		utrace->reporting = engine;
		utrace_remove(engine);
		spin_unlock_irq(&utrace->lock);

		if (flags & UTRACE_EVENT(REAP))
			engine->ops->report_reap(engine, task);
		utrace_engine_put(engine);

		spin_lock_irq(&utrace->lock);
		utrace->reporting = NULL;
		if (unlikely(utrace->barriers))
			wake_up_var(&utrace->reporting);
	}
	/* not if only those of the kernel were left, which are idle by now */
	if (task->utrace_flags)
		utrace_update_flags(task, utrace);
}

static u32 call_death(u32 action, struct utrace_engine *engine,
		      struct utrace_report *r)
{
	return engine->ops->report_death(action, engine, r->group_dead,
					 r->signal);
}

static noinline void utrace_call_death(struct utrace *utrace, bool group_dead)
{
	struct task_struct *task = current;
	struct utrace_report r;

	utrace_report_init(&r);
	r.group_dead = group_dead;
	r.signal = !thread_group_leader(task) ? UTRACE_DEATH_REAP :
		   group_dead ? READ_ONCE(task->exit_signal) : UTRACE_DEATH_DELAYED;
	/* its parent does not care */
	if (READ_ONCE(task->exit_state) == EXIT_DEAD)
		r.signal = UTRACE_DEATH_REAP;
	utrace_report(utrace, &r, UTRACE_EVENT(DEATH), call_death);
}

/*
 * By current when it is a zombie, or was reaped already: then the reap report
 * was left to us, so that it comes second.
 */
void utrace_report_death(bool group_dead)
{
	struct task_struct *task = current;
	struct utrace *utrace = task->utrace;

	spin_lock_irq(&utrace->lock);
	utrace->life = UTRACE_DYING;
	if (task->utrace_flags & (UTRACE_EVENT(DEATH) | UTRACE_EVENT(QUIESCE))) {
		spin_unlock_irq(&utrace->lock);
		utrace_call_death(utrace, group_dead);
		spin_lock_irq(&utrace->lock);
	}
	if (utrace->reap) {
		utrace->life = UTRACE_REAPED;
		utrace_reap(task, utrace);
	} else {
		utrace->life = UTRACE_DEAD;
	}
	spin_unlock_irq(&utrace->lock);
}

/* By whoever reaps @task, after __exit_signal(). */
void utrace_release_task(struct task_struct *task)
{
	struct utrace *utrace = task->utrace;

	spin_lock_irq(&utrace->lock);
	if (utrace->life == UTRACE_DEAD) {
		utrace->life = UTRACE_REAPED;
		utrace_reap(task, utrace);
	} else {
		utrace->reap = true;
	}
	spin_unlock_irq(&utrace->lock);
}

/*
 * Signals
 */

/* Who comes last decides, if there is a signal. */
static u32 call_signal(u32 action, struct utrace_engine *engine,
		       struct utrace_report *r)
{
	action = engine->ops->report_signal(action, engine, r->regs, r->info,
					    r->orig_ka, r->return_ka);
	if (r->orig_ka || (r->info->si_signo && r->result != UTRACE_SIGNAL_HANDLER))
		r->result = action & ~UTRACE_RESUME_MASK;
	return action;
}

static void utrace_signal_init(struct utrace_report *r, kernel_siginfo_t *info,
			       const struct k_sigaction *orig_ka,
			       struct k_sigaction *return_ka, u32 result)
{
	utrace_report_init(r);
	r->result = result;
	r->regs = current_pt_regs();
	r->info = info;
	r->orig_ka = orig_ka;
	r->return_ka = return_ka;
}

static unsigned long signal_event(int sig, const struct k_sigaction *ka,
				  u32 *action)
{
	if (ka->sa.sa_handler == SIG_IGN) {
		*action = UTRACE_SIGNAL_IGN;
		return UTRACE_EVENT(SIGNAL_IGN);
	}
	if (ka->sa.sa_handler != SIG_DFL) {
		*action = UTRACE_SIGNAL_DELIVER;
		return UTRACE_EVENT(SIGNAL);
	}
	if (sig_kernel_ignore(sig) ||
	    (current->signal->flags & SIGNAL_UNKILLABLE &&
	     !sig_kernel_only(sig))) {
		*action = UTRACE_SIGNAL_IGN;
		return UTRACE_EVENT(SIGNAL_IGN);
	}
	if (sig_kernel_stop(sig)) {
		*action = sig == SIGSTOP ? UTRACE_SIGNAL_STOP :
					   UTRACE_SIGNAL_TSTP;
		return UTRACE_EVENT(SIGNAL_STOP);
	}
	if (sig_kernel_coredump(sig)) {
		*action = UTRACE_SIGNAL_CORE;
		return UTRACE_EVENT(SIGNAL_CORE);
	}
	*action = UTRACE_SIGNAL_TERM;
	return UTRACE_EVENT(SIGNAL_TERM);
}

/*
 * A signal whose own default action is @action, so that get_signal() does it:
 * @sig if it is one, else the plainest there is.
 */
static int signal_for(u32 action, int sig)
{
	switch (action) {
	case UTRACE_SIGNAL_STOP:
		return SIGSTOP;
	case UTRACE_SIGNAL_TSTP:
		return sig_kernel_stop(sig) && sig != SIGSTOP ? sig : SIGTSTP;
	case UTRACE_SIGNAL_CORE:
		return sig_kernel_coredump(sig) ? sig : SIGQUIT;
	default:
		return sig_kernel_coredump(sig) || sig_kernel_ignore(sig) ||
		       sig_kernel_stop(sig) ? SIGTERM : sig;
	}
}

/* What the process has set for @sig.  siglock. */
static const struct k_sigaction *utrace_action(int sig)
{
	return &rcu_dereference_raw(current->sighand)->action[sig - 1];
}

/*
 * Turn the engines' decision into what get_signal() goes on with.  @ka is what
 * they left in *return_ka, @orig_ka what they found there, if there was a
 * signal, @orig_sig.  siglock.
 */
static int utrace_signal_result(struct ksignal *ksig, u32 result,
				struct k_sigaction *ka, int orig_sig,
				const struct k_sigaction *orig_ka)
{
	int sig = ksig->info.si_signo;
	u32 action = result & UTRACE_SIGNAL_MASK;
	const struct k_sigaction *set;
	u32 dummy;

	if (action == UTRACE_SIGNAL_IGN || !valid_signal(sig) || !sig)
		return 0;

	set = utrace_action(sig);
	if (action == UTRACE_SIGNAL_DELIVER) {
		/* Not changed: what the process has set by now is what counts. */
		if (!memcmp(ka, sig == orig_sig ? orig_ka : set, sizeof(*ka)))
			return sig;
		/* get_signal() resets the copy that it reads, not this one */
		ka->sa.sa_flags &= ~SA_ONESHOT;
	} else {
		/* nothing was changed: not even what the process may reset */
		signal_event(sig, set, &dummy);
		if (dummy == action)
			return sig;
		sig = signal_for(action, sig);
		memset(ka, 0, sizeof(*ka));
		ka->sa.sa_handler = SIG_DFL;
	}
	ksig->ka = *ka;
	current->utrace->signal_ka = &ksig->ka;
	return sig;
}

#ifndef arch_is_step_trap
/* Is this SIGTRAP for current what comes after a step, and nothing else? */
static bool arch_is_step_trap(const kernel_siginfo_t *info)
{
	return info->si_code == TRAP_TRACE || info->si_code == TRAP_BRANCH;
}
#endif

/* Is this the trap of a step that an engine asked for? */
static bool utrace_is_step(struct utrace *utrace, int sig,
			   const kernel_siginfo_t *info, enum pid_type type)
{
	bool syscall_step = utrace->syscall_step;

	if (likely(sig != SIGTRAP))
		return false;
	utrace->syscall_step = false;
	if (!utrace->stepping &&
	    !(current->utrace_flags & UTRACE_TASK_DROP_STEP))
		return false;
	if (syscall_step && info->si_code == TRAP_BRKPT)
		return true;
	if (arch_is_step_trap(info))
		return true;
	/*
	 * A uprobe that was stepped over sends it so.  And if memory was short,
	 * only the number of the signal was kept.  A signal of user space for
	 * a thread is SI_TKILL, unless the thread made up the siginfo itself.
	 */
	return type == PIDTYPE_PID && info->si_code == SI_USER;
}

/*
 * Call the notify_signal() of an engine that works under siglock.  It stays in
 * the list, so that the caller goes on from it.  What it wants of the task was
 * said to utrace_resume_locked().
 */
static int utrace_notify_one(struct utrace *utrace,
			     struct utrace_engine *engine, int sig,
			     kernel_siginfo_t *info, enum pid_type type)
	__must_hold(task_siglock(current))
{
	engine->seq = utrace->report_seq;
	return engine->ops->notify_signal(engine, sig, info, type);
}

/*
 * Show *@sig, which is in @info, to the engines that work under siglock; with
 * any of the flags @only, if that is not 0.  True if there was one.
 */
static inline bool utrace_notify_signal(struct utrace *utrace, int *sig,
					kernel_siginfo_t *info,
					enum pid_type type, unsigned long only)
	__must_hold(task_siglock(current))
{
	struct utrace_engine *engine;
	bool seen = false;

	utrace->report_seq++;
	list_for_each_entry(engine, &utrace->engines, entry) {
		if (!*sig)
			break;
		if (!(engine->flags & UTRACE_EVENT(SIGLOCK)) ||
		    engine->seq == utrace->report_seq ||
		    (only && !(engine->flags & only)))
			continue;
		*sig = utrace_notify_one(utrace, engine, *sig, info, type);
		seen = true;
	}
	return seen;
}

/* What the engines say goes; then do what else they wanted. */
static int utrace_signal_end(struct utrace *utrace, struct ksignal *ksig,
			     struct utrace_report *r, enum pid_type type,
			     int orig_sig)
	__must_hold(task_siglock(current))
{
	int sig = ksig->info.si_signo;

	if (!valid_signal(sig))
		sig = 0;
	if (utrace_notify_signal(utrace, &sig, &ksig->info, type, r->only)) {
		utrace_finish_locked(utrace, UTRACE_FINISH_FLAGS);
		return sig;
	}
	if (r->result & UTRACE_SIGNAL_HOLD) {
		if (sig)
			send_signal_locked(sig, &ksig->info, current, type);
		/* it is known by that when it comes again */
		if (r->only && ksig->info.si_code == TRAP_BRKPT)
			utrace->syscall_step = true;
		r->result = UTRACE_SIGNAL_IGN;
	}
	utrace_finish_locked(utrace, UTRACE_FINISH_FLAGS);
	return utrace_signal_result(ksig, r->result, r->return_ka, orig_sig,
				    r->orig_ka);
}

/* The same as utrace_get_signal(), for engines with report_signal(). */
static noinline int utrace_report_signal(int sig, struct ksignal *ksig,
					 enum pid_type type, unsigned long only)
	__must_hold(task_siglock(current))
{
	struct utrace *utrace = current->utrace;
	struct k_sigaction orig_ka = *utrace_action(sig);
	struct k_sigaction return_ka = orig_ka;
	struct utrace_report r;
	unsigned long event;

	utrace_signal_init(&r, &ksig->info, &orig_ka, &return_ka, 0);
	event = signal_event(sig, &orig_ka, &r.result);
	r.only = only;

	if (current->utrace_flags & event) {
		spin_unlock_irq(task_siglock(current));
		utrace_report(utrace, &r, event, call_signal);
		spin_lock_irq(task_siglock(current));
	}
	/* a trap that nobody but us made is not the task's */
	if (r.only && !r.seen)
		r.result = UTRACE_SIGNAL_IGN;
	return utrace_signal_end(utrace, ksig, &r, type, sig);
}

/*
 * By get_signal(): @sig was dequeued from the @type queue into ksig->info.
 * Returns the signal to go on with, or 0 if there is none.  siglock is held,
 * but dropped while engines are called or hold the task.
 */
int utrace_get_signal(int sig, struct ksignal *ksig, enum pid_type type)
	__must_hold(task_siglock(current))
{
	struct utrace *utrace = current->utrace;
	unsigned long only = 0;

	if (utrace_is_step(utrace, sig, &ksig->info, type)) {
		only = current->utrace_flags & ENGINE_STEP;
		if (!only && current->utrace_flags & UTRACE_TASK_DROP_STEP) {
			utrace_step_dropped(utrace);
			return 0;
		}
	}

	/*
	 * Whatever becomes of the signal, it may end in a group stop, which
	 * a SIGCONT from now on cancels by clearing this.
	 */
	current->jobctl |= JOBCTL_STOP_DEQUEUED;
	if (current->utrace_flags & UTRACE_EVENT_SIGNAL_ALL)
		return utrace_report_signal(sig, ksig, type, only);

	/* a trap that nobody but us made is not the task's */
	if (!utrace_notify_signal(utrace, &sig, &ksig->info, type, only) && only)
		sig = 0;
	utrace_finish_locked(utrace, UTRACE_FINISH_FLAGS);
	return sig;
}

/*
 * The engines that work under siglock report what they asked for.  That is a
 * trap that a tracer waits for: it comes before any hold.
 */
static void utrace_notify_requests(struct utrace *utrace, struct ksignal *ksig)
	__must_hold(task_siglock(current))
{
	struct utrace_engine *engine;

	utrace->report_seq++;
	list_for_each_entry(engine, &utrace->engines, entry) {
		if (engine->flags & UTRACE_EVENT(SIGLOCK) &&
		    engine->flags & ENGINE_INTERRUPT &&
		    engine->seq != utrace->report_seq)
			utrace_notify_one(utrace, engine, 0, &ksig->info,
					  PIDTYPE_PID);
	}
}

static u32 call_jctl(u32 action, struct utrace_engine *engine,
		     struct utrace_report *r)
{
	return engine->ops->report_jctl(action, engine, r->type, r->notify);
}

/* The job control report for utrace_signal_report() */
static void utrace_report_jctl(struct utrace *utrace, int type, int notify)
{
	struct utrace_report r;

	utrace_report_init(&r);
	r.type = type;
	r.notify = notify;
	utrace_report(utrace, &r, UTRACE_EVENT(JCTL), call_jctl);
}

/*
 * The parent is told when the last thread stops.  One that was reported is about
 * to, and may be as far as current is: the last report has it.  siglock.
 */
static bool utrace_last_to_stop(void)
{
	struct task_struct *t;

	if (!(current->jobctl & JOBCTL_STOP_CONSUME))
		return false;
	for_each_thread(current, t)
		if (t != current && t->jobctl & JOBCTL_STOP_CONSUME &&
		    !(t->utrace && t->utrace->jctl_reported))
			return false;
	return true;
}

/* A group stop is pending that was not reported. */
static void utrace_report_group_stop(struct utrace *utrace,
				     struct ksignal *ksig)
	__must_hold(task_siglock(current))
{
	int notify = utrace_last_to_stop() ? CLD_STOPPED : 0;

	utrace->jctl_reported = true;
	spin_lock(&utrace->lock);
	utrace->pending &= ~ENGINE_INTERRUPT;
	utrace_update_flags(current, utrace);
	spin_unlock(&utrace->lock);
	spin_unlock_irq(task_siglock(current));

	utrace_report_jctl(utrace, CLD_STOPPED, notify);
	spin_lock_irq(task_siglock(current));
	utrace_notify_requests(utrace, ksig);
	utrace_finish_locked(utrace, UTRACE_FINISH_FLAGS);
}

/* The same as utrace_signal_report(), for engines with report_signal(). */
static noinline int utrace_report_requests(struct ksignal *ksig)
	__must_hold(task_siglock(current))
{
	struct utrace *utrace = current->utrace;
	struct k_sigaction ka = {};
	struct utrace_report r;
	int sig;

	utrace_serve_requests(utrace, ENGINE_INTERRUPT | ENGINE_REPORT);
	/* see utrace_get_signal() */
	current->jobctl |= JOBCTL_STOP_DEQUEUED;
	spin_unlock_irq(task_siglock(current));
	clear_siginfo(&ksig->info);
	utrace_signal_init(&r, &ksig->info, NULL, &ka, UTRACE_SIGNAL_REPORT);
	utrace_report(utrace, &r, 0, call_signal);
	spin_lock_irq(task_siglock(current));
	utrace_notify_requests(utrace, ksig);
	if ((r.result & UTRACE_SIGNAL_MASK) == UTRACE_SIGNAL_REPORT) {
		utrace_finish_locked(utrace, UTRACE_FINISH_FLAGS);
		return -1;
	}
	sig = utrace_signal_end(utrace, ksig, &r, PIDTYPE_PID, 0);
	if (!sig)
		return -1;
	/* get_signal() looks at that before it dequeues a signal, not now */
	if (unlikely(cgroup_task_frozen(current))) {
		spin_unlock_irq(task_siglock(current));
		cgroup_leave_frozen(true);
		spin_lock_irq(task_siglock(current));
	}
	return sig;
}

/*
 * By get_signal(): reports were asked for.  Returns a signal that an engine
 * wants delivered, or -1 if get_signal() has to look again at everything.
 * siglock is held, but dropped while engines are called or hold the task.
 */
int utrace_signal_report(struct ksignal *ksig)
	__must_hold(task_siglock(current))
{
	struct utrace *utrace = current->utrace;
	struct utrace_engine *engine;

	if (current->jobctl & JOBCTL_STOP_PENDING &&
	    current->utrace_flags & UTRACE_EVENT(JCTL) &&
	    !utrace->jctl_reported) {
		utrace_report_group_stop(utrace, ksig);
		return -1;
	}

	list_for_each_entry(engine, &utrace->engines, entry)
		if (engine->flags & (ENGINE_INTERRUPT | ENGINE_REPORT) &&
		    !(engine->flags & UTRACE_EVENT(SIGLOCK)))
			return utrace_report_requests(ksig);

	if (unlikely(utrace->pending & (ENGINE_INTERRUPT | ENGINE_REPORT)))
		utrace_serve_requests(utrace, ENGINE_INTERRUPT | ENGINE_REPORT);
	utrace_notify_requests(utrace, ksig);
	/* an INTERRUPT that is new is what get_signal() looks at first */
	utrace_finish_locked(utrace, UTRACE_FINISH_FLAGS & ~ENGINE_INTERRUPT);
	return -1;
}

/* By get_signal(): what the signal at hand does, if an engine changed it. */
struct k_sigaction *utrace_sigaction(void)
{
	struct utrace *utrace = current->utrace;
	struct k_sigaction *ka = utrace->signal_ka;

	utrace->signal_ka = NULL;
	return ka;
}

/* A handler's frame was set up; @stepping: the task was stepped into it. */
void utrace_signal_handler(bool stepping)
{
	kernel_siginfo_t info;
	struct k_sigaction ka = {};
	struct utrace_report r;

	utrace_signal_init(&r, &info, NULL, &ka, UTRACE_SIGNAL_HANDLER);
	clear_siginfo(&info);
	utrace_report_and_finish(&r, 0, call_signal);
}

/* By get_signal(): the group was continued, or its stop was cut short. */
void utrace_report_continued(int why)
{
	struct utrace *utrace = current->utrace;

	utrace_report_jctl(utrace, CLD_CONTINUED, why);
	/* a trap that a tracer waits for comes before any hold */
	spin_lock_irq(&utrace->lock);
	utrace->pending |= ENGINE_INTERRUPT;
	utrace_update_flags(current, utrace);
	spin_unlock_irq(&utrace->lock);
}

/*
 * current has to take part in a group stop.  True if it must not go to sleep
 * in TASK_STOPPED: an engine does that for it, or has to be told first.
 * siglock.
 */
bool utrace_group_stop(void)
{
	struct task_struct *task = current;
	struct utrace *utrace = task->utrace;

	if (task->utrace_flags & UTRACE_EVENT(JCTL) && !utrace->jctl_reported) {
		spin_lock(&utrace->lock);
		utrace->pending |= ENGINE_INTERRUPT;
		utrace_update_flags(task, utrace);
		spin_unlock(&utrace->lock);
		return true;
	}
	return utrace_notify_jctl(task, UTRACE_JCTL_STOP);
}

/* What @mask stands for in @task->jobctl is not pending any more.  siglock. */
void utrace_jctl_cleared(struct task_struct *task, unsigned long mask)
{
	if (mask & JOBCTL_STOP_PENDING)
		task->utrace->jctl_reported = false;
	/*
	 * Traps are cleared, for whoever has them, when the task is killed: who
	 * has one has asked for a report.
	 */
	if (mask & JOBCTL_TRAP_MASK &&
	    READ_ONCE(task->utrace_flags) & ENGINE_INTERRUPT)
		utrace_notify_jctl(task, UTRACE_JCTL_DYING);
}

/*
 * Job control changed for @task.  True if an engine sees to its wake-up.
 * siglock, which keeps the list as it is: only the task itself removes
 * without it, and not before the callback that it waits for.
 */
bool utrace_notify_jctl(struct task_struct *task, enum utrace_jctl why)
{
	struct utrace_engine *engine;
	bool ret = false;

	rcu_read_lock();
	list_for_each_entry_rcu(engine, &task->utrace->engines, entry)
		if (READ_ONCE(engine->flags) & UTRACE_EVENT(SIGLOCK))
			ret |= engine->ops->notify_jctl(engine, task, why);
	rcu_read_unlock();
	return ret;
}

static int __init utrace_init(void)
{
	utrace_cache = KMEM_CACHE(utrace, SLAB_PANIC);
	return 0;
}
core_initcall(utrace_init);

#ifdef CONFIG_UTRACE_KUNIT_TEST
#include "utrace_kunit.c"
#endif
