// SPDX-License-Identifier: GPL-2.0
/*
 * Guarantee 4: after detach and barrier the module can be unloaded, as often as
 * one likes, while the tasks go on.  The environment variable UT_MODULE is
 * where the module is.  It is loaded before and after.
 */
#include "fixture.h"

#define TASKS	3
#define ENGINES	6
#define ROUNDS	25

static int load(void)
{
	int fd = open(getenv("UT_MODULE") ?: "utrace_test.ko", O_RDONLY);
	int ret = syscall(SYS_finit_module, fd, "", 0);

	close(fd);
	return ret ? -errno : 0;
}

static int unload(void)
{
	return syscall(SYS_delete_module, "utrace_test", O_NONBLOCK) ? -errno : 0;
}

FIXTURE(tasks) {
	struct shared *sh[TASKS];
	pid_t pid[TASKS];
};

static void do_signals(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	while (!sh->quit) {
		raise(SIGUSR1);
		sh->count++;
	}
}

static void do_forks(struct shared *sh)
{
	while (!sh->quit) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
		sh->count++;
	}
}

FIXTURE_SETUP(tasks)
{
	static void (*const function[TASKS])(struct shared *sh) = {
		do_calls, do_signals, do_forks
	};
	int i;

	for (i = 0; i < TASKS; i++) {
		self->sh[i] = shared_new();
		self->pid[i] = task_start(self->sh[i], function[i]);
		ASSERT_LT(0, self->pid[i]);
		task_go(self->sh[i]);
	}
}

FIXTURE_TEARDOWN(tasks)
{
	int i;

	for (i = 0; i < TASKS; i++) {
		EXPECT_TRUE(wait_more(self->sh[i]));
		kill(self->pid[i], SIGKILL);
		EXPECT_EQ(SIGKILL, wait_exit(self->pid[i]));
	}
}

/* While it is in use, it cannot be. */
TEST(in_use)
{
	int dev = ut_open();

	ASSERT_LE(0, dev);
	EXPECT_EQ(-EWOULDBLOCK, unload());
	close(dev);
	EXPECT_EQ(0, unload());
	EXPECT_EQ(0, load());
}

TEST_F_TIMEOUT(tasks, detach_and_unload, 60)
{
	unsigned long events = UTRACE_EVENT(QUIESCE) | UTRACE_EVENT_SYSCALL |
			       UTRACE_EVENT_SIGNAL_ALL | UTRACE_EVENT(CLONE) |
			       UTRACE_EVENT(CLONED) | UTRACE_EVENT(REAP) |
			       UTRACE_EVENT(DEATH);
	int round, i, dev;

	for (round = 0; round < ROUNDS; round++) {
		dev = ut_open();
		ASSERT_LE(0, dev);
		for (i = 0; i < TASKS * ENGINES; i++) {
			long id = ut_attach(dev, self->pid[i % TASKS], events);

			ASSERT_LT(0, id);
			if (i % 2)
				ut_quiet(dev, id);
			if (round % 2)
				ut_control(dev, id, UTRACE_REPORT);
		}
		msleep(round % 5);
		/* detaches them all, and waits */
		close(dev);
		ASSERT_EQ(0, unload()) TH_LOG("round %d", round);
		msleep(1);
		ASSERT_EQ(0, load());
	}
}

TEST_HARNESS_MAIN
