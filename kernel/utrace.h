/* SPDX-License-Identifier: GPL-2.0 */
/*
 * utrace, for engines that are part of the kernel
 *
 * Such an engine is memory of its owner, it can stop its task in place, in the
 * middle of a callback, and it is driven under the task's siglock.  It is called
 * last (for SYSCALL_ENTRY first), so that no other engine waits behind it.
 * Nothing here is exported.
 */
#ifndef _KERNEL_UTRACE_H
#define _KERNEL_UTRACE_H

#include <linux/utrace.h>

int utrace_prepare_engine(struct task_struct *task,
			  struct utrace_engine *engine,
			  const struct utrace_engine_ops *ops, void *data);
int utrace_attach_locked(struct task_struct *task,
			 struct utrace_engine *engine, unsigned long events);
bool utrace_detach_locked(struct task_struct *task,
			  struct utrace_engine *engine);
void utrace_set_events_locked(struct task_struct *task,
			      struct utrace_engine *engine,
			      unsigned long events);
void utrace_interrupt_locked(struct task_struct *task,
			     struct utrace_engine *engine, bool on);
void utrace_resume_locked(struct task_struct *task,
			  struct utrace_engine *engine,
			  enum utrace_resume_action action);
bool utrace_stop_begin(struct utrace_engine *engine);
void utrace_stop_sleep(void);
bool utrace_freeze(struct task_struct *task);
void utrace_unfreeze_locked(struct task_struct *task);
void utrace_unfreeze(struct task_struct *task);
bool utrace_stepping(struct utrace_engine *engine);
struct pid *utrace_exec_pid(struct task_struct *task);

#endif /* _KERNEL_UTRACE_H */
