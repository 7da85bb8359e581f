// SPDX-License-Identifier: GPL-2.0
/* System calls: run or not, changed, stopped at */
#include <sys/stat.h>

#include "fixture.h"

ENGINE_FIXTURE

#define DIRECTORY	"/tmp/engine-test"

static void do_mkdir(struct shared *sh)
{
	errno = 0;
	sh->value = syscall(SYS_mkdir, DIRECTORY, 0700);
	if (sh->value < 0)
		sh->value = -errno;
}

static bool made_directory(void)
{
	return !rmdir(DIRECTORY);
}

/* The end of a task that has made the directory or not */
#define expect_result(result, made) do {				\
	EXPECT_EQ(0, wait_exit(self->pid));				\
	EXPECT_EQ(result, self->sh->value);				\
	EXPECT_EQ(made, made_directory());				\
} while (0)

TEST_F(engine, run)
{
	start(do_mkdir);
	attach(UTRACE_EVENT_SYSCALL);
	go();
	expect_result(0, true);
}

/* It returns what the registers hold: at first that is ENOSYS. */
TEST_F(engine, abort)
{
	struct ut_event ev;
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT_SYSCALL);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.ret = UTRACE_RESUME | UTRACE_SYSCALL_ABORT);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_mkdir, NULL);
	expect_event(id, UT_SYSCALL_EXIT, &ev);
	EXPECT_EQ(-ENOSYS, (long)ev.arg[1]);
	expect_result(-ENOSYS, false);
}

TEST_F(engine, abort_with_a_result)
{
	struct ut_event ev;
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT_SYSCALL);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.flags = UT_DO_RESULT, .ret = UTRACE_RESUME | UTRACE_SYSCALL_ABORT,
		.arg[2] = 4242);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_mkdir, NULL);
	expect_event(id, UT_SYSCALL_EXIT, &ev);
	EXPECT_EQ(4242, ev.arg[1]);
	expect_result(4242, false);
}

/* One that wants it aborted is enough, wherever it is; the others are told. */
TEST_F(engine, abort_by_one)
{
	unsigned int ran = UTRACE_RESUME | UTRACE_SYSCALL_RUN;
	unsigned int aborted = UTRACE_RESUME | UTRACE_SYSCALL_ABORT;
	struct ut_event ev;
	int first, second, third;

	start(do_mkdir);
	first = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	second = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	third = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, second, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_mkdir, .ret = aborted);
	ut_rule(self->dev, first, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_mkdir, .ret = ran);
	go();
	expect_event_arg(third, UT_SYSCALL_ENTRY, SYS_mkdir, &ev);
	EXPECT_EQ(ran, ev.action);
	expect_event(second, UT_SYSCALL_ENTRY, &ev);
	EXPECT_EQ(ran, ev.action);
	expect_event(first, UT_SYSCALL_ENTRY, &ev);
	EXPECT_EQ(aborted, ev.action);
	expect_result(-ENOSYS, false);
}

TEST_F(engine, change_number)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.flags = UT_DO_NR, .arg = { SYS_getpid });
	go();
	expect_result(self->pid, false);
}

static void do_getpgid(struct shared *sh)
{
	sh->value = syscall(SYS_getpgid, 1);
}

TEST_F(engine, change_argument)
{
	int id;

	start(do_getpgid);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_getpgid,
		.flags = UT_DO_ARG, .arg[1] = 0);
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(getpgrp(), self->sh->value);
}

TEST_F(engine, change_result)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_mkdir,
		.flags = UT_DO_RESULT, .arg[2] = 77);
	go();
	expect_result(77, true);
}

/* In reverse order before the call: the next one sees what one changed. */
TEST_F(engine, change_is_seen)
{
	int first, second;

	start(do_mkdir);
	first = attach(UTRACE_EVENT_SYSCALL);
	second = attach(UTRACE_EVENT_SYSCALL);
	ut_rule(self->dev, second, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_mkdir, .flags = UT_DO_NR, .arg = { SYS_getpid });
	go();
	expect_event_arg(first, UT_SYSCALL_ENTRY, SYS_getpid, NULL);
	expect_result(self->pid, false);
}

/*
 * Stops
 */

/* After a stop all engines are asked again, whether the stop was theirs or not. */
TEST_F(engine, resumed)
{
	struct ut_event ev;
	int first, second;

	start(do_mkdir);
	first = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	second = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, second, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_mkdir, .ret = UTRACE_STOP);
	go();
	expect_event_arg(second, UT_SYSCALL_ENTRY, SYS_mkdir, &ev);
	EXPECT_EQ(0, ev.action & UTRACE_SYSCALL_RESUMED);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(first, ev.id);
	EXPECT_EQ(0, ev.action & UTRACE_SYSCALL_RESUMED);
	EXPECT_EQ(UTRACE_STOP, ev.action & UTRACE_RESUME_MASK);
	expect_state(self->pid, "t");
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));

	EXPECT_EQ(0, ut_control(self->dev, second, UTRACE_RESUME));
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(second, ev.id);
	EXPECT_EQ(UT_SYSCALL_ENTRY, ev.callback);
	EXPECT_EQ(UTRACE_SYSCALL_RESUMED | UTRACE_RESUME, ev.action);
	EXPECT_EQ(SYS_mkdir, ev.arg[0]);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(first, ev.id);
	EXPECT_EQ(UTRACE_SYSCALL_RESUMED | UTRACE_RESUME, ev.action);
	/* the next system call is a new one */
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(SYS_exit_group, ev.arg[0]);
	EXPECT_EQ(0, ev.action & UTRACE_SYSCALL_RESUMED);
	expect_result(0, true);
}

/* What was said before the stop does not count any more, */
TEST_F(engine, abort_taken_back)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.ret = UTRACE_STOP | UTRACE_SYSCALL_ABORT);
	go();
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_result(0, true);
}

/* what is said after it does. */
TEST_F(engine, abort_after_the_stop)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.ret = UTRACE_STOP);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.ret = UTRACE_RESUME | UTRACE_SYSCALL_ABORT);
	go();
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_result(-ENOSYS, false);
}

/* Stop again in the second report, and a third time. */
TEST_F(engine, stop_again)
{
	int id, i;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.count = 3, .ret = UTRACE_STOP);
	go();
	for (i = 0; i < 3; i++) {
		expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_mkdir, NULL);
		expect_state(self->pid, "t");
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	}
	expect_result(0, true);
}

TEST_F(engine, detached_at_entry)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.ret = UTRACE_STOP | UTRACE_SYSCALL_ABORT);
	go();
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	/* and with it what it had said */
	expect_result(0, true);
}

/* A task that is killed at a system call does not run it. */
TEST_F(engine, killed_at_entry)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.ret = UTRACE_STOP);
	go();
	expect_state(self->pid, "t");
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	EXPECT_FALSE(made_directory());
}

TEST_F(engine, killed_in_entry_callback)
{
	int id;

	start(do_mkdir);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY, .match = SYS_mkdir,
		.flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_mkdir, NULL);
	kill(self->pid, SIGKILL);
	ut_let_go(self->dev, id);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	EXPECT_FALSE(made_directory());
}

/* Whether it is wanted can change while the call runs. */
TEST_F(engine, exit_wanted_during_the_call)
{
	struct ut_event ev;
	int id;

	start(do_getppid);
	id = attach(0);
	EXPECT_EQ(0, ut_events(self->dev, id, UTRACE_EVENT(SYSCALL_EXIT)));
	go();
	/* of the one that it sleeps in */
	expect_event(id, UT_SYSCALL_EXIT, &ev);
	EXPECT_EQ(SYS_futex, ev.arg[0]);
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* The tracing flag is on as long as any engine wants it, and then off. */
TEST_F(engine, flag_of_the_task)
{
	int a, b;

	start(do_pause);
	a = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	b = attach(UTRACE_EVENT(SYSCALL_EXIT));
	EXPECT_EQ(UT_TASK_SYSCALL_TRACE, ut_task(self->dev, a));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_DETACH));
	EXPECT_EQ(UT_TASK_SYSCALL_TRACE, ut_task(self->dev, a));
	EXPECT_EQ(0, ut_events(self->dev, b, UTRACE_EVENT(SYSCALL_EMU)));
	EXPECT_EQ(UT_TASK_SYSCALL_EMU, ut_task(self->dev, a));
	EXPECT_EQ(0, ut_events(self->dev, b, UTRACE_EVENT(EXIT)));
	EXPECT_EQ(0, ut_task(self->dev, a));
}

TEST_HARNESS_MAIN
