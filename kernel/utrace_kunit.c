// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests of what the core does without a task: encodings, what actions do
 * to an engine's flags, lists of engines and the order in which a report calls
 * them, references.  Part of kernel/utrace.c.
 *
 * A report is always about current.  Here that is the thread of the test, which
 * has no engines: struct utrace is one that nobody else knows, and what is
 * gathered in current->utrace_flags is taken away at once, so that no hook in
 * the thread finds it.
 */

#include <kunit/test.h>

#define TEST_ENGINES	4

/**
 * struct utrace_test - what the callbacks and the test share
 * @test: for assertions in callbacks
 * @task_flags: what was gathered in current->utrace_flags
 * @engine: those attached by utrace_test_add()
 * @n: how many
 * @called: indices of the engines in the order in which they were called
 * @ncalled: how many calls
 * @seen: first argument of each call
 * @ret: by index: what its callback returns
 * @released: by index: how often release() was called
 * @attach_in: index of the engine whose callback attaches another, or -1
 * @detach_in: index of the engine whose callback detaches @detach, or -1
 * @detach: index
 * @utrace: without a task; last, as it ends with an array of any size
 */
struct utrace_test {
	struct kunit *test;
	unsigned long task_flags;
	struct utrace_engine *engine[TEST_ENGINES + 1];
	int n;
	int called[3 * TEST_ENGINES];
	int ncalled;
	u32 seen[3 * TEST_ENGINES];
	u32 ret[TEST_ENGINES + 1];
	int released[TEST_ENGINES + 1];
	int attach_in;
	int detach_in;
	int detach;
	struct utrace utrace;
};

/**
 * struct utrace_test_data - the data of an engine
 * @t: whose it is
 * @index: in the arrays there
 */
struct utrace_test_data {
	struct utrace_test *t;
	int index;
};

static const struct utrace_engine_ops utrace_test_ops;

static void utrace_test_release(void *data)
{
	struct utrace_test_data *d = data;

	d->t->released[d->index]++;
}

/* As utrace_attach_task(), without a task: one reference for the list, one more. */
static struct utrace_engine *utrace_test_add(struct utrace_test *t, int flags)
{
	struct utrace_test_data *d;
	struct utrace_engine *engine;

	KUNIT_ASSERT_LT(t->test, t->n, (int)ARRAY_SIZE(t->engine));
	d = kunit_kzalloc(t->test, sizeof(*d), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(t->test, d);
	/* kfree_rcu() frees it */
	engine = kzalloc(sizeof(*engine), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(t->test, engine);
	d->t = t;
	d->index = t->n;
	kref_init(&engine->kref);
	kref_get(&engine->kref);
	engine->ops = &utrace_test_ops;
	engine->data = d;
	engine->flags = UTRACE_EVENT(EXIT) |
			(flags & UTRACE_ATTACH_LAST ? ENGINE_LAST : 0);
	engine->seq = t->utrace.report_seq;
	t->ret[t->n] = UTRACE_RESUME;
	t->engine[t->n++] = engine;
	spin_lock_irq(&t->utrace.lock);
	utrace_insert(&t->utrace, engine);
	spin_unlock_irq(&t->utrace.lock);
	return engine;
}

static u32 utrace_test_called(u32 action, struct utrace_engine *engine)
{
	struct utrace_test_data *d = engine->data;
	struct utrace_test *t = d->t;

	KUNIT_EXPECT_PTR_EQ(t->test, t->utrace.reporting, engine);
	if (t->ncalled == ARRAY_SIZE(t->called)) {
		KUNIT_FAIL(t->test, "called too often");
		return UTRACE_RESUME;
	}
	t->seen[t->ncalled] = action;
	t->called[t->ncalled++] = d->index;

	if (t->attach_in == d->index)
		utrace_test_add(t, 0);
	if (t->detach_in == d->index) {
		struct utrace_engine *other = t->engine[t->detach];
		bool put;

		spin_lock_irq(&t->utrace.lock);
		put = utrace_detach(current, &t->utrace, other);
		spin_unlock_irq(&t->utrace.lock);
		/* one whose callback runs is dropped by the report */
		KUNIT_EXPECT_EQ(t->test, put, other != engine);
		if (put)
			utrace_engine_put(other);
	}
	return t->ret[d->index];
}

static u32 utrace_test_exit_event(u32 action, struct utrace_engine *engine,
				  long orig_code, long *code)
{
	return utrace_test_called(action, engine);
}

static u32 utrace_test_quiesce(u32 action, struct utrace_engine *engine,
			       unsigned long event)
{
	struct utrace_test_data *d = engine->data;

	KUNIT_EXPECT_EQ(d->t->test, event, UTRACE_EVENT(EXIT));
	return utrace_test_called(action, engine);
}

static const struct utrace_engine_ops utrace_test_ops = {
	.report_quiesce	= utrace_test_quiesce,
	.report_exit	= utrace_test_exit_event,
	.release	= utrace_test_release,
};

static int utrace_test_init(struct kunit *test)
{
	struct utrace_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	t->test = test;
	t->attach_in = -1;
	t->detach_in = -1;
	spin_lock_init(&t->utrace.lock);
	INIT_LIST_HEAD(&t->utrace.engines);
	test->priv = t;
	return 0;
}

/* Whatever the test did, each engine is released once in the end. */
static void utrace_test_exit(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	int i;

	if (!t)
		return;
	for (i = 0; i < t->n; i++) {
		struct utrace_engine *engine = t->engine[i];

		if (!(engine->flags & ENGINE_REMOVED)) {
			utrace_remove(engine);
			utrace_engine_put(engine);
		}
		KUNIT_EXPECT_EQ(test, t->released[i], 0);
		KUNIT_EXPECT_EQ(test, kref_read(&engine->kref), 1);
		utrace_engine_put(engine);
		KUNIT_EXPECT_EQ(test, t->released[i], 1);
	}
	KUNIT_EXPECT_TRUE(test, list_empty(&t->utrace.engines));
}

static void utrace_test_take_flags(struct utrace_test *t)
{
	t->task_flags = current->utrace_flags;
	WRITE_ONCE(current->utrace_flags, 0);
}

static void utrace_test_report(struct utrace_test *t, bool reverse)
{
	long code = 0;
	struct utrace_report r;

	utrace_report_init(&r);
	r.orig_code = 0;
	r.code = &code;
	t->ncalled = 0;
	utrace_report_event(&t->utrace, &r, UTRACE_EVENT(EXIT), call_exit,
			    reverse);
	utrace_test_take_flags(t);
	KUNIT_EXPECT_NULL(t->test, t->utrace.reporting);
}

static void utrace_test_expect_calls(struct utrace_test *t, const int *expected,
				     int n)
{
	int i;

	KUNIT_ASSERT_EQ(t->test, t->ncalled, n);
	for (i = 0; i < n; i++)
		KUNIT_EXPECT_EQ_MSG(t->test, t->called[i], expected[i],
				    "call %d", i);
}

/* The calls of the last report, by index of the engine */
#define expect_calls(t, ...)						\
	utrace_test_expect_calls(t, (const int[]){ __VA_ARGS__ },	\
				 sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

/*
 * Encodings
 */

static void utrace_test_events(struct kunit *test)
{
	unsigned long core = ENGINE_REMOVED | ENGINE_STOP | ENGINE_INTERRUPT |
			     ENGINE_REPORT | ENGINE_STEP | ENGINE_OVERRIDE |
			     ENGINE_DETACHED | ENGINE_LAST;

	KUNIT_EXPECT_EQ(test, hweight_long(UTRACE_EVENTS), _UTRACE_NEVENTS);
	KUNIT_EXPECT_EQ(test, UTRACE_EVENT(QUIESCE), 1);
	KUNIT_EXPECT_EQ(test, hweight_long(UTRACE_EVENT_SYSCALL), 2);
	KUNIT_EXPECT_EQ(test, hweight_long(UTRACE_EVENT_SIGNAL_ALL), 5);
	KUNIT_EXPECT_EQ(test, UTRACE_EVENT_SYSCALL & UTRACE_EVENT_SIGNAL_ALL, 0);
	KUNIT_EXPECT_EQ(test, (UTRACE_EVENT_SYSCALL | UTRACE_EVENT_SIGNAL_ALL) &
			~UTRACE_EVENTS, 0);
	/* the core's bits are none of them, nor twice the same */
	KUNIT_EXPECT_EQ(test, core & UTRACE_EVENTS, 0);
	KUNIT_EXPECT_EQ(test, hweight_long(core), 9);
	/* what makes sense for one engine only is not gathered */
	KUNIT_EXPECT_EQ(test, UTRACE_TASK_FLAGS &
			(ENGINE_REMOVED | ENGINE_OVERRIDE | ENGINE_DETACHED |
			 ENGINE_LAST), 0);
}

static void utrace_test_packing(struct kunit *test)
{
	static const u32 signals[] = {
		UTRACE_SIGNAL_DELIVER, UTRACE_SIGNAL_IGN, UTRACE_SIGNAL_TERM,
		UTRACE_SIGNAL_CORE, UTRACE_SIGNAL_STOP, UTRACE_SIGNAL_TSTP,
		UTRACE_SIGNAL_REPORT, UTRACE_SIGNAL_HANDLER,
	};
	u32 resume;
	int i;

	for (resume = 0; resume < UTRACE_RESUME_MAX; resume++) {
		for (i = 0; i < ARRAY_SIZE(signals); i++) {
			u32 action = resume | signals[i] | UTRACE_SIGNAL_HOLD;

			KUNIT_EXPECT_EQ(test, utrace_resume_action(action),
					resume);
			KUNIT_EXPECT_EQ(test, utrace_signal_action(action),
					signals[i]);
			KUNIT_EXPECT_EQ(test, action & ~(UTRACE_RESUME_MASK |
							 UTRACE_SIGNAL_MASK),
					UTRACE_SIGNAL_HOLD);
		}
		KUNIT_EXPECT_EQ(test, utrace_syscall_action(resume |
							    UTRACE_SYSCALL_ABORT |
							    UTRACE_SYSCALL_RESUMED),
				UTRACE_SYSCALL_ABORT);
		KUNIT_EXPECT_EQ(test, utrace_syscall_action(resume |
							    UTRACE_SYSCALL_RESUMED),
				UTRACE_SYSCALL_RUN);
	}
}

static void utrace_test_action_argument(struct kunit *test)
{
	struct utrace_report r = {
		.action	= UTRACE_INTERRUPT,
		.result	= UTRACE_SYSCALL_ABORT,
		.flags	= UTRACE_SYSCALL_RESUMED,
	};
	u32 arg = utrace_action_arg(&r);

	KUNIT_EXPECT_EQ(test, utrace_resume_action(arg), UTRACE_INTERRUPT);
	KUNIT_EXPECT_EQ(test, utrace_syscall_action(arg), UTRACE_SYSCALL_ABORT);
	KUNIT_EXPECT_EQ(test, arg & UTRACE_SYSCALL_RESUMED,
			UTRACE_SYSCALL_RESUMED);
}

/* In order of strength, as it was published. */
static void utrace_test_strength(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, UTRACE_STOP, 0);
	KUNIT_EXPECT_LT(test, UTRACE_STOP, UTRACE_INTERRUPT);
	KUNIT_EXPECT_LT(test, UTRACE_INTERRUPT, UTRACE_REPORT);
	KUNIT_EXPECT_LT(test, UTRACE_REPORT, UTRACE_SINGLESTEP);
	KUNIT_EXPECT_LT(test, UTRACE_SINGLESTEP, UTRACE_BLOCKSTEP);
	KUNIT_EXPECT_LT(test, UTRACE_BLOCKSTEP, UTRACE_RESUME);
	KUNIT_EXPECT_LT(test, UTRACE_RESUME, UTRACE_DETACH);
	KUNIT_EXPECT_LT(test, UTRACE_DETACH, UTRACE_RESUME_MAX);
}

/* Each event needs its callback, but SECCOMP_OFF, which has none. */
static void utrace_test_callbacks(struct kunit *test)
{
	static const struct utrace_engine_ops none;
	int event;

	for (event = 0; event < _UTRACE_NEVENTS; event++)
		KUNIT_EXPECT_EQ_MSG(test, engine_has_callbacks(&none, BIT(event)),
				    event == _UTRACE_EVENT_SECCOMP_OFF,
				    "event %d", event);
	KUNIT_EXPECT_TRUE(test, engine_has_callbacks(&none, 0));
	KUNIT_EXPECT_TRUE(test, engine_has_callbacks(&utrace_test_ops,
						     UTRACE_EVENT(QUIESCE) |
						     UTRACE_EVENT(EXIT)));
	/* one that is missing is enough */
	KUNIT_EXPECT_FALSE(test, engine_has_callbacks(&utrace_test_ops,
						      UTRACE_EVENT(EXIT) |
						      UTRACE_EVENT(REAP)));
}

/*
 * Actions
 */

static void utrace_test_apply(struct kunit *test)
{
	unsigned long held = UTRACE_EVENT(EXIT) | ENGINE_STOP | ENGINE_LAST;
	unsigned long steps = UTRACE_EVENT(EXIT) | ENGINE_SINGLESTEP |
			      ENGINE_LAST;
	unsigned long free = UTRACE_EVENT(EXIT) | ENGINE_LAST;

	/* each replaces what was wanted before, and touches nothing else */
	KUNIT_EXPECT_EQ(test, engine_apply(free, UTRACE_STOP), held);
	KUNIT_EXPECT_EQ(test, engine_apply(steps, UTRACE_STOP), held);
	KUNIT_EXPECT_EQ(test, engine_apply(held, UTRACE_RESUME), free);
	KUNIT_EXPECT_EQ(test, engine_apply(steps, UTRACE_RESUME), free);
	KUNIT_EXPECT_EQ(test, engine_apply(held, UTRACE_REPORT), free);
	KUNIT_EXPECT_EQ(test, engine_apply(held, UTRACE_INTERRUPT), free);
	if (arch_has_single_step()) {
		KUNIT_EXPECT_EQ(test, engine_apply(held, UTRACE_SINGLESTEP),
				steps);
	}
	if (arch_has_block_step()) {
		KUNIT_EXPECT_EQ(test, engine_apply(steps, UTRACE_BLOCKSTEP),
				free | ENGINE_BLOCKSTEP);
	}
}

/* What the task does is the strongest of what they returned. */
static void utrace_test_strongest(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	int i;

	for (i = 0; i < TEST_ENGINES; i++)
		utrace_test_add(t, 0);
	t->ret[0] = UTRACE_RESUME;
	t->ret[1] = UTRACE_REPORT;
	t->ret[2] = UTRACE_STOP;
	t->ret[3] = UTRACE_INTERRUPT;
	utrace_test_report(t, false);
	expect_calls(t, 0, 1, 2, 3);
	KUNIT_EXPECT_EQ(test, t->seen[0], UTRACE_RESUME);
	KUNIT_EXPECT_EQ(test, t->seen[1], UTRACE_RESUME);
	KUNIT_EXPECT_EQ(test, t->seen[2], UTRACE_REPORT);
	KUNIT_EXPECT_EQ(test, t->seen[3], UTRACE_STOP);
	/* each is kept for its engine, and gathered for the task */
	KUNIT_EXPECT_EQ(test, t->engine[1]->flags & ~UTRACE_EVENTS, ENGINE_REPORT);
	KUNIT_EXPECT_EQ(test, t->engine[2]->flags & ~UTRACE_EVENTS, ENGINE_STOP);
	KUNIT_EXPECT_EQ(test, t->engine[3]->flags & ~UTRACE_EVENTS,
			ENGINE_INTERRUPT);
	KUNIT_EXPECT_EQ(test, t->task_flags, UTRACE_EVENT(EXIT) |
			ENGINE_STOP | ENGINE_REPORT | ENGINE_INTERRUPT);

	/* the next result replaces the hold, for this engine only */
	t->ret[2] = UTRACE_RESUME;
	t->ret[3] = UTRACE_STOP;
	utrace_test_report(t, false);
	KUNIT_EXPECT_EQ(test, t->engine[2]->flags & ENGINE_STOP, 0);
	KUNIT_EXPECT_EQ(test, t->engine[3]->flags & ENGINE_STOP, ENGINE_STOP);
	KUNIT_EXPECT_EQ(test, t->task_flags & ENGINE_STOP, ENGINE_STOP);
}

/* What utrace_control() said while the callback ran is newer than its result. */
static void utrace_test_override(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	struct utrace_engine *engine = utrace_test_add(t, 0);

	engine->flags |= ENGINE_OVERRIDE | ENGINE_STOP;
	utrace_test_report(t, false);
	KUNIT_EXPECT_EQ(test, engine->flags & ~UTRACE_EVENTS, ENGINE_STOP);
	/* once */
	utrace_test_report(t, false);
	KUNIT_EXPECT_EQ(test, engine->flags & ~UTRACE_EVENTS, 0);
}

/*
 * Lists
 */

static void utrace_test_match(struct kunit *test)
{
	static const struct utrace_engine_ops other_ops;
	struct utrace_test *t = test->priv;
	struct utrace_engine *first = utrace_test_add(t, 0);
	struct utrace_engine *second = utrace_test_add(t, 0);
	int ops = UTRACE_ATTACH_MATCH_OPS, data = UTRACE_ATTACH_MATCH_DATA;
	struct utrace *u = &t->utrace;

	KUNIT_EXPECT_PTR_EQ(test, first,
			    utrace_find(u, ops, &utrace_test_ops, NULL));
	KUNIT_EXPECT_PTR_EQ(test, first,
			    utrace_find(u, data, NULL, first->data));
	KUNIT_EXPECT_PTR_EQ(test, second,
			    utrace_find(u, data, &other_ops, second->data));
	KUNIT_EXPECT_PTR_EQ(test, second,
			    utrace_find(u, ops | data, &utrace_test_ops,
					second->data));
	KUNIT_EXPECT_NULL(test, utrace_find(u, ops | data, &other_ops,
					    second->data));
	KUNIT_EXPECT_NULL(test, utrace_find(u, ops, &other_ops, NULL));
	KUNIT_EXPECT_NULL(test, utrace_find(u, data, &utrace_test_ops, NULL));
	/* no criterion: nothing matches; nor do other flags count */
	KUNIT_EXPECT_NULL(test, utrace_find(u, 0, &utrace_test_ops, first->data));
	KUNIT_EXPECT_NULL(test, utrace_find(u, UTRACE_ATTACH_EXCLUSIVE,
					    &utrace_test_ops, first->data));
	/* one that is detached but still in the list is not there any more */
	first->flags = ENGINE_DETACHED;
	KUNIT_EXPECT_PTR_EQ(test, second,
			    utrace_find(u, ops, &utrace_test_ops, NULL));
	KUNIT_EXPECT_NULL(test, utrace_find(u, data, NULL, first->data));
}

static void utrace_test_order(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	int i;

	for (i = 0; i < TEST_ENGINES; i++)
		utrace_test_add(t, 0);
	utrace_test_report(t, false);
	expect_calls(t, 0, 1, 2, 3);
	utrace_test_report(t, true);
	expect_calls(t, 3, 2, 1, 0);
}

/* UTRACE_ATTACH_LAST: behind the others, in their own order among themselves */
static void utrace_test_last(struct kunit *test)
{
	struct utrace_test *t = test->priv;

	utrace_test_add(t, UTRACE_ATTACH_LAST);
	utrace_test_add(t, 0);
	utrace_test_add(t, UTRACE_ATTACH_LAST);
	utrace_test_add(t, 0);
	utrace_test_report(t, false);
	expect_calls(t, 1, 3, 0, 2);
	utrace_test_report(t, true);
	expect_calls(t, 2, 0, 3, 1);
}

/* Who does not want the event is not called; QUIESCE is for each event. */
static void utrace_test_wanted(struct kunit *test)
{
	struct utrace_test *t = test->priv;

	utrace_test_add(t, 0)->flags = UTRACE_EVENT(CLONE);
	utrace_test_add(t, 0)->flags = UTRACE_EVENT(QUIESCE);
	utrace_test_add(t, 0)->flags = UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(EXIT);
	utrace_test_add(t, 0)->flags = 0;
	utrace_test_report(t, false);
	expect_calls(t, 1, 2, 2);
}

/* Attached during a report: the next one is its first. */
static void utrace_test_attach_in_report(struct kunit *test)
{
	struct utrace_test *t = test->priv;

	utrace_test_add(t, 0);
	utrace_test_add(t, 0);
	t->attach_in = 0;
	utrace_test_report(t, false);
	expect_calls(t, 0, 1);
	t->attach_in = -1;
	utrace_test_report(t, false);
	expect_calls(t, 0, 1, 2);
}

/* Those that stay are called once each, whoever goes while they are called. */
static void utrace_test_detach_in_report(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	int i;

	for (i = 0; i < TEST_ENGINES; i++)
		utrace_test_add(t, 0);
	/* the next one: it is not called any more */
	t->detach_in = 0;
	t->detach = 1;
	utrace_test_report(t, false);
	expect_calls(t, 0, 2, 3);
	KUNIT_EXPECT_EQ(test, kref_read(&t->engine[1]->kref), 1);
	/* one that was called already */
	t->detach_in = 3;
	t->detach = 0;
	utrace_test_report(t, false);
	expect_calls(t, 0, 2, 3);
	/* itself */
	t->detach_in = 2;
	t->detach = 2;
	utrace_test_report(t, false);
	expect_calls(t, 2, 3);
	KUNIT_EXPECT_EQ(test, kref_read(&t->engine[2]->kref), 1);
	t->detach_in = -1;
	utrace_test_report(t, false);
	expect_calls(t, 3);
}

static void utrace_test_return_detach(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	int i;

	for (i = 0; i < TEST_ENGINES; i++)
		utrace_test_add(t, 0);
	t->ret[0] = UTRACE_DETACH;
	t->ret[2] = UTRACE_DETACH;
	utrace_test_report(t, true);
	expect_calls(t, 3, 2, 1, 0);
	/* it is no action for those that follow */
	KUNIT_EXPECT_EQ(test, t->seen[2], UTRACE_RESUME);
	KUNIT_EXPECT_EQ(test, kref_read(&t->engine[0]->kref), 1);
	KUNIT_EXPECT_EQ(test, kref_read(&t->engine[2]->kref), 1);
	KUNIT_EXPECT_EQ(test, t->engine[0]->flags,
			ENGINE_DETACHED | ENGINE_REMOVED);
	utrace_test_report(t, false);
	expect_calls(t, 1, 3);
	/* the last ones */
	t->ret[1] = UTRACE_DETACH;
	t->ret[3] = UTRACE_DETACH;
	utrace_test_report(t, false);
	expect_calls(t, 1, 3);
	KUNIT_EXPECT_TRUE(test, list_empty(&t->utrace.engines));
	KUNIT_EXPECT_EQ(test, t->task_flags, 0);
}

/* The flags of the task are the sum of those of its engines. */
static void utrace_test_gathered(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	struct utrace *u = &t->utrace;

	utrace_test_add(t, 0)->flags |= ENGINE_STOP;
	utrace_test_add(t, UTRACE_ATTACH_LAST)->flags |= UTRACE_EVENT(CLONE) |
							 ENGINE_OVERRIDE;
	spin_lock_irq(&u->lock);
	utrace_update_flags(current, u);
	utrace_test_take_flags(t);
	KUNIT_EXPECT_EQ(test, t->task_flags, UTRACE_EVENT(EXIT) |
			UTRACE_EVENT(CLONE) | ENGINE_STOP);
	engine_set_events(current, u, t->engine[1], UTRACE_EVENT(EXEC));
	utrace_test_take_flags(t);
	KUNIT_EXPECT_EQ(test, t->engine[1]->flags, UTRACE_EVENT(EXEC) |
			ENGINE_OVERRIDE | ENGINE_LAST);
	KUNIT_EXPECT_EQ(test, t->task_flags, UTRACE_EVENT(EXIT) |
			UTRACE_EVENT(EXEC) | ENGINE_STOP);
	utrace_release_holds(current, u);
	utrace_test_take_flags(t);
	KUNIT_EXPECT_EQ(test, t->task_flags, UTRACE_EVENT(EXIT) |
			UTRACE_EVENT(EXEC));
	spin_unlock_irq(&u->lock);
}

/*
 * References
 */

static void utrace_test_references(struct kunit *test)
{
	struct utrace_test *t = test->priv;
	struct utrace_engine *engine = utrace_test_add(t, 0);

	KUNIT_EXPECT_EQ(test, kref_read(&engine->kref), 2);
	utrace_engine_get(engine);
	KUNIT_EXPECT_EQ(test, kref_read(&engine->kref), 3);
	utrace_engine_put(engine);
	utrace_remove(engine);
	utrace_engine_put(engine);
	/* utrace_test_exit() drops the last one */
	KUNIT_EXPECT_EQ(test, t->released[0], 0);
}

/* An engine without release() is just freed. */
static void utrace_test_no_release(struct kunit *test)
{
	static const struct utrace_engine_ops none;
	struct utrace_engine *engine = kzalloc(sizeof(*engine), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, engine);
	engine->ops = &none;
	kref_init(&engine->kref);
	utrace_engine_put(engine);
}

/*
 * Signals
 */

static void utrace_test_signal_event(struct kunit *test)
{
	struct k_sigaction ka = {};
	u32 action;

#define expect_event(sig, event, result) do {				\
	KUNIT_EXPECT_EQ(test, signal_event(sig, &ka, &action),		\
			UTRACE_EVENT(event));				\
	KUNIT_EXPECT_EQ(test, action, UTRACE_SIGNAL_##result);		\
} while (0)

	ka.sa.sa_handler = SIG_DFL;
	expect_event(SIGTERM, SIGNAL_TERM, TERM);
	expect_event(SIGKILL, SIGNAL_TERM, TERM);
	expect_event(SIGRTMIN, SIGNAL_TERM, TERM);
	expect_event(SIGQUIT, SIGNAL_CORE, CORE);
	expect_event(SIGSEGV, SIGNAL_CORE, CORE);
	expect_event(SIGTRAP, SIGNAL_CORE, CORE);
	expect_event(SIGSTOP, SIGNAL_STOP, STOP);
	expect_event(SIGTSTP, SIGNAL_STOP, TSTP);
	expect_event(SIGTTIN, SIGNAL_STOP, TSTP);
	expect_event(SIGTTOU, SIGNAL_STOP, TSTP);
	expect_event(SIGCHLD, SIGNAL_IGN, IGN);
	expect_event(SIGCONT, SIGNAL_IGN, IGN);

	ka.sa.sa_handler = SIG_IGN;
	expect_event(SIGTERM, SIGNAL_IGN, IGN);
	expect_event(SIGTSTP, SIGNAL_IGN, IGN);

	ka.sa.sa_handler = (__sighandler_t)test;
	expect_event(SIGTERM, SIGNAL, DELIVER);
	expect_event(SIGTSTP, SIGNAL, DELIVER);
	expect_event(SIGCHLD, SIGNAL, DELIVER);
#undef expect_event
}

/* The signal that does it: itself if it can be, or the plainest one. */
static void utrace_test_signal_for(struct kunit *test)
{
	static const int all[] = { SIGTERM, SIGQUIT, SIGSTOP, SIGTSTP, SIGCHLD,
				   SIGRTMIN };
	struct k_sigaction dfl = {};
	static const u32 actions[] = {
		UTRACE_SIGNAL_TERM, UTRACE_SIGNAL_CORE, UTRACE_SIGNAL_STOP,
		UTRACE_SIGNAL_TSTP,
	};
	u32 action;
	int i, j;

	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		for (j = 0; j < ARRAY_SIZE(all); j++) {
			signal_event(signal_for(actions[i], all[j]), &dfl,
				     &action);
			KUNIT_EXPECT_EQ_MSG(test, action, actions[i],
					    "signal %d", all[j]);
		}
	}
	KUNIT_EXPECT_EQ(test, signal_for(UTRACE_SIGNAL_TERM, SIGHUP), SIGHUP);
	KUNIT_EXPECT_EQ(test, signal_for(UTRACE_SIGNAL_CORE, SIGSEGV), SIGSEGV);
	KUNIT_EXPECT_EQ(test, signal_for(UTRACE_SIGNAL_TSTP, SIGTTIN), SIGTTIN);
}

/*
 * Arguments that are refused before a task is looked at
 */

static void utrace_test_attach_errors(struct kunit *test)
{
	struct task_struct *thread = current;
	int create = UTRACE_ATTACH_CREATE;

	/* this is a kernel thread */
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-EPERM),
			    utrace_attach_task(thread, create, &utrace_test_ops,
					       NULL));
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-EINVAL),
			    utrace_attach_task(thread, create, NULL, NULL));
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-EINVAL),
			    utrace_attach_task(thread, create | BIT(20),
					       &utrace_test_ops, NULL));
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-ENOENT),
			    utrace_attach_task(thread, UTRACE_ATTACH_MATCH_OPS,
					       &utrace_test_ops, NULL));
	KUNIT_EXPECT_NULL(test, thread->utrace);
}

static struct kunit_case utrace_test_cases[] = {
	KUNIT_CASE(utrace_test_events),
	KUNIT_CASE(utrace_test_packing),
	KUNIT_CASE(utrace_test_action_argument),
	KUNIT_CASE(utrace_test_strength),
	KUNIT_CASE(utrace_test_callbacks),
	KUNIT_CASE(utrace_test_apply),
	KUNIT_CASE(utrace_test_strongest),
	KUNIT_CASE(utrace_test_override),
	KUNIT_CASE(utrace_test_match),
	KUNIT_CASE(utrace_test_order),
	KUNIT_CASE(utrace_test_last),
	KUNIT_CASE(utrace_test_wanted),
	KUNIT_CASE(utrace_test_attach_in_report),
	KUNIT_CASE(utrace_test_detach_in_report),
	KUNIT_CASE(utrace_test_return_detach),
	KUNIT_CASE(utrace_test_gathered),
	KUNIT_CASE(utrace_test_references),
	KUNIT_CASE(utrace_test_no_release),
	KUNIT_CASE(utrace_test_signal_event),
	KUNIT_CASE(utrace_test_signal_for),
	KUNIT_CASE(utrace_test_attach_errors),
	{}
};

static struct kunit_suite utrace_test_suite = {
	.name		= "utrace",
	.init		= utrace_test_init,
	.exit		= utrace_test_exit,
	.test_cases	= utrace_test_cases,
};

kunit_test_suite(utrace_test_suite);
