// SPDX-License-Identifier: GPL-2.0
/* Guarantee 3: the end of a task, and who frees what */
#include <pthread.h>
#include <sys/time.h>

#include "fixture.h"

ENGINE_FIXTURE

#define DEATH_AND_REAP	(UTRACE_EVENT(DEATH) | UTRACE_EVENT(REAP))

TEST_F(engine, leader)
{
	struct ut_event ev;
	int id;

	start(do_return);
	id = attach(DEATH_AND_REAP);
	go();
	expect_event(id, UT_DEATH, &ev);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(1, ev.arg[0]);
	EXPECT_EQ(SIGCHLD, ev.arg[1]);
	EXPECT_EQ(0, ev.arg[2]);
	expect_state(self->pid, "Z");
	EXPECT_TRUE(ut_never(self->dev, id, UT_REAP));
	EXPECT_EQ(0, wait_exit(self->pid));
	expect_event(id, UT_REAP, &ev);
	EXPECT_EQ(getpid(), ev.arg[0]);
	EXPECT_EQ(1, ev.arg[1]);
}

static void *thread_until_quit(void *arg)
{
	struct shared *sh = arg;

	sh->pid = syscall(SYS_gettid);
	while (!sh->quit)
		usleep(1000);
	return NULL;
}

static void do_thread(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, thread_until_quit, sh);
	pthread_join(t, NULL);
	while (sh->quit != 2)
		usleep(1000);
}

/* A thread is reaped by itself; the report still comes second. */
TEST_F(engine, thread)
{
	struct ut_event ev;
	int id;

	start(do_thread);
	go();
	while (!self->sh->pid)
		msleep(1);
	id = ut_attach(self->dev, self->sh->pid, DEATH_AND_REAP);
	ASSERT_LT(0, id);
	self->sh->quit = 1;
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_DEATH, ev.callback);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_EQ(UTRACE_DEATH_REAP, (int)ev.arg[1]);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_REAP, ev.callback);
	EXPECT_EQ(1, ut_refs(self->dev, id));
	self->sh->quit = 2;
	EXPECT_EQ(0, wait_exit(self->pid));
}

static void do_leader_exits_first(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, thread_until_quit, sh);
	syscall(SYS_exit, 3);
}

TEST_F(engine, leader_before_its_threads)
{
	struct ut_event ev;
	int id, thread;

	start(do_leader_exits_first);
	id = attach(DEATH_AND_REAP);
	go();
	expect_event(id, UT_DEATH, &ev);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_EQ(UTRACE_DEATH_DELAYED, (int)ev.arg[1]);
	while (!self->sh->pid)
		msleep(1);
	thread = ut_attach(self->dev, self->sh->pid, DEATH_AND_REAP);
	ASSERT_LT(0, thread);
	self->sh->quit = 1;
	/* the last thread of the group, and no leader */
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(thread, ev.id);
	EXPECT_EQ(UT_DEATH, ev.callback);
	EXPECT_EQ(1, ev.arg[0]);
	EXPECT_EQ(UTRACE_DEATH_REAP, (int)ev.arg[1]);
	expect_event(thread, UT_REAP, NULL);
	EXPECT_NE(-1, wait_exit(self->pid));
	expect_event(id, UT_REAP, &ev);
	EXPECT_EQ(getpid(), ev.arg[0]);
}

/* The parent does not want to know, nobody waits for the task. */
TEST_F(engine, parent_ignores)
{
	struct ut_event ev;
	int id;

	signal(SIGCHLD, SIG_IGN);
	start(do_return);
	id = attach(DEATH_AND_REAP);
	go();
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(id, ev.id);
	EXPECT_EQ(UT_DEATH, ev.callback);
	EXPECT_EQ(1, ev.arg[0]);
	EXPECT_EQ(UTRACE_DEATH_REAP, (int)ev.arg[1]);
	EXPECT_EQ(1, ev.arg[2]);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_REAP, ev.callback);
	signal(SIGCHLD, SIG_DFL);
}

/* The parent reaps while the death report runs. */
TEST_F(engine, reaped_during_death)
{
	struct ut_event ev;
	int id;

	start(do_return);
	id = attach(DEATH_AND_REAP);
	ut_rule(self->dev, id, .callback = UT_DEATH, .flags = UT_DO_BLOCK,
		.ret = UTRACE_RESUME);
	go();
	expect_event(id, UT_DEATH, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, id, UT_REAP));
	ut_let_go(self->dev, id);
	/* in the task itself, as nobody else is there */
	expect_event(id, UT_REAP, &ev);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
}

/* Who detaches in report_death() hears nothing more. */
TEST_F(engine, detach_in_death)
{
	int stays, goes;

	start(do_return);
	goes = attach(DEATH_AND_REAP);
	stays = attach(DEATH_AND_REAP);
	ut_rule(self->dev, goes, .callback = UT_DEATH, .ret = UTRACE_DETACH);
	go();
	expect_event(stays, UT_DEATH, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
	expect_event(stays, UT_REAP, NULL);
	EXPECT_TRUE(ut_never(self->dev, goes, UT_REAP));
	EXPECT_EQ(1, ut_refs(self->dev, goes));
}

/* A stop does not hold the dead. */
TEST_F(engine, stop_in_death)
{
	int id;

	start(do_return);
	id = attach(DEATH_AND_REAP);
	ut_rule(self->dev, id, .callback = UT_DEATH, .ret = UTRACE_STOP);
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	expect_event(id, UT_REAP, NULL);
}

/* An asynchronous detach returns 0 as long as the report has not begun, */
TEST_F(engine, detach_before_death)
{
	int blocker, id;

	start(do_return);
	blocker = attach(UTRACE_EVENT(EXIT));
	id = attach(DEATH_AND_REAP);
	ut_rule(self->dev, blocker, .callback = UT_EXIT, .flags = UT_DO_BLOCK,
		.ret = UTRACE_RESUME);
	go();
	expect_event(blocker, UT_EXIT, NULL);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	ut_let_go(self->dev, blocker);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, id, UT_DEATH));
}

/* -EALREADY while it runs, whoever's callback it is, */
TEST_F(engine, detach_during_death)
{
	int first, second;

	start(do_return);
	first = attach(DEATH_AND_REAP);
	second = attach(UTRACE_EVENT(REAP));
	ut_rule(self->dev, first, .callback = UT_DEATH, .flags = UT_DO_BLOCK,
		.ret = UTRACE_RESUME);
	go();
	expect_event(first, UT_DEATH, NULL);
	EXPECT_EQ(-EALREADY, ut_control(self->dev, first, UTRACE_DETACH));
	EXPECT_EQ(-EALREADY, ut_control(self->dev, second, UTRACE_DETACH));
	ut_let_go(self->dev, first);
	expect_state(self->pid, "Z");
	EXPECT_EQ(0, ut_barrier(self->dev, first));
	/* 0 again for a zombie whose reports are done, */
	EXPECT_EQ(0, ut_control(self->dev, first, UTRACE_DETACH));
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_wait(self->dev, second, UT_REAP, NULL));
	EXPECT_TRUE(ut_never(self->dev, first, UT_REAP));
}

/* and -ESRCH when it is being reaped, or was. */
TEST_F(engine, detach_during_reap)
{
	int id, action;
	pid_t reaper;

	/* somebody else has to wait for the task: nothing here may block */
	start(do_return);
	reaper = 0;
	id = attach(DEATH_AND_REAP);
	signal(SIGCHLD, SIG_IGN);
	ut_rule(self->dev, id, .callback = UT_REAP, .flags = UT_DO_BLOCK);
	go();
	expect_event(id, UT_REAP, NULL);
	for (action = UTRACE_STOP; action <= UTRACE_DETACH; action++)
		EXPECT_EQ(step_error(action, -ESRCH), ut_control(self->dev, id, action));
	EXPECT_EQ(-ESRCH, ut_events(self->dev, id, 0));
	EXPECT_EQ(-ESRCH, ut_lookup(self->dev, self->pid,
				    UTRACE_ATTACH_MATCH_OPS, UT_OPS, 0) ==
		  -ENODEV ? -ESRCH : 0);
	ut_let_go(self->dev, id);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	EXPECT_EQ(0, reaper);
	signal(SIGCHLD, SIG_DFL);
}

/* Reap without death, death without reap, neither */
TEST_F(engine, some_of_it)
{
	int reap, death, neither;

	start(do_return);
	reap = attach(UTRACE_EVENT(REAP));
	death = attach(UTRACE_EVENT(DEATH));
	neither = attach(0);
	go();
	expect_event(death, UT_DEATH, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
	expect_event(reap, UT_REAP, NULL);
	EXPECT_TRUE(ut_never(self->dev, death, UT_REAP));
	EXPECT_EQ(1, ut_refs(self->dev, reap));
	EXPECT_EQ(1, ut_refs(self->dev, death));
	EXPECT_EQ(1, ut_refs(self->dev, neither));
}

TEST_F(engine, killed)
{
	struct ut_event ev;
	int id;

	start(do_pause);
	id = attach(UTRACE_EVENT(EXIT) | DEATH_AND_REAP);
	kill(self->pid, SIGKILL);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_EXIT, ev.callback);
	EXPECT_EQ(SIGKILL, ev.arg[0]);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_DEATH, ev.callback);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_REAP, ev.callback);
	EXPECT_EQ(id, ev.id);
}

/* SIGKILL wins over a stop in report_exit(). */
TEST_F(engine, killed_is_not_held_at_exit)
{
	int id;

	start(do_pause);
	id = attach(UTRACE_EVENT(EXIT));
	ut_rule(self->dev, id, .callback = UT_EXIT, .ret = UTRACE_STOP);
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

/* Nor when a tracer, which is called after it, had it stopped there. */
TEST_F(engine, killed_is_not_held_after_the_exit_stop)
{
	int id, status;

	start(do_pause);
	id = attach(UTRACE_EVENT(EXIT));
	ut_rule(self->dev, id, .callback = UT_EXIT, .ret = UTRACE_STOP);
	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, self->pid, 0, PTRACE_O_TRACEEXIT));
	kill(self->pid, SIGKILL);
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, 0));
	ASSERT_EQ(PTRACE_EVENT_EXIT << 16 | SIGTRAP << 8 | 0x7f, status);
	expect_event(id, UT_EXIT, NULL);
	EXPECT_EQ(0, ptrace(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

static void *exit_when_told(void *arg)
{
	struct shared *sh = arg;

	sh->pid = gettid();
	while (sh->go == 1)
		msleep(1);
	_exit(7);
}

static void do_leave_a_thread(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, exit_when_told, sh);
	syscall(SYS_exit, 0);
}

/* A SIGKILL that comes later ends a hold, too, whoever has no engine. */
TEST_F(engine, killed_when_held_at_exit)
{
	int id;

	start(do_leave_a_thread);
	go();
	expect_state(self->pid, "Z");
	while (!self->sh->pid)
		msleep(1);
	id = ut_attach(self->dev, self->sh->pid, UTRACE_EVENT(EXIT));
	ASSERT_LT(0, id);
	ut_rule(self->dev, id, .callback = UT_EXIT, .ret = UTRACE_STOP);
	self->sh->go = 2;
	expect_event(id, UT_EXIT, NULL);
	expect_state(self->sh->pid, "t");
	EXPECT_TRUE(stays(self->sh->pid, 't'));
	kill(self->pid, SIGKILL);
	EXPECT_EQ(7 << 8, wait_exit(self->pid));
}

TEST_HARNESS_MAIN
