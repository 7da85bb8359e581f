/* SPDX-License-Identifier: GPL-2.0 */
/*
 * utrace_torture - random engines on random tasks, and checks of what the core
 * promises them
 *
 *	main.c		kthreads that choose, parameters, statistics
 *	subject.c	an engine and what is known of it; each call with its checks
 *	examine.c	a task that is held does not run
 *	callbacks.c	what the engines do when they are called
 */
#ifndef UTRACE_TORTURE_H
#define UTRACE_TORTURE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/prandom.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/utrace.h>

/*
 * All events but two: no program lives with SYSCALL_EMU, and SIGLOCK is not for
 * modules.
 */
#define UTT_EVENTS	(UTRACE_EVENTS & ~(UTRACE_EVENT(SYSCALL_EMU) | \
					   UTRACE_EVENT(SIGLOCK)))

/*
 * Calls, which are counted by what they returned.  From STOP to DETACH it is the
 * order of enum utrace_resume_action.
 */
enum utt_call {
	UTT_ATTACH,
	UTT_EXCLUSIVE,
	UTT_LOOKUP,
	UTT_KTHREAD,
	UTT_SET_EVENTS,
	UTT_STOP,
	UTT_INTERRUPT,
	UTT_REPORT,
	UTT_SINGLESTEP,
	UTT_BLOCKSTEP,
	UTT_RESUME,
	UTT_DETACH,
	UTT_BARRIER,
	UTT_PREPARE_EXAMINE,
	UTT_FINISH_EXAMINE,
	UTT_NCALLS
};

/* Callbacks, which are counted by the resume action that they returned. */
enum utt_callback {
	UTT_CB_QUIESCE,
	UTT_CB_SIGNAL,
	UTT_CB_CLONE,
	UTT_CB_JCTL,
	UTT_CB_EXEC,
	UTT_CB_SYSCALL_ENTRY,
	UTT_CB_SYSCALL_EXIT,
	UTT_CB_EXIT,
	UTT_CB_DEATH,
	UTT_CB_REAP,
	UTT_CB_CLONED,
	UTT_CB_VFORK_DONE,
	UTT_CB_SECCOMP,
	UTT_NCALLBACKS
};

/* What else is counted. */
enum utt_count {
	UTT_RELEASED,
	UTT_NO_MEMORY,
	UTT_HELD,
	UTT_HELD_AGAIN,
	UTT_KILLED_IN_HOLD,
	UTT_LET_GO,
	UTT_GET_PUT,
	UTT_LOST_AND_FOUND,
	UTT_LOST,
	UTT_BY_PID,
	UTT_CHILD_ATTACHED,
	UTT_SELF_ATTACHED,
	UTT_SELF_CONTROL,
	UTT_SELF_EVENTS,
	UTT_SLEPT,
	UTT_STEP_TRAP,
	UTT_SIGNAL_REPORT,
	UTT_SIGNAL_HANDLER,
	UTT_SIGNAL_IGNORED,
	UTT_SIGNAL_CHANGED,
	UTT_SIGNAL_PUT_BACK,
	UTT_SIGNAL_MADE,
	UTT_SYSCALL_ABORTED,
	UTT_SYSCALL_RESUMED,
	UTT_NCOUNTS
};

/**
 * struct utt_subject - an engine, and what is known of it
 * @entry: in the list of all, while that has a reference on @engine; utt_lock
 * @users: the list, the engine until its release(), and who works with it
 * @task: its task, with a reference
 * @pid: a pid of @task, with a reference
 * @engine: the engine; who has none of @refs must not use it
 * @ops: its callbacks
 * @refs: references on @engine that are this module's
 * @inside: callbacks that are running
 * @begun: callbacks so far
 * @ended: those of them that are over, or about to return
 * @released: release() was called
 * @detaching: detaches that are under way or done
 * @detached: the core says so: what is asked of the engine is -ESRCH
 * @gone: there must be no callback any more
 * @self_gone: the callback that is running is the last one
 * @steady: held for writing by who examines the task: nobody else controls it
 * @hold: callbacks have to return UTRACE_STOP, because of @steady
 * @stopped: jiffies when the engine said UTRACE_STOP, or 0
 * @stepped: the engine asked for a step, ever
 * @exit_seen: report_exit() was called
 * @death_seen: report_death() was called
 * @reap_seen: report_reap() was called
 * @lock: the two masks, and utrace_set_events()
 * @mask: events that are set
 * @leftover: events of a callback that may have begun before they were taken out
 * @rnd: for the callbacks, of which there is one at a time
 */
struct utt_subject {
	struct list_head entry;
	refcount_t users;
	struct task_struct *task;
	struct pid *pid;
	struct utrace_engine *engine;
	const struct utrace_engine_ops *ops;
	atomic_t refs;
	atomic_t inside;
	atomic_t begun;
	atomic_t ended;
	atomic_t released;
	atomic_t detaching;
	bool detached;
	bool gone;
	bool self_gone;
	struct rw_semaphore steady;
	bool hold;
	unsigned long stopped;
	bool stepped;
	bool exit_seen;
	bool death_seen;
	bool reap_seen;
	spinlock_t lock;	/* see above */
	unsigned long mask;
	unsigned long leftover;
	struct rnd_state rnd;
};

/* main.c */
extern bool utt_closing;
void utt_count(enum utt_count what);
void utt_count_call(enum utt_call call, int ret);
void utt_count_callback(enum utt_callback cb, u32 action);
__printf(1, 2) void utt_fail(const char *fmt, ...);
bool utt_memory_fails(void);
void utt_let_memory_fail(bool on);
bool utt_full(void);
u64 utt_seed(void);

/* A number below @n. */
static inline u32 utt_below(struct rnd_state *rnd, u32 n)
{
	return prandom_u32_state(rnd) % n;
}

static inline bool utt_one_in(struct rnd_state *rnd, u32 n)
{
	return !utt_below(rnd, n);
}

/* subject.c */
struct utt_subject *utt_attach(struct task_struct *task, int flags,
			       bool cloning);
struct utt_subject *utt_pick(struct rnd_state *rnd);
struct utt_subject *utt_pick_next(void);
void utt_unpick(struct utt_subject *s);
void utt_get_put(struct utt_subject *s);
void utt_lose(struct utt_subject *s);
void utt_lookup(struct utt_subject *s);
int utt_set_events(struct utt_subject *s, unsigned long events);
int utt_control(struct utt_subject *s, enum utrace_resume_action action,
		bool by_pid);
int utt_barrier(struct utt_subject *s);
int utt_detach(struct utt_subject *s, bool by_pid);
bool utt_detach_all(void);
int utt_live(void);
unsigned long utt_random_events(struct rnd_state *rnd);
void utt_release(void *data);

/* examine.c */
void utt_examine(struct utt_subject *s, struct rnd_state *rnd);

/* callbacks.c */
extern const struct utrace_engine_ops utt_ops, utt_exclusive_ops;

#endif /* UTRACE_TORTURE_H */
