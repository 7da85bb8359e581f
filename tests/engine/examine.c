// SPDX-License-Identifier: GPL-2.0
/* utrace_prepare_examine() and utrace_finish_examine() */
#include "fixture.h"

ENGINE_FIXTURE

TEST_F(engine, stopped)
{
	unsigned long ip;
	int id, i;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	ASSERT_EQ(0, ut_prepare(self->dev, id));
	ip = ut_ip(self->dev, id);
	for (i = 0; i < 10; i++) {
		msleep(1);
		EXPECT_EQ(ip, ut_ip(self->dev, id));
		EXPECT_EQ(0, ut_finish(self->dev, id));
	}
}

/* Right after the stop was asked for: it is -EAGAIN until the task is there. */
TEST_F(engine, stopping)
{
	int id, i;
	long ret;

	start(do_spin);
	go();
	id = attach(0);
	for (i = 0; i < 100; i++) {
		ut_control(self->dev, id, UTRACE_STOP);
		while ((ret = ut_prepare(self->dev, id)) == -EAGAIN)
			;
		ASSERT_EQ(0, ret);
		ASSERT_EQ(0, ut_finish(self->dev, id));
		ASSERT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	}
}

TEST_F(engine, not_held)
{
	int id, other;

	start(do_spin);
	go();
	id = attach(0);
	other = attach(0);
	EXPECT_EQ(-EINVAL, ut_prepare(self->dev, id));
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	/* held, but not by this one */
	EXPECT_EQ(-EINVAL, ut_prepare(self->dev, other));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
}

TEST_F(engine, not_stopped_yet)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(-EAGAIN, ut_prepare(self->dev, id));
	ut_let_go(self->dev, id);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_prepare(self->dev, id));
}

TEST_F(engine, detached)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(-ESRCH, ut_finish(self->dev, id));
	EXPECT_EQ(-ESRCH, ut_prepare(self->dev, id));
}

TEST_F(engine, dead)
{
	int id;

	start(do_return);
	id = attach(0);
	go();
	expect_state(self->pid, "Z");
	EXPECT_EQ(-ESRCH, ut_prepare(self->dev, id));
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(-ESRCH, ut_prepare(self->dev, id));
}

/* It ran in between, as little as it was. */
TEST_F(engine, ran)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(-EINVAL, ut_finish(self->dev, id));
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(-EAGAIN, ut_finish(self->dev, id));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_finish(self->dev, id));
}

TEST_F(engine, killed)
{
	long ret;
	int id;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	kill(self->pid, SIGKILL);
	/* at once: at least it must not be called stable */
	ret = ut_finish(self->dev, id);
	EXPECT_NE(0, ret);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	EXPECT_EQ(-ESRCH, ut_finish(self->dev, id));
}

/* Held in a group stop, and then held without one */
TEST_F(engine, group_stop)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(-EINVAL, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_finish(self->dev, id));
	kill(self->pid, SIGCONT);
	expect_state(self->pid, "t");
	EXPECT_EQ(-EAGAIN, ut_finish(self->dev, id));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_finish(self->dev, id));
}

/* Two hold it: one lets go, for the other it stays stable. */
TEST_F(engine, two_engines)
{
	int a, b;

	start(do_spin);
	go();
	a = attach(0);
	b = attach(0);
	ut_control(self->dev, a, UTRACE_STOP);
	ut_control(self->dev, b, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_prepare(self->dev, b));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_RESUME));
	EXPECT_EQ(0, ut_finish(self->dev, b));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, ut_finish(self->dev, b));
}

TEST_HARNESS_MAIN
