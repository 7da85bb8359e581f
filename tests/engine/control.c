// SPDX-License-Identifier: GPL-2.0
/* utrace_control(), utrace_set_events() and utrace_barrier(): what they do and return */
#include <pthread.h>
#include <sys/time.h>

#include "fixture.h"

ENGINE_FIXTURE

/*
 * The actions
 */

TEST_F(engine, stop_and_resume)
{
	char line[80], state[80] = "";
	FILE *f;
	int id;

	start(do_spin);
	go();
	id = attach(0);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_STOP));
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_TRUE(no_more(self->sh));

	snprintf(line, sizeof(line), "/proc/%d/status", self->pid);
	f = fopen(line, "r");
	ASSERT_NE(NULL, f);
	while (fgets(line, sizeof(line), f))
		if (!strncmp(line, "State:", 6))
			strcpy(state, line);
	fclose(f);
	EXPECT_STREQ("State:\tt (tracing stop)\n", state);

	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	/* to resume what runs is no error */
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, detach_lets_go)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_STOP));
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_TRUE(wait_more(self->sh));
}

/* The parent hears nothing of it. */
TEST_F(engine, stop_is_not_for_wait)
{
	int id, status;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, waitpid(self->pid, &status, WNOHANG | WUNTRACED | WCONTINUED));
	ut_control(self->dev, id, UTRACE_RESUME);
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, waitpid(self->pid, &status, WNOHANG | WUNTRACED | WCONTINUED));
}

/* A task that sleeps in a system call goes on with that, and then stops. */
TEST_F(engine, stop_does_not_interrupt)
{
	int id;

	start(do_spin);
	id = attach(0);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_TRUE(stays(self->pid, 'S'));
	go();
	expect_state(self->pid, "t");
	EXPECT_EQ(0, self->sh->count);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, report_does_not_interrupt)
{
	int id;

	start(do_spin);
	id = attach(UTRACE_EVENT(QUIESCE));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	EXPECT_TRUE(ut_never(self->dev, id, UT_QUIESCE));
	go();
	expect_event(id, UT_QUIESCE, NULL);
}

static void do_read(struct shared *sh)
{
	int fd[2];
	char c;

	if (pipe(fd))
		_exit(1);
	sh->done = 1;
	if (read(fd[0], &c, 1) < 0)
		sh->value = errno;
	sh->signals++;
}

/* The task comes out of its sleep for the report, and nobody notices. */
TEST_F(engine, interrupt)
{
	struct ut_event ev;
	int id;

	start(do_read);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	expect_state(self->pid, "S");
	id = attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SIGNAL_CORE));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_event(id, UT_QUIESCE, &ev);
	EXPECT_EQ(0, ev.arg[0]);
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_RESUME | UTRACE_SIGNAL_REPORT, ev.action);
	EXPECT_EQ(UT_NONE, ev.arg[2]);
	expect_state(self->pid, "S");
	EXPECT_TRUE(stays(self->pid, 'S'));
	EXPECT_EQ(0, self->sh->signals);
	EXPECT_EQ(0, self->sh->value);
	/* once */
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
}

TEST_F(engine, interrupt_a_running_task)
{
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(SIGNAL));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_event(id, UT_SIGNAL, NULL);
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, interrupt_then_stop)
{
	int id;

	start(do_pause);
	go();
	id = attach(UTRACE_EVENT(QUIESCE));
	ut_rule(self->dev, id, .callback = UT_QUIESCE, .ret = UTRACE_STOP);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_state(self->pid, "S");
}

/* What was asked for in a stop is done after it. */
TEST_F(engine, ask_in_a_stop)
{
	struct ut_event ev;
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SIGNAL));
	ut_rule(self->dev, id, .callback = UT_QUIESCE, .ret = UTRACE_STOP);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	expect_state(self->pid, "t");
	ut_drain(self->dev);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	expect_event(id, UT_QUIESCE, &ev);

	ut_clear(self->dev, id);
	ut_rule(self->dev, id, .callback = UT_QUIESCE, .ret = UTRACE_STOP);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	expect_state(self->pid, "t");
	ut_drain(self->dev);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_SIGNAL_REPORT, ev.action & UTRACE_SIGNAL_MASK);
	EXPECT_TRUE(wait_more(self->sh));
}

/* Report and interrupt as results of callbacks */
TEST_F(engine, callback_asks_for_a_report)
{
	struct ut_event ev;
	int id;

	start(do_getppid);
	id = attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SYSCALL_ENTRY) |
		    UTRACE_EVENT(EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_getppid, .ret = UTRACE_REPORT);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_getppid, NULL);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_QUIESCE, ev.callback);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, callback_interrupts)
{
	int id;

	/* pause() of a task that is interrupted before it */
	start(do_pause);
	id = attach(UTRACE_EVENT(SIGNAL) | UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_pause,
		.ret = UTRACE_INTERRUPT);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_pause, NULL);
	expect_event(id, UT_SIGNAL, NULL);
	/* it is restarted */
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_pause, NULL);
	expect_state(self->pid, "S");
}

/* Several engines: the smallest action wins, and a stop needs all to let go. */
TEST_F(engine, strongest_wins)
{
	int a, b;

	start(do_spin);
	go();
	a = attach(0);
	b = attach(UTRACE_EVENT(QUIESCE));
	ut_control(self->dev, a, UTRACE_STOP);
	expect_state(self->pid, "t");
	ut_drain(self->dev);
	/* all of them wait until the other lets go */
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_RESUME));
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_REPORT));
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_INTERRUPT));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ('t', task_state(self->pid));
	EXPECT_TRUE(ut_never(self->dev, b, UT_QUIESCE));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_RESUME));
	expect_event(b, UT_QUIESCE, NULL);
	EXPECT_TRUE(wait_more(self->sh));
}

/*
 * Errors
 */

TEST_F(engine, control_einval)
{
	int id;

	start(do_pause);
	id = attach(0);
	EXPECT_EQ(-EINVAL, ut_control(self->dev, id, UTRACE_RESUME_MAX));
	EXPECT_EQ(-EINVAL, ut_control(self->dev, id, UTRACE_RESUME_MAX + 1));
	EXPECT_EQ(-EINVAL, ut_control(self->dev, id, -1));
	EXPECT_EQ(-EINVAL, ut_control(self->dev, id, 0x10));
}

TEST_F(engine, control_esrch)
{
	int id, action;

	start(do_return);
	id = attach(UTRACE_EVENT(REAP));
	go();
	expect_state(self->pid, "Z");
	for (action = UTRACE_STOP; action < UTRACE_DETACH; action++)
		EXPECT_EQ(step_error(action, -ESRCH), ut_control(self->dev, id, action));
	EXPECT_EQ(0, wait_exit(self->pid));
	for (action = UTRACE_STOP; action <= UTRACE_DETACH; action++)
		EXPECT_EQ(step_error(action, -ESRCH), ut_control(self->dev, id, action));
}

FIXTURE(running) {
	int dev;
	struct shared *sh;
	pid_t pid;
	struct ut_stats before;
	int id;
};

FIXTURE_VARIANT(running) {
	int action;
};

#define RUNNING_VARIANT(name) \
FIXTURE_VARIANT_ADD(running, name) { .action = UTRACE_##name }

RUNNING_VARIANT(STOP);
RUNNING_VARIANT(INTERRUPT);
RUNNING_VARIANT(REPORT);
RUNNING_VARIANT(SINGLESTEP);
RUNNING_VARIANT(BLOCKSTEP);
RUNNING_VARIANT(RESUME);
RUNNING_VARIANT(DETACH);

/* A task in the middle of a callback */
FIXTURE_SETUP(running)
{
	self->dev = ut_open();
	ASSERT_LE(0, self->dev);
	self->before = ut_stats(self->dev);
	self->sh = shared_new();
	start(do_calls);
	self->id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, self->id, .callback = UT_SYSCALL_EXIT,
		.match = SYS_getppid, .flags = UT_DO_BLOCK, .ret = UTRACE_RESUME);
	go();
	expect_event_arg(self->id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
}

FIXTURE_TEARDOWN(running)
{
	struct ut_stats after;

	EXPECT_TRUE(engine_end(self->dev, &self->before, &after));
}

/* From outside, while a callback runs */
TEST_F(running, control)
{
	EXPECT_EQ(step_error(variant->action, -EINPROGRESS),
		  ut_control(self->dev, self->id, variant->action));
	if (variant->action == UTRACE_DETACH)
		EXPECT_EQ(-ESRCH, ut_control(self->dev, self->id, UTRACE_DETACH));
	ut_let_go(self->dev, self->id);
	EXPECT_EQ(0, ut_barrier(self->dev, self->id));
	if (variant->action == UTRACE_STOP) {
		/* it is newer than the result of the callback */
		expect_state(self->pid, "t");
		EXPECT_TRUE(stays(self->pid, 't'));
	} else if (variant->action == UTRACE_DETACH) {
		EXPECT_EQ(1, ut_refs(self->dev, self->id));
		EXPECT_TRUE(wait_more(self->sh));
	} else if (variant->action != UTRACE_SINGLESTEP &&
		   variant->action != UTRACE_BLOCKSTEP) {
		EXPECT_TRUE(wait_more(self->sh));
	}
}

/* The other way round: the callback says stop, but that is old news. */
TEST_F(engine, resume_while_callback_stops)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK, .ret = UTRACE_STOP);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_RESUME));
	ut_let_go(self->dev, id);
	EXPECT_TRUE(wait_more(self->sh));
}

/* An engine whose turn it is not has nothing in progress. */
TEST_F(running, others)
{
	int other = attach(UTRACE_EVENT(SYSCALL_EXIT));

	/* UTRACE_STOP is, as the task has not stopped */
	EXPECT_EQ(step_error(variant->action,
			     variant->action == UTRACE_STOP ? -EINPROGRESS : 0),
		  ut_control(self->dev, other, variant->action));
	EXPECT_EQ(0, ut_barrier(self->dev, other));
	ut_let_go(self->dev, self->id);
}

TEST_F(engine, events_einval)
{
	int id, event;
	long bare;

	start(do_pause);
	id = attach(0);
	EXPECT_EQ(-EINVAL, ut_events(self->dev, id, 1UL << _UTRACE_NEVENTS));
	EXPECT_EQ(-EINVAL, ut_events(self->dev, id, 1UL << 31));
	EXPECT_EQ(-EINVAL, ut_events(self->dev, id, 1UL << 63));
	/* the module has neither notify_signal() nor notify_jctl() */
	EXPECT_EQ(-EINVAL, ut_events(self->dev, id, UTRACE_EVENT(SIGLOCK)));

	bare = ut_attach_flags(self->dev, self->pid, UTRACE_ATTACH_CREATE,
			       UT_OPS_BARE, 0);
	ASSERT_LT(0, bare);
	for (event = 0; event < _UTRACE_NEVENTS; event++) {
		int expected = event == _UTRACE_EVENT_SECCOMP_OFF ? 0 : -EINVAL;

		EXPECT_EQ(expected, ut_events(self->dev, bare, 1UL << event))
			TH_LOG("event %d", event);
		if (event == _UTRACE_EVENT_SIGLOCK)
			continue;
		EXPECT_EQ(0, ut_events(self->dev, id, 1UL << event))
			TH_LOG("event %d", event);
		EXPECT_EQ(0, ut_events(self->dev, bare, 0));
		EXPECT_EQ(1UL << event, ut_task_flags(self->dev, id) & UTRACE_EVENTS);
		EXPECT_EQ(0, ut_events(self->dev, id, 0));
	}
}

TEST_F(engine, events_of_all_engines)
{
	int a, b;

	start(do_pause);
	a = attach(UTRACE_EVENT(EXIT) | UTRACE_EVENT(CLONE));
	b = attach(UTRACE_EVENT(EXIT) | UTRACE_EVENT(EXEC));
	EXPECT_EQ(UTRACE_EVENT(EXIT) | UTRACE_EVENT(CLONE) | UTRACE_EVENT(EXEC),
		  ut_task_flags(self->dev, a));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_DETACH));
	EXPECT_EQ(UTRACE_EVENT(EXIT) | UTRACE_EVENT(EXEC),
		  ut_task_flags(self->dev, a));
	EXPECT_EQ(0, ut_events(self->dev, b, 0));
	EXPECT_EQ(0, ut_task_flags(self->dev, a));
}

TEST_F(engine, events_esrch)
{
	int id;

	start(do_return);
	id = attach(UTRACE_EVENT(QUIESCE));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(-ESRCH, ut_events(self->dev, id, UTRACE_EVENT(QUIESCE)));
}

TEST_F(engine, events_ealready)
{
	int id;

	start(do_return);
	id = attach(UTRACE_EVENT(DEATH));
	ut_rule(self->dev, id, .callback = UT_DEATH, .flags = UT_DO_BLOCK,
		.ret = UTRACE_RESUME);
	go();
	expect_event(id, UT_DEATH, NULL);
	/* the report runs, */
	EXPECT_EQ(-EALREADY, ut_events(self->dev, id, 0));
	EXPECT_EQ(-EALREADY, ut_events(self->dev, id, UTRACE_EVENT(DEATH) |
				       UTRACE_EVENT(QUIESCE)));
	EXPECT_EQ(0, ut_events(self->dev, id, UTRACE_EVENT(DEATH) |
			       UTRACE_EVENT(REAP)));
	ut_let_go(self->dev, id);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	expect_state(self->pid, "Z");
	/* and is over */
	EXPECT_EQ(-EALREADY, ut_events(self->dev, id, UTRACE_EVENT(REAP)));
	/* nothing was changed by any of those that failed */
	EXPECT_EQ(0, wait_exit(self->pid));
	expect_event(id, UT_REAP, NULL);
}

TEST_F(engine, events_einprogress)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT_SYSCALL | UTRACE_EVENT(EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	/* more events, and the same, are nothing to wait for */
	EXPECT_EQ(0, ut_events(self->dev, id, UTRACE_EVENT_SYSCALL |
			       UTRACE_EVENT(EXIT) | UTRACE_EVENT(CLONE)));
	EXPECT_EQ(-EINPROGRESS, ut_events(self->dev, id, UTRACE_EVENT(EXIT)));
	/* it is set */
	EXPECT_EQ(UTRACE_EVENT(EXIT), ut_task_flags(self->dev, id));
	ut_let_go(self->dev, id);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	ut_drain(self->dev);
	EXPECT_TRUE(ut_never(self->dev, id, UT_SYSCALL_ENTRY));
}

/*
 * Barrier
 */

struct barrier {
	int dev;
	int id;
	volatile int done;
	volatile long ret;
};

static void *barrier(void *arg)
{
	struct barrier *b = arg;

	b->ret = ut_barrier(b->dev, b->id);
	b->done = 1;
	return NULL;
}

TEST_F(running, barrier)
{
	struct barrier b = { .dev = self->dev, .id = self->id };
	pthread_t t;

	if (variant->action == UTRACE_DETACH)
		ut_control(self->dev, self->id, UTRACE_DETACH);
	ASSERT_EQ(0, pthread_create(&t, NULL, barrier, &b));
	msleep(NEVER);
	EXPECT_EQ(0, b.done);
	ut_let_go(self->dev, self->id);
	EXPECT_TRUE(wait_value(&b.done, 1));
	EXPECT_EQ(0, b.ret);
	pthread_join(t, NULL);
	if (variant->action == UTRACE_DETACH)
		EXPECT_EQ(1, ut_refs(self->dev, self->id));
}

/* Several wait at once. */
TEST_F(running, barriers)
{
	struct barrier b[4];
	pthread_t t[4];
	int i;

	if (variant->action == UTRACE_DETACH)
		ut_control(self->dev, self->id, UTRACE_DETACH);
	for (i = 0; i < 4; i++) {
		b[i] = (struct barrier){ .dev = self->dev, .id = self->id };
		ASSERT_EQ(0, pthread_create(&t[i], NULL, barrier, &b[i]));
	}
	msleep(NEVER);
	ut_let_go(self->dev, self->id);
	for (i = 0; i < 4; i++) {
		EXPECT_TRUE(wait_value(&b[i].done, 1));
		pthread_join(t[i], NULL);
	}
}

static void nothing(int sig)
{
}

TEST_F(engine, barrier_is_interrupted)
{
	struct sigaction sa = { .sa_handler = nothing };
	struct barrier b = { .dev = self->dev };
	pthread_t t;

	sigaction(SIGUSR1, &sa, NULL);
	start(do_calls);
	b.id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, b.id, .callback = UT_SYSCALL_EXIT,
		.match = SYS_getppid, .flags = UT_DO_BLOCK);
	go();
	expect_event_arg(b.id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	ASSERT_EQ(0, pthread_create(&t, NULL, barrier, &b));
	msleep(NEVER);
	pthread_kill(t, SIGUSR1);
	EXPECT_TRUE(wait_value(&b.done, 1));
	EXPECT_EQ(-ERESTARTSYS, b.ret);
	pthread_join(t, NULL);
	ut_let_go(self->dev, b.id);
}

TEST_F(engine, barrier_in_own_callback)
{
	struct ut_event ev;
	int id;

	start(do_getppid);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BARRIER, .ret = UTRACE_RESUME);
	go();
	expect_event(id, UT_DONE, &ev);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* Control and events from the engine's own callback */
TEST_F(engine, events_in_own_callback)
{
	struct ut_event ev;
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_EVENTS, .ret = UTRACE_RESUME);
	go();
	expect_event(id, UT_DONE, &ev);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_TRUE(ut_never(self->dev, id, UT_SYSCALL_EXIT));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, detach_in_own_callback)
{
	struct ut_event ev;
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_CONTROL, .ret = UTRACE_STOP,
		.arg = { UTRACE_DETACH });
	go();
	expect_event(id, UT_DONE, &ev);
	EXPECT_EQ(0, ev.arg[0]);
	/* whatever it returned */
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(-ESRCH, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
}

TEST_HARNESS_MAIN
