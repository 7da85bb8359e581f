// SPDX-License-Identifier: GPL-2.0
/* Engines and job control */
#include <pthread.h>
#include <sys/time.h>

#include "fixture.h"

ENGINE_FIXTURE

static void do_count_signals(struct shared *sh)
{
	on_signal(SIGCONT, note_signal);
	sh->done = 1;
	while (!sh->quit)
		pause();
}

/* A task in a group stop counts as stopped, and stays so after SIGCONT. */
TEST_F(engine, hold_a_stopped_task)
{
	int id, status;

	start(do_count_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	id = attach(0);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED));

	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ('T', task_state(self->pid));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_finish(self->dev, id));

	kill(self->pid, SIGCONT);
	expect_state(self->pid, "t");
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, self->sh->signals);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));

	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WCONTINUED));
	EXPECT_TRUE(WIFCONTINUED(status));
}

/* The hold of a task in a group stop can be given up before SIGCONT. */
TEST_F(engine, let_go_of_a_stopped_task)
{
	int id;

	start(do_count_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	id = attach(0);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(stays(self->pid, 'T'));
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	expect_state(self->pid, "S");
}

TEST_F(engine, kill_a_held_stopped_task)
{
	int id;

	start(do_pause);
	go();
	id = attach(0);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

/* The other order: SIGSTOP, or SIGSTOP and SIGCONT, to a task that is held */
TEST_F(engine, stop_a_held_task)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	kill(self->pid, SIGSTOP);
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_state(self->pid, "T");
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));

	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	kill(self->pid, SIGSTOP);
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

/* A report that is asked for in a group stop is made after it. */
TEST_F(engine, ask_in_a_group_stop)
{
	struct ut_event ev;
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(QUIESCE));
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
	EXPECT_EQ('T', task_state(self->pid));
	kill(self->pid, SIGCONT);
	expect_event(id, UT_QUIESCE, NULL);
	EXPECT_TRUE(wait_more(self->sh));
}

/* SIGSTOP, ignored by an engine, stops nothing; see also signal.c. */
TEST_F(engine, no_jctl_without_stop)
{
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(JCTL) | UTRACE_EVENT(SIGNAL_STOP));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGSTOP,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	kill(self->pid, SIGSTOP);
	expect_event(id, UT_SIGNAL, NULL);
	EXPECT_TRUE(ut_never(self->dev, id, UT_JCTL));
	EXPECT_TRUE(wait_more(self->sh));
}

static void *spin(void *arg)
{
	struct shared *sh = arg;

	sh->pid = syscall(SYS_gettid);
	do_spin(sh);
	return NULL;
}

static void do_two_threads(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, spin, sh);
	while (!sh->quit)
		;
	pthread_join(t, NULL);
}

#define start_two_threads(leader, other) do {				\
	start(do_two_threads);						\
	go();								\
	EXPECT_TRUE(wait_more(self->sh));				\
	leader = attach(UTRACE_EVENT(JCTL));				\
	other = ut_attach(self->dev, self->sh->pid, UTRACE_EVENT(JCTL)); \
	ASSERT_LT(0, other);						\
} while (0)

/* Each thread is asked; the parent is told once, and only one hears that. */
TEST_F(engine, notify_once)
{
	int leader, other, i, notified = 0, status;
	struct ut_event ev;

	start_two_threads(leader, other);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	expect_state(self->sh->pid, "T");
	for (i = 0; i < 2; i++) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		EXPECT_EQ(UT_JCTL, ev.callback);
		EXPECT_TRUE(ev.id == leader || ev.id == other);
		EXPECT_EQ(CLD_STOPPED, ev.arg[0]);
		EXPECT_TRUE(!ev.arg[1] || ev.arg[1] == CLD_STOPPED);
		notified += ev.arg[1] == CLD_STOPPED;
	}
	EXPECT_EQ(1, notified);
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED));
	EXPECT_TRUE(WIFSTOPPED(status));
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));
}

/* A stop that SIGCONT cuts short is not the reason to keep quiet next time. */
TEST_F(engine, stop_cut_short)
{
	int leader, other;

	start_two_threads(leader, other);
	ut_rule(self->dev, other, .callback = UT_JCTL, .match = CLD_STOPPED,
		.flags = UT_DO_BLOCK, .ret = UTRACE_RESUME);
	kill(self->pid, SIGSTOP);
	expect_event(other, UT_JCTL, NULL);
	expect_state(self->pid, "T");
	kill(self->pid, SIGCONT);
	/* the leader takes care of what there is to tell about it */
	expect_state(self->pid, "R");
	expect_event_arg(leader, UT_JCTL, CLD_CONTINUED, NULL);
	ut_let_go(self->dev, other);
	EXPECT_TRUE(wait_more(self->sh));

	ut_drain(self->dev);
	kill(self->pid, SIGSTOP);
	expect_event_arg(other, UT_JCTL, CLD_STOPPED, NULL);
	expect_state(self->sh->pid, "T");
}

/* Nor is one that was reported to an engine that is gone. */
TEST_F(engine, stop_after_one_for_another)
{
	int first, second;

	start(do_spin);
	go();
	first = attach(UTRACE_EVENT(JCTL));
	ut_rule(self->dev, first, .callback = UT_JCTL, .match = CLD_STOPPED,
		.ret = UTRACE_DETACH);
	kill(self->pid, SIGSTOP);
	expect_event_arg(first, UT_JCTL, CLD_STOPPED, NULL);
	expect_state(self->pid, "T");
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));

	second = attach(UTRACE_EVENT(JCTL));
	kill(self->pid, SIGSTOP);
	expect_event_arg(second, UT_JCTL, CLD_STOPPED, NULL);
	expect_state(self->pid, "T");
}

/* A stop that is asked for by report_jctl() comes before anything else. */
TEST_F(engine, stop_in_jctl)
{
	struct ut_event ev;
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(JCTL) | UTRACE_EVENT(SIGNAL_TERM) |
		    UTRACE_EVENT(QUIESCE));
	ut_rule(self->dev, id, .callback = UT_JCTL, .match = CLD_STOPPED,
		.ret = UTRACE_STOP);
	kill(self->pid, SIGSTOP);
	expect_event(id, UT_JCTL, NULL);
	expect_state(self->pid, "t");
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_state(self->pid, "T");
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, stop_in_jctl_continued)
{
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(JCTL));
	ut_rule(self->dev, id, .callback = UT_JCTL, .match = CLD_CONTINUED,
		.ret = UTRACE_STOP);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	kill(self->pid, SIGCONT);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

/* One thread is held, the other stops: SIGKILL gets both. */
TEST_F(engine, kill_half_stopped_group)
{
	int leader, other;

	start_two_threads(leader, other);
	EXPECT_EQ(0, ut_events(self->dev, leader, 0));
	EXPECT_EQ(0, ut_events(self->dev, other, 0));
	ut_control(self->dev, other, UTRACE_STOP);
	expect_state(self->sh->pid, "t");
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ('t', task_state(self->sh->pid));
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

TEST_HARNESS_MAIN
