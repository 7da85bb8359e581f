/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the two halves of the module share: callbacks.c, which the core calls,
 * and device.c, which the test calls.
 */
#ifndef _UT_INTERNAL_H
#define _UT_INTERNAL_H

#include <linux/kfifo.h>
#include <linux/kprobes.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/utrace.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include "utrace_test.h"

#define UT_LOG_SIZE	1024

/**
 * struct ut_session - one open of the device
 * @engines: by id
 * @next_id: where to look for a free one
 * @live: engines that were not released yet; lock
 * @idle: woken when @live falls to 0
 * @closing: nobody blocks in a callback any more
 * @lock: protects @log, @seq and @live, and the rules of all engines
 * @log: struct ut_event
 * @seq: number of the next event
 * @readers: wait for @log to fill
 * @window: for UT_WINDOW; registered if it has a handler
 * @window_of: whose it is, until it was used
 */
struct ut_session {
	struct xarray engines;
	u32 next_id;
	int live;
	wait_queue_head_t idle;
	bool closing;
	spinlock_t lock;	/* also from a hardware interrupt */
	DECLARE_KFIFO_PTR(log, struct ut_event);
	u32 seq;
	wait_queue_head_t readers;
	struct kretprobe window;
	struct ut_engine *window_of;
};

/**
 * struct ut_engine - the data of an engine
 * @session: whose it is; outlives it
 * @engine: with the session's reference, unless @put
 * @task: with a reference
 * @pid: that @task was found by; with a reference
 * @id: index in session->engines
 * @rules: struct ut_rule_entry; session->lock
 * @tickets: how many callbacks may leave UT_DO_BLOCK
 * @gate: they wait here for a ticket
 * @exam: for UT_FINISH
 * @quiet: do not log
 * @detaching: a detach was done, but a callback may run
 * @gone: detached and, where needed, waited for: no callback may come
 */
struct ut_engine {
	struct ut_session *session;
	struct utrace_engine *engine;
	struct task_struct *task;
	struct pid *pid;
	int id;
	struct list_head rules;
	atomic_t tickets;
	wait_queue_head_t gate;
	struct utrace_examiner exam;
	bool quiet;
	bool detaching;
	bool gone;
};

struct ut_rule_entry {
	struct list_head entry;
	struct ut_rule rule;
};

/* The counters of struct ut_stats */
extern atomic64_t ut_attached, ut_released, ut_gone_calls, ut_late_refs;
extern atomic64_t ut_calls;

extern const struct utrace_engine_ops ut_ops, ut_ops_other, ut_ops_bare;

/* callbacks.c */
int ut_window(struct ut_engine *ut);
void ut_window_close(struct ut_session *session);

/* device.c */
struct ut_engine *ut_engine_new(struct ut_session *session,
				struct task_struct *task, gfp_t gfp);
void ut_engine_free(struct ut_engine *ut);
struct ut_engine *ut_engine_find(struct ut_session *session, int id);
int ut_attach(struct ut_engine *ut, int flags,
	      const struct utrace_engine_ops *ops);

#endif /* _UT_INTERNAL_H */
