/* SPDX-License-Identifier: GPL-2.0 */
/*
 * utrace, for engines that are part of the kernel
 *
 * Such an engine is the first member of what its owner keeps of the task, it can
 * stop its task in place, in the middle of a callback, and it is driven under the
 * task's siglock.  It is called last (for SYSCALL_ENTRY first), so that no other
 * engine waits behind it.  It stays with its task until that is freed, and has no
 * reference count; it is idle when it has no events.
 * Nothing here is exported.
 */
#ifndef _KERNEL_UTRACE_H
#define _KERNEL_UTRACE_H

#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/utrace.h>

/* Of a task whose sighand cannot go: current, one that is locked or frozen. */
static inline spinlock_t *task_siglock(struct task_struct *task)
{
	return &rcu_dereference_raw(task->sighand)->siglock;
}

typedef void (*utrace_engine_fn)(const struct utrace_engine *engine,
				 void *data);

/* Bytes: the first such engine of a task needs no memory of its own. */
#define UTRACE_ROOM	192

void *utrace_new_engine(struct task_struct *task, size_t size);
int utrace_attach_engine(struct task_struct *task, struct utrace_engine *engine,
			 const struct utrace_engine_ops *ops, void *data);
void utrace_attach_unborn(struct task_struct *task,
			  struct utrace_engine *engine,
			  const struct utrace_engine_ops *ops, void *data,
			  unsigned long events);
struct utrace_engine *utrace_find_idle(struct task_struct *task,
				       const struct utrace_engine_ops *ops);
void utrace_idle_locked(struct task_struct *task, struct utrace_engine *engine);
void utrace_set_events_locked(struct task_struct *task,
			      struct utrace_engine *engine,
			      unsigned long events);
void utrace_interrupt_locked(struct task_struct *task,
			     struct utrace_engine *engine);
void utrace_uninterrupt_locked(struct task_struct *task,
			       struct utrace_engine *engine);
void utrace_resume_locked(struct task_struct *task,
			  struct utrace_engine *engine,
			  enum utrace_resume_action action);
bool utrace_stop_begin(struct utrace_engine *engine);
void utrace_stop_sleep(bool leave_frozen)
	__acquires(task_siglock(current));
bool utrace_freeze(struct task_struct *task);
void utrace_unfreeze(struct task_struct *task);
void utrace_walk_engines(struct task_struct *task, utrace_engine_fn fn,
			 void *data);
bool utrace_engine_holds(const struct utrace_engine *engine);
bool utrace_stepping(struct utrace_engine *engine);
struct pid *utrace_exec_pid(struct task_struct *task);

#endif /* _KERNEL_UTRACE_H */
