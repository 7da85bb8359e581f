// SPDX-License-Identifier: GPL-2.0
/*
 * A subject: an engine and what is known of it.  Each function of the core is
 * called here, and what it returned is compared with what may be.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "torture.h"

/* For what is over soon, even on a host that is busy. */
#define UTT_PATIENCE	(120 * HZ)

static DEFINE_SPINLOCK(utt_lock);
static LIST_HEAD(utt_subjects);
static unsigned int utt_listed;
static atomic_t utt_attached = ATOMIC_INIT(0);

/* Engines whose release() is yet to come. */
int utt_live(void)
{
	return atomic_read(&utt_attached);
}

static void utt_put(struct utt_subject *s)
{
	if (!refcount_dec_and_test(&s->users))
		return;
	put_pid(s->pid);
	put_task_struct(s->task);
	kfree(s);
}

static void utt_get_engine(struct utt_subject *s)
{
	atomic_inc(&s->refs);
	utrace_engine_get(s->engine);
}

static void utt_put_engine(struct utt_subject *s, struct utrace_engine *engine)
{
	/* full barrier: what release() looks at comes before */
	atomic_dec_return(&s->refs);
	utrace_engine_put(engine);
}

/*
 * The engine is not attached any more, and nobody can have a reference on it.
 * May be called in atomic context.
 */
void utt_release(void *data)
{
	struct utt_subject *s = data;
	int refs = atomic_read(&s->refs);

	if (atomic_inc_return(&s->released) != 1)
		utt_fail("release() was called twice");
	if (refs)
		utt_fail("release() with %d references", refs);
	if (atomic_read(&s->inside))
		utt_fail("release() while a callback runs");
	/* who was never detached has seen the end of its task */
	if (!atomic_read(&s->detaching)) {
		if (!s->task->exit_state)
			utt_fail("release() of an attached engine");
		if (s->mask & UTRACE_EVENT(DEATH) && !s->death_seen)
			utt_fail("report_death() never came");
		if (s->mask & UTRACE_EVENT(REAP) && !s->reap_seen)
			utt_fail("report_reap() never came");
	}
	utt_count(UTT_RELEASED);
	utt_put(s);
	atomic_dec(&utt_attached);
}

/* There must be no callback from now on. */
static void utt_set_gone(struct utt_subject *s)
{
	WRITE_ONCE(s->detached, true);
	WRITE_ONCE(s->gone, true);
	/* pairs with the atomic_inc_return() in utt_enter() */
	smp_mb();
	if (atomic_read(&s->inside))
		utt_fail("a callback runs after the detach");
}

/* -ESRCH is for an engine that may be detached, and for the dead. */
static void utt_check_esrch(struct utt_subject *s, const char *what)
{
	if (!READ_ONCE(s->detached) && !atomic_read(&s->detaching) &&
	    !READ_ONCE(s->task->exit_state))
		utt_fail("%s: -ESRCH for a live task", what);
}

/* What only a task that is dead gets. */
static void utt_check_dead(struct utt_subject *s, const char *what)
{
	if (!READ_ONCE(s->task->exit_state))
		utt_fail("%s: -EALREADY for a live task", what);
}

static void utt_list(struct utt_subject *s)
{
	spin_lock(&utt_lock);
	list_add_tail(&s->entry, &utt_subjects);
	utt_listed++;
	spin_unlock(&utt_lock);
}

/* True for the one who has to drop the reference of the list. */
static bool utt_unlist(struct utt_subject *s)
{
	bool ret;

	spin_lock(&utt_lock);
	ret = !list_empty(&s->entry);
	if (ret) {
		list_del_init(&s->entry);
		utt_listed--;
	}
	spin_unlock(&utt_lock);
	return ret;
}

static struct utt_subject *utt_pick_nth(unsigned int n)
{
	struct utt_subject *s, *found = NULL;

	lockdep_assert_held(&utt_lock);
	list_for_each_entry(s, &utt_subjects, entry) {
		if (n--)
			continue;
		found = s;
		refcount_inc(&s->users);
		utt_get_engine(s);
		break;
	}
	return found;
}

/* One of all, with references; NULL if there is none. */
struct utt_subject *utt_pick(struct rnd_state *rnd)
{
	struct utt_subject *s = NULL;

	spin_lock(&utt_lock);
	if (utt_listed)
		s = utt_pick_nth(utt_below(rnd, utt_listed));
	spin_unlock(&utt_lock);
	return s;
}

/* One after the other. */
struct utt_subject *utt_pick_next(void)
{
	struct utt_subject *s;

	spin_lock(&utt_lock);
	list_rotate_left(&utt_subjects);
	s = utt_pick_nth(0);
	spin_unlock(&utt_lock);
	return s;
}

void utt_unpick(struct utt_subject *s)
{
	utt_put_engine(s, s->engine);
	utt_put(s);
}

static struct utt_subject *utt_new(struct task_struct *task,
				   const struct utrace_engine_ops *ops)
{
	struct utt_subject *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s) {
		utt_count(UTT_NO_MEMORY);
		return NULL;
	}
	INIT_LIST_HEAD(&s->entry);
	refcount_set(&s->users, 2);	/* the engine's, and the list's */
	s->task = get_task_struct(task);
	s->pid = get_task_pid(task, PIDTYPE_PID);
	s->ops = ops;
	init_rwsem(&s->steady);
	spin_lock_init(&s->lock);
	prandom_seed_state(&s->rnd, utt_seed());
	return s;
}

static void utt_check_attach(struct utt_subject *s, int flags, bool cloning,
			     int ret)
{
	switch (ret) {
	case 0:
		return;
	case -ESRCH:
		if (READ_ONCE(s->task->exit_state))
			return;
		break;
	case -EEXIST:
		if (flags & UTRACE_ATTACH_EXCLUSIVE)
			return;
		break;
	case -ENOMEM:
		if (flags & UTRACE_ATTACH_ATOMIC || utt_memory_fails())
			return;
		break;
	case -EPERM:
		if (s->task->flags & PF_KTHREAD)
			return;
		break;
	case -ERESTARTNOINTR:
		if (!cloning)
			return;
		break;
	}
	utt_fail("attach, flags %x: %d", flags, ret);
}

/*
 * @s was attached as the only one with its callbacks.  Others that are listed
 * and not detached were there before, and should have been found; or came
 * later, and should have found it.
 */
static void utt_check_exclusive(struct utt_subject *s)
{
	struct utt_subject *other;

	spin_lock(&utt_lock);
	list_for_each_entry(other, &utt_subjects, entry)
		if (other != s && other->task == s->task &&
		    other->ops == s->ops && !READ_ONCE(other->gone) &&
		    !atomic_read(&other->detaching) &&
		    !atomic_read(&s->detaching))
			utt_fail("two engines are exclusive");
	spin_unlock(&utt_lock);
}

/*
 * Attach an engine to @task, or NULL.  With UTRACE_ATTACH_EXCLUSIVE it has
 * callbacks that no two engines of a task have.  @cloning: by the report_clone()
 * that made @task.
 */
struct utt_subject *utt_attach(struct task_struct *task, int flags,
			       bool cloning)
{
	const struct utrace_engine_ops *ops = &utt_ops;
	enum utt_call call = UTT_ATTACH;
	struct utrace_engine *engine;
	struct utt_subject *s;
	int ret;

	if (flags & UTRACE_ATTACH_EXCLUSIVE) {
		ops = &utt_exclusive_ops;
		flags |= UTRACE_ATTACH_MATCH_OPS;
		call = UTT_EXCLUSIVE;
	} else if (task->flags & PF_KTHREAD) {
		call = UTT_KTHREAD;
	}
	s = utt_new(task, ops);
	if (!s)
		return NULL;
	atomic_inc(&utt_attached);
	atomic_set(&s->refs, 1);
	engine = utrace_attach_task(task, flags, ops, s);
	ret = PTR_ERR_OR_ZERO(engine);
	utt_count_call(call, ret);
	utt_check_attach(s, flags, cloning, ret);
	if (ret) {
		atomic_dec(&utt_attached);
		utt_put(s);
		utt_put(s);
		return NULL;
	}
	if (engine->ops != ops || engine->data != s)
		utt_fail("attach: an engine of another kind");
	s->engine = engine;
	/* somebody's detach may come as soon as it is listed */
	refcount_inc(&s->users);
	utt_get_engine(s);
	utt_list(s);
	if (flags & UTRACE_ATTACH_EXCLUSIVE)
		utt_check_exclusive(s);
	return s;
}

void utt_get_put(struct utt_subject *s)
{
	utt_get_engine(s);
	cpu_relax();
	utt_put_engine(s, s->engine);
	utt_count(UTT_GET_PUT);
}

/* An engine that matches in all is that one, or there is none. */
static struct utrace_engine *utt_find(struct utt_subject *s)
{
	struct utrace_engine *engine;
	int flags = UTRACE_ATTACH_MATCH_DATA;
	int ret;

	if (s->task->pid & 1)
		flags |= UTRACE_ATTACH_MATCH_OPS;
	engine = utrace_attach_task(s->task, flags, s->ops, s);
	ret = PTR_ERR_OR_ZERO(engine);
	utt_count_call(UTT_LOOKUP, ret);
	switch (ret) {
	case 0:
		if (engine->data != s)
			utt_fail("lookup: another engine");
		break;
	case -ENOENT:
	case -ESRCH:
		utt_check_esrch(s, "lookup");
		break;
	default:
		utt_fail("lookup: %d", ret);
	}
	return engine;
}

void utt_lookup(struct utt_subject *s)
{
	bool detached = READ_ONCE(s->detached);
	struct utrace_engine *engine = utt_find(s);

	if (IS_ERR(engine))
		return;
	if (detached || engine != s->engine)
		utt_fail("lookup: an engine that is gone");
	atomic_inc(&s->refs);
	utt_put_engine(s, engine);
}

/*
 * In place of utt_unpick(): drop the reference of the list, too.  While the
 * engine is attached it can be found again; else this was the end of it.
 */
void utt_lose(struct utt_subject *s)
{
	struct utrace_engine *engine = s->engine;

	if (!utt_unlist(s)) {
		utt_unpick(s);
		return;
	}
	utt_put_engine(s, engine);
	utt_put_engine(s, engine);

	engine = utt_find(s);
	if (IS_ERR(engine)) {
		utt_count(UTT_LOST);
		utt_put(s);
	} else {
		if (engine != s->engine)
			utt_fail("lookup: another engine after a while");
		utt_count(UTT_LOST_AND_FOUND);
		atomic_inc(&s->refs);
		utt_list(s);
	}
	utt_put(s);
}

/* Few events, or many; REAP almost always, to see the end. */
unsigned long utt_random_events(struct rnd_state *rnd)
{
	unsigned long events = prandom_u32_state(rnd) & UTT_EVENTS;

	if (utt_one_in(rnd, 3))
		events &= prandom_u32_state(rnd);
	else if (utt_one_in(rnd, 3))
		events |= UTT_EVENTS & prandom_u32_state(rnd);
	if (!utt_one_in(rnd, 8))
		events |= UTRACE_EVENT(REAP);
	if (utt_one_in(rnd, 2))
		events |= UTRACE_EVENT(DEATH);
	/* short lives are best seen from their beginning */
	if (utt_one_in(rnd, 2))
		events |= UTRACE_EVENT(CLONE) | UTRACE_EVENT(EXEC) |
			  UTRACE_EVENT(JCTL);
	/* seccomp filters that do not run see nothing */
	if (!utt_one_in(rnd, 8))
		events &= ~UTRACE_EVENT(SECCOMP_OFF);
	return events;
}

/* What is checked in a callback: ->mask and ->leftover have it before. */
static int __utt_set_events(struct utt_subject *s, unsigned long events)
{
	unsigned long old = s->mask, leftover = s->leftover;
	int ret;

	lockdep_assert_held(&s->lock);
	WRITE_ONCE(s->leftover, leftover | old);
	WRITE_ONCE(s->mask, events);
	ret = utrace_set_events(s->task, s->engine, events);
	switch (ret) {
	case 0:
		WRITE_ONCE(s->leftover, leftover);
		break;
	case -EINPROGRESS:
		/* what was taken out may be on its way, until utt_leave() */
		break;
	default:
		WRITE_ONCE(s->mask, old);
		WRITE_ONCE(s->leftover, leftover);
	}
	return ret;
}

int utt_set_events(struct utt_subject *s, unsigned long events)
{
	bool detached = READ_ONCE(s->detached);
	bool bad = events & ~UTT_EVENTS;
	int ret;

	if (bad) {
		ret = utrace_set_events(s->task, s->engine, events);
	} else {
		spin_lock(&s->lock);
		ret = __utt_set_events(s, events);
		spin_unlock(&s->lock);
	}
	utt_count_call(UTT_SET_EVENTS, ret);
	if (bad != (ret == -EINVAL) || (!bad && detached && ret != -ESRCH))
		utt_fail("set_events(%lx): %d", events, ret);
	switch (ret) {
	case 0:
	case -EINVAL:
		break;
	case -EINPROGRESS:
		if (s->task == current)
			utt_fail("set_events: %d in a callback", ret);
		break;
	case -ESRCH:
		utt_check_esrch(s, "set_events");
		break;
	case -EALREADY:
		utt_check_dead(s, "set_events");
		break;
	default:
		utt_fail("set_events: %d", ret);
	}
	return ret;
}

static void utt_check_control(struct utt_subject *s,
			      enum utrace_resume_action action, bool by_pid,
			      bool detached, int ret)
{
	if (detached && ret != -ESRCH)
		utt_fail("control(%d) of a detached engine: %d", action, ret);
	switch (ret) {
	case 0:
		return;
	case -EINPROGRESS:
		if (s->task != current || action == UTRACE_STOP)
			return;
		break;
	case -ESRCH:
		/* the pid may be another task's by now */
		if (!by_pid)
			utt_check_esrch(s, "control");
		return;
	case -EALREADY:
		if (action == UTRACE_DETACH) {
			utt_check_dead(s, "detach");
			return;
		}
		break;
	}
	utt_fail("control(%d): %d", action, ret);
}

/* utrace_control(), for UTRACE_DETACH only by utt_detach() and callbacks. */
int utt_control(struct utt_subject *s, enum utrace_resume_action action,
		bool by_pid)
{
	bool detached = READ_ONCE(s->detached);
	int ret;

	if (action == UTRACE_SINGLESTEP || action == UTRACE_BLOCKSTEP)
		WRITE_ONCE(s->stepped, true);
	WRITE_ONCE(s->stopped, action == UTRACE_STOP ? jiffies | 1 : 0);
	if (action == UTRACE_DETACH)
		atomic_inc(&s->detaching);
	if (by_pid)
		ret = utrace_control_pid(s->pid, s->engine, action);
	else
		ret = utrace_control(s->task, s->engine, action);
	utt_count_call(UTT_STOP + action, ret);
	utt_check_control(s, action, by_pid, detached, ret);
	if (by_pid)
		utt_count(UTT_BY_PID);
	if (action != UTRACE_DETACH)
		return ret;
	if (ret && ret != -EINPROGRESS) {
		atomic_dec(&s->detaching);
		return ret;
	}
	WRITE_ONCE(s->detached, true);
	if (s->task == current)
		s->self_gone = true;
	else if (!ret)
		utt_set_gone(s);
	return ret;
}

/* In a callback it returns at once. */
int utt_barrier(struct utt_subject *s)
{
	int begun = atomic_read(&s->begun);
	int ret;

	/* pairs with the atomic_inc_return() in utt_enter() */
	smp_mb();
	ret = utrace_barrier(s->task, s->engine);
	utt_count_call(UTT_BARRIER, ret);
	if (ret && !(ret == -ERESTARTSYS && signal_pending(current)))
		utt_fail("barrier: %d", ret);
	if (!ret && s->task != current && atomic_read(&s->ended) - begun < 0)
		utt_fail("barrier: a callback that had begun is not over");
	return ret;
}

/* The task was reaped, and says so if that was asked for. */
static void utt_wait_reaped(struct utt_subject *s)
{
	unsigned long limit = jiffies + UTT_PATIENCE;

	while (!READ_ONCE(s->gone) && !atomic_read(&s->detaching) &&
	       READ_ONCE(s->mask) & UTRACE_EVENT(REAP) &&
	       !READ_ONCE(s->reap_seen)) {
		if (time_after(jiffies, limit)) {
			utt_fail("report_reap() does not come");
			return;
		}
		schedule_timeout_uninterruptible(1);
	}
}

/*
 * Detach, and know that no callback runs.  0: that is so, and the engine is not
 * in the list any more; or -EALREADY.
 */
int utt_detach(struct utt_subject *s, bool by_pid)
{
	int ret = utt_control(s, UTRACE_DETACH, by_pid);

	if (ret == -EALREADY)
		return ret;
	/* only by its task an engine is known to be detached */
	if (ret == -ESRCH && by_pid)
		return utt_detach(s, false);
	if (ret == -ESRCH)
		utt_wait_reaped(s);
	if (ret) {
		if (utt_barrier(s))
			return -EALREADY;
		/* who detached it otherwise sees to that */
		if (ret == -EINPROGRESS || !atomic_read(&s->detaching))
			utt_set_gone(s);
	}
	if (utt_unlist(s)) {
		utt_put_engine(s, s->engine);
		utt_put(s);
	}
	return 0;
}

/* All that is in the list.  True when it is empty. */
bool utt_detach_all(void)
{
	struct utt_subject *s = utt_pick_next();

	if (!s)
		return true;
	down_write(&s->steady);
	if (utt_detach(s, false))
		schedule_timeout_uninterruptible(1);
	up_write(&s->steady);
	utt_unpick(s);
	return false;
}
