/* SPDX-License-Identifier: GPL-2.0 */
/* For tests in which ptrace and another engine are on the same task: the test is the tracer and the user of the module. */
#ifndef _PTRACE_H
#define _PTRACE_H

#include "fixture.h"

static inline long pt(int request, pid_t pid, long addr, long data)
{
	return ptrace(request, pid, (void *)addr, (void *)data) ? -errno : 0;
}

/* The status of the next stop; 0 if none comes soon */
static inline int next_stop(pid_t pid)
{
	long long end = now_ms() + SOON;
	int status = 0;

	while (!waitpid(pid, &status, WNOHANG | __WALL) && now_ms() < end)
		msleep(1);
	return status;
}

static inline int no_stop(pid_t pid)
{
	int status = 0;

	msleep(NEVER);
	return !waitpid(pid, &status, WNOHANG | __WALL);
}

#define STOPPED(sig)		((sig) << 8 | 0x7f)
#define STOPPED_EVENT(event)	((event) << 16 | STOPPED(SIGTRAP))
#define STOPPED_SYSCALL		STOPPED(SIGTRAP | 0x80)

#define seize(options) \
	ASSERT_EQ(0, pt(PTRACE_SEIZE, self->pid, 0, options))

#define interrupt() do {						\
	ASSERT_EQ(0, pt(PTRACE_INTERRUPT, self->pid, 0, 0));		\
	ASSERT_EQ(STOPPED_EVENT(PTRACE_EVENT_STOP), next_stop(self->pid)); \
} while (0)

#endif /* _PTRACE_H */
