// SPDX-License-Identifier: GPL-2.0
/* What /proc says of engines */
#include <sys/ptrace.h>
#include <sys/stat.h>

#include "fixture.h"

ENGINE_FIXTURE

static void slurp(pid_t pid, const char *file, char *buf, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, buf, size - 1);
	buf[n < 0 ? 0 : n] = '\0';
	if (fd >= 0)
		close(fd);
}

static int count(pid_t pid)
{
	char buf[8192], *line;

	slurp(pid, "status", buf, sizeof(buf));
	line = strstr(buf, "\nUtrace:\t");
	return line ? atoi(line + 9) : -1;
}

static long trace(int request, pid_t pid)
{
	return ptrace(request, pid, 0L, 0L);
}

TEST_F(engine, engines_are_counted)
{
	int one, two;

	start(do_spin);
	go();
	EXPECT_EQ(0, count(self->pid));
	one = attach(0);
	two = attach(UTRACE_EVENT(EXIT));
	EXPECT_EQ(2, count(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, one, UTRACE_DETACH));
	EXPECT_EQ(1, count(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, two, UTRACE_DETACH));
	EXPECT_EQ(0, count(self->pid));
}

TEST_F(engine, engines_are_named)
{
	char buf[4096], *line;
	int id;

	start(do_spin);
	go();
	slurp(self->pid, "utrace", buf, sizeof(buf));
	EXPECT_STREQ("", buf);
	id = attach(UTRACE_EVENT_SYSCALL);
	slurp(self->pid, "utrace", buf, sizeof(buf));
	line = strchr(buf, '\t');
	ASSERT_NE(NULL, line);
	EXPECT_STREQ("\t-\tSYSCALL_ENTRY,SYSCALL_EXIT\n", line);
	ut_events(self->dev, id, 0);
	slurp(self->pid, "utrace", buf, sizeof(buf));
	EXPECT_STREQ("\t-\t-\n", strchr(buf, '\t'));
	ut_control(self->dev, id, UTRACE_STOP);
	slurp(self->pid, "utrace", buf, sizeof(buf));
	EXPECT_STREQ("\theld\t-\n", strchr(buf, '\t'));
}

/* The context of a tracer that has gone stays with the task and is no engine. */
TEST_F(engine, ptrace_is_an_engine)
{
	char buf[4096];
	int status;

	start(do_spin);
	go();
	ASSERT_EQ(0, trace(PTRACE_SEIZE, self->pid));
	EXPECT_EQ(1, count(self->pid));
	slurp(self->pid, "utrace", buf, sizeof(buf));
	EXPECT_EQ(0, strncmp(buf, "ptrace\t-\t", 9)) TH_LOG("%s", buf);
	ASSERT_EQ(0, trace(PTRACE_INTERRUPT, self->pid));
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, __WALL));
	slurp(self->pid, "utrace", buf, sizeof(buf));
	EXPECT_EQ(0, strncmp(buf, "ptrace\theld\t", 12)) TH_LOG("%s", buf);
	ASSERT_EQ(0, trace(PTRACE_DETACH, self->pid));
	EXPECT_EQ(0, count(self->pid));
	slurp(self->pid, "utrace", buf, sizeof(buf));
	EXPECT_STREQ("", buf);
}

/* Who must not ptrace the task is not told what looks at it. */
TEST_F(engine, not_for_everybody)
{
	char path[64], buf[64];
	struct stat st;
	int status, fd;
	pid_t child;

	start(do_spin);
	go();
	attach(UTRACE_EVENT(EXIT));
	snprintf(path, sizeof(path), "/proc/%d/utrace", self->pid);
	ASSERT_EQ(0, stat(path, &st));
	EXPECT_EQ(S_IFREG | 0400, st.st_mode);
	fd = open(path, O_RDONLY);
	ASSERT_LE(0, fd);
	child = fork();
	if (!child) {
		/* opened by who may, read by who may not */
		if (setresuid(65534, 65534, 65534))
			_exit(1);
		if (open(path, O_RDONLY) >= 0 || errno != EACCES)
			_exit(2);
		if (read(fd, buf, sizeof(buf)) >= 0 || errno != EPERM)
			_exit(3);
		_exit(0);
	}
	close(fd);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(0, status) TH_LOG("exit status %d", WEXITSTATUS(status));
}

TEST_HARNESS_MAIN
