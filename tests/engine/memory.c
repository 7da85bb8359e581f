// SPDX-License-Identifier: GPL-2.0
/*
 * Each allocation of a request of ptrace, or of a tracee's fork, fails once: it
 * is refused, nothing is left of it, and done again it works.  Needs a kernel
 * with fault injection (KERNEL=debug or gcov).
 */
#include "ptrace.h"

ENGINE_FIXTURE

/* More allocations than any of these calls makes */
#define FAIL_MAX	1000

static int fail_open(void)
{
	return open("/proc/thread-self/fail-nth", O_RDWR);
}

/* From now on, the @nth allocation of this thread fails. */
static void fail_nth(int fd, int nth)
{
	char s[16];
	int len = snprintf(s, sizeof(s), "%d", nth);

	assert(pwrite(fd, s, len, 0) == len);
}

/* Has one failed?  None will any more. */
static bool fail_end(int fd)
{
	char s[16] = "";

	assert(pread(fd, s, sizeof(s) - 1, 0) > 0);
	fail_nth(fd, 0);
	return !atoi(s);
}

/* Until no allocation is left to fail.  value: what is wrong; count: how many failed */
static void do_forks(struct shared *sh)
{
	int fd = fail_open();
	bool failed;
	int nth;

	for (nth = 1; nth < FAIL_MAX; nth++) {
		pid_t pid;
		int err;

		fail_nth(fd, nth);
		pid = fork();
		if (!pid)
			_exit(0);
		err = errno;
		failed = fail_end(fd);
		if (pid > 0) {
			waitpid(pid, NULL, 0);
			if (!failed)
				return;
		} else if (failed && (err == ENOMEM || err == EAGAIN)) {
			sh->count++;
		} else {
			sh->value = err;
			return;
		}
	}
	sh->value = EOVERFLOW;
}

TEST_F_TIMEOUT(engine, fork_of_a_tracee, 150)
{
	int fd = fail_open(), forks = 0, children = 0;

	if (fd < 0)
		SKIP(return, "no fault injection");
	start(do_forks);
	seize(PTRACE_O_TRACEFORK);
	go();
	for (;;) {
		int status;
		pid_t pid = waitpid(-1, &status, __WALL);

		ASSERT_LT(0, pid);
		if (!WIFSTOPPED(status)) {
			ASSERT_EQ(self->pid, pid);
			EXPECT_EQ(EXITED(0), status);
			break;
		}
		if (pid != self->pid) {
			children++;
			EXPECT_EQ(STOPPED_EVENT(PTRACE_EVENT_STOP), status);
			ASSERT_EQ(0, pt(PTRACE_DETACH, pid, 0, 0));
			continue;
		}
		forks += status == STOPPED_EVENT(PTRACE_EVENT_FORK);
		ASSERT_EQ(0, pt(PTRACE_CONT, pid, 0,
				status >> 16 ? 0 : WSTOPSIG(status)));
	}
	EXPECT_EQ(0, self->sh->value);
	EXPECT_LT(0, self->sh->count);
	EXPECT_LT(0, forks);
	EXPECT_EQ(forks, children);
}

TEST_F(engine, seize)
{
	int fd = fail_open(), nth, ret;

	if (fd < 0)
		SKIP(return, "no fault injection");
	start(do_pause);
	for (nth = 1; nth < FAIL_MAX; nth++) {
		fail_nth(fd, nth);
		ret = pt(PTRACE_SEIZE, self->pid, 0, 0);
		if (!fail_end(fd) || !ret)
			break;
		ASSERT_EQ(-ENOMEM, ret);
		ASSERT_EQ(-ESRCH, pt(PTRACE_INTERRUPT, self->pid, 0, 0));
	}
	EXPECT_EQ(0, ret);
	EXPECT_LT(1, nth);
	interrupt();
	EXPECT_EQ(0, pt(PTRACE_DETACH, self->pid, 0, 0));
}

/* value: what is wrong; count: how often memory was short */
static void do_traceme(struct shared *sh)
{
	int fd = fail_open(), nth;

	for (nth = 1; nth < FAIL_MAX; nth++) {
		bool failed;
		long ret;

		fail_nth(fd, nth);
		ret = pt(PTRACE_TRACEME, 0, 0, 0);
		failed = fail_end(fd);
		if (!ret)
			break;
		if (!failed || ret != -ENOMEM) {
			sh->value = ret;
			return;
		}
		/* There is no tracer yet to stop for. */
		raise(SIGURG);
		sh->count++;
	}
	raise(SIGUSR1);
}

TEST_F(engine, traceme)
{
	int fd = fail_open();

	if (fd < 0)
		SKIP(return, "no fault injection");
	start(do_traceme);
	go();
	EXPECT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	EXPECT_EQ(0, self->sh->value);
	EXPECT_LT(0, self->sh->count);
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(EXITED(0), wait_exit(self->pid));
}

TEST_HARNESS_MAIN
