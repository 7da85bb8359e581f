// SPDX-License-Identifier: GPL-2.0
/* ptrace and another engine on the same task: steps of one are not seen by the other */
#include "ptrace.h"

ENGINE_FIXTURE

static void do_int_loop(struct shared *sh)
{
	for (;;)
		sh->count++;
}

TEST_F(engine, engine_steps)
{
	int id;

	start(do_int_loop);
	go();
	seize(PTRACE_O_TRACESYSGOOD);
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.count = 50, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_IGN);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	expect_state(self->pid, "t");
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(no_stop(self->pid));
}

TEST_F(engine, tracer_steps)
{
	struct ut_event ev;
	int i;

	start(do_int_loop);
	go();
	seize(0);
	attach(UTRACE_EVENT_SIGNAL_ALL);
	interrupt();
	ut_drain(self->dev);
	for (i = 0; i < 50; i++) {
		ASSERT_EQ(0, pt(PTRACE_SINGLESTEP, self->pid, 0, 0));
		ASSERT_EQ(STOPPED(SIGTRAP), next_stop(self->pid));
	}
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
	while (ut_next(self->dev, &ev, NEVER))
		EXPECT_NE(SIGTRAP, ev.arg[0]);
}

/* The engine's last step ends while the tracer goes on stepping. */
TEST_F(engine, both_step)
{
	int id, i;

	start(do_int_loop);
	go();
	seize(0);
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.count = 3, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	interrupt();
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	for (i = 0; i < 10; i++) {
		ASSERT_EQ(0, pt(PTRACE_SINGLESTEP, self->pid, 0, 0));
		ASSERT_EQ(STOPPED(SIGTRAP), next_stop(self->pid));
		if (i < 4)
			expect_event_arg(id, UT_SIGNAL, SIGTRAP, NULL);
	}
	EXPECT_TRUE(ut_never(self->dev, id, UT_SIGNAL));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
}

static void do_spin_and_count(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	on_signal(SIGUSR2, note_signal);
	sh->done = 1;
	do_spin(sh);
}

/*
 * The tracer goes before a block step has come to anything.  To take that off
 * turns interrupts on; that this is not under siglock is what the debug kernel
 * sees.
 */
TEST_F(engine, tracer_goes_before_a_block_step)
{
	int id;

	start(do_spin_and_count);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	seize(0);
	id = attach(0);
	interrupt();
	kill(self->pid, SIGUSR1);
	kill(self->pid, SIGUSR2);
	ASSERT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	ASSERT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	if (is_uml()) {
		EXPECT_EQ(-EIO, pt(PTRACE_SINGLEBLOCK, self->pid, 0, 0));
		return;
	}
	ASSERT_EQ(0, pt(PTRACE_SINGLEBLOCK, self->pid, 0, 0));
	ASSERT_EQ(STOPPED(SIGUSR2), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_DETACH, self->pid, 0, SIGUSR2));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
	kill(self->pid, SIGUSR1);
	EXPECT_TRUE(wait_value(&self->sh->signals, 2));
	EXPECT_TRUE(wait_more(self->sh));
}

/* The tracer steps, goes, and the step ends with it; the engine's does not. */
TEST_F(engine, tracer_goes_while_both_step)
{
	int id;

	start(do_int_loop);
	go();
	seize(0);
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.count = -1, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN);
	ut_quiet(self->dev, id);
	interrupt();
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	ASSERT_EQ(0, pt(PTRACE_SINGLESTEP, self->pid, 0, 0));
	ASSERT_EQ(STOPPED(SIGTRAP), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_DETACH, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_NE(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
	ut_control(self->dev, id, UTRACE_DETACH);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(wait_stepping(self->dev, id, false));
}

static pid_t start_stepper(struct shared *sh, pid_t pid)
{
	pid_t tracer = fork();

	if (tracer)
		return tracer;
	if (pt(PTRACE_SEIZE, pid, 0, 0))
		_exit(1);
	kill(pid, SIGUSR1);
	if (next_stop(pid) != STOPPED(SIGUSR1))
		_exit(2);
	if (pt(PTRACE_SINGLESTEP, pid, 0, SIGUSR1))
		_exit(3);
	/* in report_signal(), at the first instruction of the handler */
	if (next_stop(pid) != STOPPED(SIGTRAP))
		_exit(4);
	if (pt(PTRACE_SINGLESTEP, pid, 0, 0))
		_exit(5);
	while (!sh->value)
		msleep(1);
	_exit(0);
}

/* The tracer wants a step, and exits before the core hears of that. */
TEST_F(engine, no_step_without_a_tracer)
{
	struct ut_event ev;
	pid_t tracer;
	int id;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		SKIP(return, "the task keeps its CPU while it waits");
	start(do_spin_and_count);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	id = attach(0);
	ASSERT_EQ(0, ut_window(self->dev, id));
	tracer = start_stepper(self->sh, self->pid);
	expect_event(id, UT_DONE, &ev);
	EXPECT_EQ(1, ev.arg[0]);
	self->sh->value = 1;
	expect_event(id, UT_DONE, &ev);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_EQ(0, wait_exit(tracer));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task_flags(self->dev, id));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
}

TEST_HARNESS_MAIN
