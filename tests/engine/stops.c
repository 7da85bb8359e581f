// SPDX-License-Identifier: GPL-2.0
/*
 * Every kind of stop: it holds until the engine lets go, SIGKILL ends it, two
 * engines have to agree, and a signal can be injected at it.
 */
#include <linux/seccomp.h>

#include "fixture.h"

static void do_signal(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	raise(SIGUSR1);
}

static void do_fork(struct shared *sh)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
}

static void do_vfork(struct shared *sh)
{
	pid_t pid = vfork();

	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
}

static void do_exec(struct shared *sh)
{
	execl("/bin/true", "true", NULL);
}

static void do_seccomp(struct shared *sh)
{
	filter_getppid(SECCOMP_RET_TRACE);
	do_getppid(sh);
}

static void do_stop(struct shared *sh)
{
	raise(SIGSTOP);
}

FIXTURE(stop) {
	int dev;
	struct shared *sh;
	pid_t pid;
	struct ut_stats before;
};

/**
 * variant stop - a kind of stop
 * @function: what the task does
 * @event: what the engine asks for
 * @callback: which of its callbacks stops the task
 * @match: with this first argument
 * @action: and this signal action, if @signal
 * @signal: look at @action
 * @ask: ask for a report to get there
 * @jctl: the task is in a group stop afterwards, and SIGCONT has to end that
 * @last: the task's last words: no signal can be injected
 */
FIXTURE_VARIANT(stop) {
	void (*function)(struct shared *sh);
	unsigned long event;
	int callback;
	uint64_t match;
	int action;
	bool signal;
	bool ask;
	bool jctl;
	bool last;
};

FIXTURE_VARIANT_ADD(stop, report) {
	.function	= do_return,
	.event		= UTRACE_EVENT(QUIESCE),
	.callback	= UT_QUIESCE,
	.match		= 0,
	.ask		= true,
};

FIXTURE_VARIANT_ADD(stop, signal) {
	.function	= do_signal,
	.event		= UTRACE_EVENT(SIGNAL),
	.callback	= UT_SIGNAL,
	.match		= SIGUSR1,
};

FIXTURE_VARIANT_ADD(stop, handler) {
	.function	= do_signal,
	.event		= UTRACE_EVENT(SIGNAL_TERM),
	.callback	= UT_SIGNAL,
	.match		= UT_NONE,
	.action		= UTRACE_SIGNAL_HANDLER,
	.signal		= true,
};

FIXTURE_VARIANT_ADD(stop, clone) {
	.function	= do_fork,
	.event		= UTRACE_EVENT(CLONE),
	.callback	= UT_CLONE,
	.match		= UT_NONE,
};

FIXTURE_VARIANT_ADD(stop, clone_vfork) {
	.function	= do_vfork,
	.event		= UTRACE_EVENT(CLONE),
	.callback	= UT_CLONE,
	.match		= UT_NONE,
};

FIXTURE_VARIANT_ADD(stop, cloned) {
	.function	= do_fork,
	.event		= UTRACE_EVENT(CLONED),
	.callback	= UT_CLONED,
	.match		= UT_NONE,
};

FIXTURE_VARIANT_ADD(stop, vfork_done) {
	.function	= do_vfork,
	.event		= UTRACE_EVENT(VFORK_DONE),
	.callback	= UT_VFORK_DONE,
	.match		= UT_NONE,
};

FIXTURE_VARIANT_ADD(stop, exec) {
	.function	= do_exec,
	.event		= UTRACE_EVENT(EXEC),
	.callback	= UT_EXEC,
	.match		= UT_NONE,
};

FIXTURE_VARIANT_ADD(stop, syscall_entry) {
	.function	= do_getppid,
	.event		= UTRACE_EVENT(SYSCALL_ENTRY),
	.callback	= UT_SYSCALL_ENTRY,
	.match		= SYS_getppid,
};

FIXTURE_VARIANT_ADD(stop, syscall_exit) {
	.function	= do_getppid,
	.event		= UTRACE_EVENT(SYSCALL_EXIT),
	.callback	= UT_SYSCALL_EXIT,
	.match		= SYS_getppid,
};

FIXTURE_VARIANT_ADD(stop, seccomp) {
	.function	= do_seccomp,
	.event		= UTRACE_EVENT(SECCOMP),
	.callback	= UT_SECCOMP,
	.match		= UT_NONE,
};

FIXTURE_VARIANT_ADD(stop, jctl) {
	.function	= do_stop,
	.event		= UTRACE_EVENT(JCTL),
	.callback	= UT_JCTL,
	.match		= CLD_STOPPED,
	.jctl		= true,
};

FIXTURE_VARIANT_ADD(stop, stop_signal) {
	.function	= do_stop,
	.event		= UTRACE_EVENT(SIGNAL_STOP),
	.callback	= UT_SIGNAL,
	.match		= SIGSTOP,
	.jctl		= true,
};

FIXTURE_VARIANT_ADD(stop, exit) {
	.function	= do_return,
	.event		= UTRACE_EVENT(EXIT),
	.callback	= UT_EXIT,
	.match		= UT_NONE,
	.last		= true,
};

FIXTURE_SETUP(stop)
{
	self->dev = ut_open();
	ASSERT_LE(0, self->dev);
	self->before = ut_stats(self->dev);
	self->sh = shared_new();
	start(variant->function);
}

FIXTURE_TEARDOWN(stop)
{
	struct ut_stats after;

	EXPECT_TRUE(engine_end(self->dev, &self->before, &after));
}

/* An engine that stops the task there, once, and leaves the rest as it is */
#define stopper(more_events) ({						\
	int _id = attach(variant->event | (more_events));		\
									\
	ut_rule(self->dev, _id, .callback = variant->callback,		\
		.match = variant->match, .ret = UTRACE_STOP,		\
		.flags = UT_DO_PASS,					\
		.mask = variant->signal ? UTRACE_SIGNAL_MASK : 0,	\
		.bits = variant->action);				\
	_id;								\
})

#define go_to_the_stop(id) do {						\
	if (variant->ask)						\
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));	\
	go();								\
	expect_state(self->pid, "t");					\
	EXPECT_EQ(variant->last, self->sh->done);			\
} while (0)

#define expect_the_end() do {						\
	if (variant->jctl) {						\
		expect_state(self->pid, "T");				\
		kill(self->pid, SIGCONT);				\
	}								\
	EXPECT_EQ(0, wait_exit(self->pid));				\
} while (0)

TEST_F(stop, holds)
{
	int id = stopper(0);

	go_to_the_stop(id);
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_finish(self->dev, id));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_the_end();
}

TEST_F(stop, detached)
{
	int id = stopper(0);

	go_to_the_stop(id);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	expect_the_end();
}

/* Guarantee 1 */
TEST_F(stop, killed)
{
	int id = stopper(0), status;

	go_to_the_stop(id);
	kill(self->pid, SIGKILL);
	status = wait_exit(self->pid);
	EXPECT_NE(-1, status);
	/* a task that had called exit() before has its code already */
	if (!variant->last)
		EXPECT_EQ(SIGKILL, status);
}

TEST_F(stop, killed_with_two_engines)
{
	int id = stopper(0);

	stopper(0);
	go_to_the_stop(id);
	kill(self->pid, SIGKILL);
	EXPECT_NE(-1, wait_exit(self->pid));
}

/* Guarantee 2: in either order, and whatever else the first one says */
TEST_F(stop, two_engines)
{
	int first = stopper(0), second = stopper(0);

	go_to_the_stop(first);
	EXPECT_EQ(0, ut_control(self->dev, first, UTRACE_RESUME));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, first, UTRACE_DETACH));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, second, UTRACE_RESUME));
	expect_the_end();
}

TEST_F(stop, two_engines_reversed)
{
	int first = stopper(0), second = stopper(0);

	go_to_the_stop(first);
	EXPECT_EQ(0, ut_control(self->dev, second, UTRACE_RESUME));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, second, UTRACE_REPORT));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, first, UTRACE_RESUME));
	expect_the_end();
}

/* One that comes later may hold it, too, */
TEST_F(stop, late_engine)
{
	int id = stopper(0), late;

	go_to_the_stop(id);
	late = attach(0);
	EXPECT_EQ(0, ut_control(self->dev, late, UTRACE_STOP));
	EXPECT_EQ(0, ut_prepare(self->dev, late));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, late, UTRACE_RESUME));
	expect_the_end();
}

/* Guarantee 6 */
TEST_F(stop, injected_signal)
{
	int id = stopper(UTRACE_EVENT(SIGNAL_CORE));
	struct ut_event ev;

	if (variant->last)
		SKIP(return, "an exiting task gets no signals");
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_REPORT), .flags = UT_DO_SIGNAL,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { SIGUSR2 });
	go_to_the_stop(id);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	if (variant->jctl) {
		/* a stop that came before may be made before */
		expect_state(self->pid, "TZ");
		kill(self->pid, SIGCONT);
	}
	do {
		expect_event(id, UT_SIGNAL, &ev);
	} while ((ev.action & UTRACE_SIGNAL_MASK) != UTRACE_SIGNAL_REPORT);
	EXPECT_EQ(SIGUSR2, wait_exit(self->pid));
}

/* All resume actions: the task goes on from there. */
TEST_F(stop, stepped)
{
	int id = stopper(UTRACE_EVENT(SIGNAL_CORE));
	struct ut_event ev;

	if (variant->last)
		SKIP(return, "an exiting task makes no step");
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	/* what is reported before the step: it still wants that */
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .count = -1,
		UT_SIGNAL_IS(UTRACE_SIGNAL_HANDLER), .ret = UTRACE_SINGLESTEP);
	ut_rule(self->dev, id, .callback = UT_JCTL, .match = CLD_CONTINUED,
		.ret = UTRACE_SINGLESTEP);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY,
		.mask = UTRACE_SYSCALL_RESUMED, .bits = UTRACE_SYSCALL_RESUMED,
		.ret = UTRACE_SINGLESTEP);
	go_to_the_stop(id);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	if (variant->jctl) {
		expect_state(self->pid, "T");
		kill(self->pid, SIGCONT);
	}
	do {
		expect_event(id, UT_SIGNAL, &ev);
	} while (ev.arg[0] != SIGTRAP);
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_HARNESS_MAIN
