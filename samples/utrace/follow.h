/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An engine on each task of a process tree, and on each task that these make.
 * The modules of this directory include it: each has its own copy.
 *
 * Each engine that is attached is on a list until it is detached or its task
 * is reaped.  Its memory and its references are given back when no callback
 * of it runs: by a work item for those that were reaped, by follow_stop() for
 * the rest.  What a callback adds while follow_stop() empties the list is
 * there before the barrier for that callback's engine returns, and is found
 * when the list is looked at again.
 */
#ifndef _SAMPLES_UTRACE_FOLLOW_H
#define _SAMPLES_UTRACE_FOLLOW_H

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/list.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/utrace.h>
#include <linux/workqueue.h>

/**
 * struct follow - what a module attaches to a tree of tasks
 * @ops: its callbacks; report_clone() is follow_clone(), report_reap() is
 *	follow_reap()
 * @events: the events that it wants beside ``CLONE`` and ``REAP``
 * @size: of the module's own struct, which begins with struct follow_task
 */
struct follow {
	const struct utrace_engine_ops *ops;
	unsigned long events;
	size_t size;
/* private: */
	spinlock_t lock;
	struct list_head live;
	struct list_head dead;
	struct work_struct bury;
	bool closing;
};

/**
 * struct follow_task - one engine on one task; &utrace_engine.data
 */
struct follow_task {
/* private: */
	struct follow *follow;
	struct task_struct *task;
	struct utrace_engine *engine;
	struct list_head entry;
	struct completion reaped;
};

/* No callback of @t runs, or is about to. */
static void follow_free(struct follow_task *t)
{
	/* for a callback, which does not wait; a signal does not make it shorter */
	while (utrace_barrier(t->task, t->engine))
		fsleep(1000);
	utrace_engine_put(t->engine);
	put_task_struct(t->task);
	kfree(t);
}

static void follow_bury(struct work_struct *work)
{
	struct follow *f = container_of(work, struct follow, bury);
	struct follow_task *t, *next;
	LIST_HEAD(dead);

	spin_lock(&f->lock);
	list_splice_init(&f->dead, &dead);
	spin_unlock(&f->lock);
	list_for_each_entry_safe(t, next, &dead, entry)
		follow_free(t);
}

/* The caller holds the lock. */
static void follow_dead(struct follow *f, struct follow_task *t)
{
	list_move(&t->entry, &f->dead);
	schedule_work(&f->bury);
}

/**
 * follow_reap - report_reap() of all that follow
 * @engine: engine
 * @task: its task
 */
static void follow_reap(struct utrace_engine *engine, struct task_struct *task)
{
	struct follow_task *t = engine->data;
	struct follow *f = t->follow;

	spin_lock(&f->lock);
	/* off the list: follow_attach() or follow_stop() takes care of it */
	if (!list_empty(&t->entry))
		follow_dead(f, t);
	complete(&t->reaped);
	spin_unlock(&f->lock);
}

/* @flags has UTRACE_ATTACH_ATOMIC if the caller cannot sleep. */
static int follow_attach(struct follow *f, struct task_struct *task, int flags)
{
	bool atomic = flags & UTRACE_ATTACH_ATOMIC;
	struct follow_task *t;
	int ret;

	t = kzalloc(f->size, atomic ? GFP_ATOMIC : GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->follow = f;
	INIT_LIST_HEAD(&t->entry);
	init_completion(&t->reaped);
	t->engine = utrace_attach_task(task, flags, f->ops, t);
	if (IS_ERR(t->engine)) {
		ret = PTR_ERR(t->engine);
		kfree(t);
		return ret;
	}
	t->task = get_task_struct(task);
	ret = utrace_set_events(task, t->engine, f->events |
				UTRACE_EVENT(CLONE) | UTRACE_EVENT(REAP));
	spin_lock(&f->lock);
	/* reaped since then, or before it could get the event that says so */
	if (ret || completion_done(&t->reaped))
		follow_dead(f, t);
	else
		list_add(&t->entry, &f->live);
	spin_unlock(&f->lock);
	return ret;
}

/**
 * follow_clone - report_clone() of all that follow
 * @action: see &struct utrace_engine_ops
 * @engine: engine
 * @clone_flags: not used
 * @child: new task, which gets an engine, too
 *
 * Return: UTRACE_RESUME
 */
static u32 follow_clone(u32 action, struct utrace_engine *engine,
			unsigned long clone_flags, struct task_struct *child)
{
	struct follow_task *t = engine->data;
	int ret;

	/* a tree may grow faster than it is cut down */
	if (READ_ONCE(t->follow->closing))
		return UTRACE_RESUME;
	ret = follow_attach(t->follow, child, UTRACE_ATTACH_CREATE);
	if (ret)
		pr_warn_ratelimited("%s: task %d is not followed: %d\n",
				    KBUILD_MODNAME, task_pid_nr(child), ret);
	return UTRACE_RESUME;
}

/* Off the list already: see "Unloading a module" in utrace.rst. */
static void follow_detach(struct follow_task *t)
{
	int ret;

	while ((ret = utrace_control(t->task, t->engine,
				     UTRACE_DETACH)) == -EALREADY)
		fsleep(1000);
	if (ret == -ESRCH)
		wait_for_completion(&t->reaped);
	follow_free(t);
}

/**
 * follow_stop - detach from all tasks
 * @f: what was attached by follow_start()
 *
 * When this returns no callback runs, and none will: the module can go.
 */
static void follow_stop(struct follow *f)
{
	struct follow_task *t;

	WRITE_ONCE(f->closing, true);
	spin_lock(&f->lock);
	while (!list_empty(&f->live)) {
		t = list_first_entry(&f->live, struct follow_task, entry);
		list_del_init(&t->entry);
		spin_unlock(&f->lock);
		follow_detach(t);
		cond_resched();
		spin_lock(&f->lock);
	}
	spin_unlock(&f->lock);
	flush_work(&f->bury);
}

/* Is @task of the process of @root, or a descendant of it?  Under RCU. */
static bool follow_wants(struct task_struct *root, struct task_struct *task)
{
	if (!root)
		return !(task->flags & PF_KTHREAD);
	while (task != &init_task && !same_thread_group(task, root))
		task = rcu_dereference(task->real_parent);
	return task != &init_task;
}

/* One round over all tasks.  Return: 1 if one more is needed, 0, or an error */
static int follow_round(struct follow *f, struct task_struct *root)
{
	int flags = UTRACE_ATTACH_CREATE | UTRACE_ATTACH_ATOMIC |
		    UTRACE_ATTACH_EXCLUSIVE | UTRACE_ATTACH_MATCH_OPS;
	struct task_struct *p, *t;
	int again = 0, ret = 0;

	rcu_read_lock();
	for_each_process_thread(p, t) {
		if (!follow_wants(root, t))
			continue;
		ret = follow_attach(f, t, flags);
		if (!ret || ret == -ERESTARTNOINTR)
			again = 1;
		else if (ret != -EEXIST && ret != -ESRCH)
			goto out;
		ret = 0;
	}
out:
	rcu_read_unlock();
	return ret ?: again;
}

/**
 * follow_start - attach to a process, all its threads and descendants
 * @f: what to attach
 * @pid: a thread of the process; 0: all tasks of the system
 *
 * Context: module_init(): follow_stop() cannot be called meanwhile.
 * Return:
 * * 0: attached
 * * -EINVAL: @pid is negative
 * * -ESRCH: there is no such task, or it is dead
 * * -EPERM: it is a kernel thread
 * * -ENOMEM: out of memory
 *
 * After an error nothing is attached.
 */
static int follow_start(struct follow *f, int pid)
{
	struct task_struct *root = NULL;
	struct pid *p;
	int ret;

	if (pid < 0)
		return -EINVAL;
	spin_lock_init(&f->lock);
	INIT_LIST_HEAD(&f->live);
	INIT_LIST_HEAD(&f->dead);
	INIT_WORK(&f->bury, follow_bury);
	if (pid) {
		p = find_get_pid(pid);
		root = get_pid_task(p, PIDTYPE_PID);
		put_pid(p);
		if (!root)
			return -ESRCH;
		/* who made it has still to start it */
		while ((ret = follow_attach(f, root, UTRACE_ATTACH_CREATE)) ==
		       -ERESTARTNOINTR)
			fsleep(1000);
		if (ret)
			goto out;
	}
	do {
		cond_resched();
		ret = follow_round(f, root);
	} while (ret > 0);
out:
	if (root)
		put_task_struct(root);
	if (ret)
		follow_stop(f);
	return ret;
}

#endif
