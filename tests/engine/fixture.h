/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests themselves are made of; in one file of each program */
#ifndef _FIXTURE_H
#define _FIXTURE_H

#include "engine.h"
#include "kselftest_harness.h"

/**
 * fixture engine - a session, and a task that waits to be told to go
 * @dev: the session
 * @sh: shared with the task
 * @pid: the task, once start() was called
 * @before: counters at the start of the test
 *
 * The end of each test checks that no engine was lost, and that none was called
 * after it had been detached.
 */
FIXTURE(engine) {
	int dev;
	struct shared *sh;
	pid_t pid;
	struct ut_stats before;
};

#define ENGINE_FIXTURE							\
FIXTURE_SETUP(engine)							\
{									\
	self->dev = ut_open();						\
	ASSERT_LE(0, self->dev);					\
	self->before = ut_stats(self->dev);				\
	self->sh = shared_new();					\
}									\
									\
FIXTURE_TEARDOWN(engine)						\
{									\
	struct ut_stats after;						\
									\
	EXPECT_TRUE(engine_end(self->dev, &self->before, &after)) {	\
		TH_LOG("attached %llu, released %llu, called after detach %llu, late references %llu", \
		       (unsigned long long)(after.attached - self->before.attached), \
		       (unsigned long long)(after.released - self->before.released), \
		       (unsigned long long)(after.gone_calls - self->before.gone_calls), \
		       (unsigned long long)(after.late_refs - self->before.late_refs)); \
	}								\
}

/* Start the task of the fixture. */
#define start(function) do {						\
	self->pid = task_start(self->sh, function);			\
	ASSERT_LT(0, self->pid);					\
} while (0)

/* Attach to it, with these events. */
#define attach(events) ({						\
	long _id = ut_attach(self->dev, self->pid, events);		\
	ASSERT_LT(0, _id) TH_LOG("attach: %ld", _id);			\
	(int)_id;							\
})

#define go()		task_go(self->sh)

/* The next event of this kind of this engine */
#define expect_event(id, callback, ev) \
	ASSERT_TRUE(ut_wait(self->dev, id, callback, ev)) \
		TH_LOG("no " #callback " in time")

#define expect_event_arg(id, callback, arg0, ev) \
	ASSERT_TRUE(ut_wait_arg(self->dev, id, callback, arg0, ev)) \
		TH_LOG("no " #callback " of " #arg0 " in time")

#define expect_state(pid, states) \
	ASSERT_TRUE(wait_state(pid, states)) \
		TH_LOG("state is %c", task_state(pid))

#endif /* _FIXTURE_H */
