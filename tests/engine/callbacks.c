// SPDX-License-Identifier: GPL-2.0
/* Every callback with its arguments, and the order of engines */
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/time.h>

#include "fixture.h"

ENGINE_FIXTURE

/*
 * System calls
 */

TEST_F(engine, syscall)
{
	struct ut_event ev;
	int id;

	start(do_getppid);
	id = attach(UTRACE_EVENT_SYSCALL);
	EXPECT_NE(0, ut_task(self->dev, id) & UT_TASK_SYSCALL_TRACE);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_getppid, &ev);
	EXPECT_EQ(UTRACE_RESUME | UTRACE_SYSCALL_RUN, ev.action);
	EXPECT_EQ(11, ev.arg[1]);
	EXPECT_EQ(22, ev.arg[2]);
	EXPECT_EQ(33, ev.arg[3]);
	EXPECT_EQ(44, ev.arg[4]);
	EXPECT_EQ(self->pid, ev.pid);
	/* and nothing between the two */
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_SYSCALL_EXIT, ev.callback);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(SYS_getppid, ev.arg[0]);
	EXPECT_EQ(getpid(), ev.arg[1]);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(getpid(), self->sh->value);
}

TEST_F(engine, syscall_entry_alone)
{
	int id;

	start(do_getppid);
	id = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_getppid, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, id, UT_SYSCALL_EXIT));
}

TEST_F(engine, syscall_exit_alone)
{
	struct ut_event ev;

	start(do_getppid);
	attach(UTRACE_EVENT(SYSCALL_EXIT));
	go();
	while (ut_next(self->dev, &ev, NEVER))
		EXPECT_EQ(UT_SYSCALL_EXIT, ev.callback);
	EXPECT_EQ(0, wait_exit(self->pid));
}

static void do_getppid_then_wait(struct shared *sh)
{
	do_getppid(sh);
	sh->done = 1;
	while (!sh->quit)
		;
}

/* Reported as an entry, never run. */
TEST_F(engine, syscall_emu)
{
	int id;

	start(do_getppid_then_wait);
	id = attach(UTRACE_EVENT(SYSCALL_EMU));
	EXPECT_NE(0, ut_task(self->dev, id) & UT_TASK_SYSCALL_EMU);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_getppid, .flags = UT_DO_RESULT, .arg[2] = 4242);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_getppid, NULL);
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	EXPECT_EQ(4242, self->sh->value);
	EXPECT_EQ(0, ut_events(self->dev, id, 0));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SYSCALL_EMU);
	self->sh->quit = 1;
	EXPECT_EQ(0, wait_exit(self->pid));
}

/*
 * Seccomp
 */

static void do_seccomp_trace(struct shared *sh)
{
	filter_getppid(SECCOMP_RET_TRACE | 0x1234);
	do_getppid(sh);
}

static void do_seccomp_errno(struct shared *sh)
{
	filter_getppid(SECCOMP_RET_ERRNO | EPERM);
	do_getppid(sh);
}

TEST_F(engine, seccomp)
{
	struct ut_event ev;
	int id;

	start(do_seccomp_trace);
	id = attach(UTRACE_EVENT(SECCOMP));
	go();
	expect_event(id, UT_SECCOMP, &ev);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(0x1234, ev.arg[0]);
	EXPECT_EQ(SYS_getppid, ev.arg[1]);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(getpid(), self->sh->value);
}

/* An engine that does not ask for it does not stand in for a tracer. */
TEST_F(engine, seccomp_not_wanted)
{
	start(do_seccomp_trace);
	attach(UTRACE_EVENT(QUIESCE));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(-ENOSYS, self->sh->value);
}

TEST_F(engine, seccomp_changed)
{
	int id;

	start(do_seccomp_trace);
	id = attach(UTRACE_EVENT(SECCOMP));
	ut_rule(self->dev, id, .callback = UT_SECCOMP, .flags = UT_DO_NR,
		.arg = { SYS_getpid });
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(self->pid, self->sh->value);
}

TEST_F(engine, seccomp_off)
{
	start(do_seccomp_errno);
	attach(UTRACE_EVENT(SECCOMP_OFF));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(getpid(), self->sh->value);
}

TEST_F(engine, seccomp_on)
{
	start(do_seccomp_errno);
	attach(UTRACE_EVENT(QUIESCE));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(-EPERM, self->sh->value);
}

/*
 * New tasks
 */

static void do_fork(struct shared *sh)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	sh->pid = pid;
	waitpid(pid, NULL, 0);
}

static void do_vfork(struct shared *sh)
{
	pid_t pid = vfork();

	if (!pid)
		_exit(0);
	sh->pid = pid;
	waitpid(pid, NULL, 0);
}

static void *thread(void *arg)
{
	struct shared *sh = arg;

	sh->pid = syscall(SYS_gettid);
	return NULL;
}

static void do_thread(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, thread, sh);
	pthread_join(t, NULL);
}

TEST_F(engine, fork)
{
	struct ut_event ev;
	int id;

	start(do_fork);
	id = attach(UTRACE_EVENT(CLONE) | UTRACE_EVENT(CLONED) |
		    UTRACE_EVENT(VFORK_DONE));
	go();
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_CLONE, ev.callback);
	EXPECT_EQ(id, ev.id);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(SIGCHLD, ev.arg[0] & CSIGNAL);
	EXPECT_EQ(0, ev.arg[0] & (CLONE_VM | CLONE_VFORK | CLONE_THREAD));
	EXPECT_EQ(1, ev.arg[2]);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(self->sh->pid, ev.arg[1]);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_CLONED, ev.callback);
	EXPECT_EQ(SIGCHLD, ev.arg[0] & CSIGNAL);
	EXPECT_EQ(self->sh->pid, ev.arg[1]);
	EXPECT_TRUE(ut_never(self->dev, id, UT_VFORK_DONE));
}

TEST_F(engine, vfork)
{
	struct ut_event ev;
	int id;

	start(do_vfork);
	id = attach(UTRACE_EVENT(CLONE) | UTRACE_EVENT(CLONED) |
		    UTRACE_EVENT(VFORK_DONE));
	go();
	expect_event(id, UT_CLONE, &ev);
	EXPECT_EQ(CLONE_VFORK | CLONE_VM, ev.arg[0] & (CLONE_VFORK | CLONE_VM));
	expect_event(id, UT_CLONED, &ev);
	EXPECT_EQ(CLONE_VFORK | CLONE_VM, ev.arg[0] & (CLONE_VFORK | CLONE_VM));
	expect_event(id, UT_VFORK_DONE, &ev);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(self->sh->pid, ev.arg[0]);
}

TEST_F(engine, thread)
{
	struct ut_event ev;
	int id;

	start(do_thread);
	id = attach(UTRACE_EVENT(CLONE) | UTRACE_EVENT(CLONED));
	go();
	expect_event(id, UT_CLONE, &ev);
	EXPECT_EQ(0, ev.arg[0] & CSIGNAL);
	EXPECT_EQ(CLONE_THREAD, ev.arg[0] & CLONE_THREAD);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(self->sh->pid, ev.arg[1]);
	expect_event(id, UT_CLONED, &ev);
	EXPECT_EQ(self->sh->pid, ev.arg[1]);
}

/* Engines are not inherited. */
TEST_F(engine, fork_inherits_nothing)
{
	struct ut_event ev;
	int id;

	start(do_fork);
	id = attach(UTRACE_EVENT_SYSCALL | UTRACE_EVENT(EXIT));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	while (ut_next(self->dev, &ev, NEVER)) {
		EXPECT_EQ(id, ev.id);
		EXPECT_EQ(self->pid, ev.pid);
	}
}

/*
 * exec
 */

static void do_exec(struct shared *sh)
{
	execl("/bin/true", "true", NULL);
}

static void do_exec_fails(struct shared *sh)
{
	execl("/nonexistent", "true", NULL);
}

TEST_F(engine, exec)
{
	struct ut_event ev;
	int id;

	start(do_exec);
	id = attach(UTRACE_EVENT(EXEC) | UTRACE_EVENT_SYSCALL);
	go();
	expect_event_arg(id, UT_SYSCALL_ENTRY, SYS_execve, NULL);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_EXEC, ev.callback);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(1, ev.arg[0]);
	EXPECT_STREQ("/bin/true", ev.text);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(UT_SYSCALL_EXIT, ev.callback);
	EXPECT_EQ(0, ev.arg[1]);
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, exec_fails)
{
	int id;

	start(do_exec_fails);
	id = attach(UTRACE_EVENT(EXEC));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, id, UT_EXEC));
}

static void *thread_exec(void *arg)
{
	struct shared *sh = arg;

	sh->pid = syscall(SYS_gettid);
	while (!sh->quit)
		usleep(1000);
	do_exec(sh);
	return NULL;
}

static void do_exec_in_thread(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, thread_exec, sh);
	for (;;)
		pause();
}

/* The thread takes over the leader's pid; each keeps its engines. */
TEST_F(engine, exec_in_thread)
{
	struct ut_event ev;
	int leader, other;

	start(do_exec_in_thread);
	go();
	leader = attach(UTRACE_EVENT(EXEC) | UTRACE_EVENT(DEATH) |
			UTRACE_EVENT(REAP));
	while (!self->sh->pid)
		msleep(1);
	other = ut_attach(self->dev, self->sh->pid, UTRACE_EVENT(EXEC) |
			  UTRACE_EVENT(DEATH) | UTRACE_EVENT(REAP));
	ASSERT_LT(0, other);
	self->sh->quit = 1;
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(leader, ev.id);
	EXPECT_EQ(UT_DEATH, ev.callback);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(leader, ev.id);
	EXPECT_EQ(UT_REAP, ev.callback);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(other, ev.id);
	EXPECT_EQ(UT_EXEC, ev.callback);
	EXPECT_EQ(self->pid, ev.pid);
	EXPECT_EQ(0, wait_exit(self->pid));
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(other, ev.id);
	EXPECT_EQ(UT_DEATH, ev.callback);
}

/*
 * Exit: for death and reap see death.c
 */

static void do_exit_7(struct shared *sh)
{
	syscall(SYS_exit, 7);
}

static void do_exit_group_7(struct shared *sh)
{
	syscall(SYS_exit_group, 7);
}

TEST_F(engine, exit)
{
	struct ut_event ev;
	int id;

	start(do_exit_group_7);
	id = attach(UTRACE_EVENT(EXIT));
	go();
	expect_event(id, UT_EXIT, &ev);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(EXITED(7), ev.arg[0]);
	EXPECT_EQ(EXITED(7), ev.arg[1]);
	EXPECT_EQ(EXITED(7), wait_exit(self->pid));
}

TEST_F(engine, exit_by_signal)
{
	struct ut_event ev;
	int id;

	start(do_pause);
	id = attach(UTRACE_EVENT(EXIT));
	kill(self->pid, SIGTERM);
	expect_event(id, UT_EXIT, &ev);
	EXPECT_EQ(SIGTERM, ev.arg[0]);
	EXPECT_EQ(SIGTERM, wait_exit(self->pid));
}

/* The code can be changed; the next engine and the parent see the change. */
TEST_F(engine, exit_code_changed)
{
	struct ut_event ev;
	int first, second;

	start(do_exit_7);
	first = attach(UTRACE_EVENT(EXIT));
	second = attach(UTRACE_EVENT(EXIT));
	ut_rule(self->dev, first, .callback = UT_EXIT, .flags = UT_DO_CODE,
		.ret = UTRACE_RESUME, .arg = { EXITED(9) });
	go();
	expect_event(second, UT_EXIT, &ev);
	EXPECT_EQ(EXITED(7), ev.arg[0]);
	EXPECT_EQ(EXITED(9), ev.arg[1]);
	EXPECT_EQ(EXITED(9), wait_exit(self->pid));
}

TEST_F(engine, exit_group_code_changed)
{
	int id;

	start(do_exit_group_7);
	id = attach(UTRACE_EVENT(EXIT));
	ut_rule(self->dev, id, .callback = UT_EXIT, .flags = UT_DO_CODE,
		.ret = UTRACE_RESUME, .arg = { EXITED(9) });
	go();
	EXPECT_EQ(EXITED(9), wait_exit(self->pid));
}

/*
 * Job control: more in jobctl.c
 */

TEST_F(engine, jctl)
{
	struct ut_event ev;
	int id, status;

	start(do_pause);
	id = attach(UTRACE_EVENT(JCTL));
	kill(self->pid, SIGSTOP);
	expect_event(id, UT_JCTL, &ev);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(CLD_STOPPED, ev.arg[0]);
	EXPECT_EQ(CLD_STOPPED, ev.arg[1]);
	expect_state(self->pid, "T");
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED));
	EXPECT_TRUE(WIFSTOPPED(status));
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));

	kill(self->pid, SIGCONT);
	expect_event(id, UT_JCTL, &ev);
	EXPECT_EQ(CLD_CONTINUED, ev.arg[0]);
	EXPECT_EQ(CLD_CONTINUED, ev.arg[1]);
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WCONTINUED));
	EXPECT_TRUE(WIFCONTINUED(status));
	expect_state(self->pid, "S");
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
}

/*
 * Quiesce
 */

static void do_everything(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	on_signal(SIGUSR2, SIG_IGN);
	filter_getppid(SECCOMP_RET_TRACE);
	do_getppid(sh);
	raise(SIGUSR1);
	raise(SIGUSR2);
	do_fork(sh);
	do_vfork(sh);
	do_thread(sh);
	do_exec(sh);
}

static unsigned long event_of(const struct ut_event *ev)
{
	switch (ev->callback) {
	case UT_CLONE:
		return UTRACE_EVENT(CLONE);
	case UT_JCTL:
		return UTRACE_EVENT(JCTL);
	case UT_EXEC:
		return UTRACE_EVENT(EXEC);
	case UT_SYSCALL_ENTRY:
		return UTRACE_EVENT(SYSCALL_ENTRY);
	case UT_SYSCALL_EXIT:
		return UTRACE_EVENT(SYSCALL_EXIT);
	case UT_EXIT:
		return UTRACE_EVENT(EXIT);
	case UT_DEATH:
		return UTRACE_EVENT(DEATH);
	case UT_CLONED:
		return UTRACE_EVENT(CLONED);
	case UT_VFORK_DONE:
		return UTRACE_EVENT(VFORK_DONE);
	case UT_SECCOMP:
		return UTRACE_EVENT(SECCOMP);
	case UT_SIGNAL:
		switch (ev->action & UTRACE_SIGNAL_MASK) {
		case UTRACE_SIGNAL_DELIVER:
			return UTRACE_EVENT(SIGNAL);
		case UTRACE_SIGNAL_IGN:
			return UTRACE_EVENT(SIGNAL_IGN);
		case UTRACE_SIGNAL_TERM:
			return UTRACE_EVENT(SIGNAL_TERM);
		case UTRACE_SIGNAL_CORE:
			return UTRACE_EVENT(SIGNAL_CORE);
		case UTRACE_SIGNAL_STOP:
		case UTRACE_SIGNAL_TSTP:
			return UTRACE_EVENT(SIGNAL_STOP);
		}
		return 0;
	default:
		return 0;
	}
}

/*
 * report_quiesce() with the event comes before each other callback, and the
 * callback follows.  All kinds come by.
 */
TEST_F(engine, quiesce_before_each)
{
	unsigned long all = UTRACE_EVENT(QUIESCE) | UTRACE_EVENT_SYSCALL |
			    UTRACE_EVENT_SIGNAL_ALL | UTRACE_EVENT(CLONE) |
			    UTRACE_EVENT(EXEC) | UTRACE_EVENT(EXIT) |
			    UTRACE_EVENT(DEATH) | UTRACE_EVENT(JCTL) |
			    UTRACE_EVENT(CLONED) | UTRACE_EVENT(VFORK_DONE) |
			    UTRACE_EVENT(SECCOMP);
	unsigned long announced = 0, seen = 0;
	bool quiesce = false;
	struct ut_event ev;
	int id;

	start(do_everything);
	id = attach(all);
	go();
	do {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_EQ(id, ev.id);
		if (ev.callback == UT_QUIESCE) {
			ASSERT_EQ(0, announced);
			announced = ev.arg[0];
			quiesce = true;
			continue;
		}
		ASSERT_TRUE(quiesce) TH_LOG("nothing before %u", ev.callback);
		ASSERT_EQ(announced, event_of(&ev))
			TH_LOG("before %u", ev.callback);
		seen |= announced;
		announced = 0;
		quiesce = false;
	} while (ev.callback != UT_DEATH);
	EXPECT_EQ(all & ~(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(JCTL) |
			  UTRACE_EVENT(SIGNAL_STOP) | UTRACE_EVENT(SIGNAL_TERM) |
			  UTRACE_EVENT(SIGNAL_CORE)), seen);
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* Not for what nobody wants; but death is for all who want to know of safe points. */
TEST_F(engine, quiesce_not_for_unwanted)
{
	struct ut_event ev;

	start(do_everything);
	attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SYSCALL_EXIT));
	go();
	while (ut_next(self->dev, &ev, NEVER))
		if (ev.callback == UT_QUIESCE && ev.arg[0] &&
		    ev.arg[0] != UTRACE_EVENT(DEATH))
			EXPECT_EQ(UTRACE_EVENT(SYSCALL_EXIT), ev.arg[0]);
	wait_exit(self->pid);
}

TEST_F(engine, quiesce_for_a_report)
{
	struct ut_event ev;
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(QUIESCE));
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	expect_event(id, UT_QUIESCE, &ev);
	EXPECT_EQ(UTRACE_RESUME, ev.action);
	EXPECT_EQ(0, ev.arg[0]);
	/* once */
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
	EXPECT_TRUE(wait_more(self->sh));
}

/* A report that one engine asks for is made to all. */
TEST_F(engine, report_to_all)
{
	int first, second, third;
	struct ut_event ev;

	start(do_spin);
	go();
	first = attach(UTRACE_EVENT(QUIESCE));
	second = attach(UTRACE_EVENT(QUIESCE));
	third = attach(UTRACE_EVENT(SYSCALL_ENTRY));
	EXPECT_EQ(0, ut_control(self->dev, third, UTRACE_REPORT));
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(first, ev.id);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(second, ev.id);
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
}

/*
 * Order
 */

/* Attach order; before a system call it is the reverse. */
TEST_F(engine, order)
{
	struct ut_event ev;
	int id[5], i;

	start(do_getppid);
	/* the first is kept last */
	id[4] = ut_attach_flags(self->dev, self->pid, UTRACE_ATTACH_CREATE |
				UTRACE_ATTACH_LAST, UT_OPS, 0);
	ASSERT_LT(0, id[4]);
	for (i = 0; i < 4; i++)
		id[i] = attach(0);
	for (i = 0; i < 5; i++)
		ASSERT_EQ(0, ut_events(self->dev, id[i], UTRACE_EVENT_SYSCALL |
				       UTRACE_EVENT(EXIT) | UTRACE_EVENT(DEATH) |
				       UTRACE_EVENT(REAP)));
	go();
	for (i = 4; i >= 0; i--) {
		ASSERT_TRUE(ut_wait_arg(self->dev, id[i], UT_SYSCALL_ENTRY,
					SYS_getppid, &ev));
	}
	for (i = 0; i < 5; i++) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_EQ(id[i], ev.id);
		ASSERT_EQ(UT_SYSCALL_EXIT, ev.callback);
	}
	for (i = 4; i >= 0; i--) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_EQ(id[i], ev.id);
		ASSERT_EQ(UT_SYSCALL_ENTRY, ev.callback);
		ASSERT_EQ(SYS_exit_group, ev.arg[0]);
	}
	for (i = 0; i < 10; i++) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_EQ(id[i % 5], ev.id);
		ASSERT_EQ(i < 5 ? UT_EXIT : UT_DEATH, ev.callback);
	}
	EXPECT_EQ(0, wait_exit(self->pid));
	for (i = 0; i < 5; i++) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_EQ(id[i], ev.id);
		ASSERT_EQ(UT_REAP, ev.callback);
	}
}

/* Each callback gets the strongest action of those before it. */
TEST_F(engine, action_of_those_before)
{
	static const int ret[] = { UTRACE_RESUME, UTRACE_REPORT, UTRACE_RESUME,
				   UTRACE_INTERRUPT, UTRACE_REPORT };
	static const int seen[] = { UTRACE_RESUME, UTRACE_RESUME, UTRACE_REPORT,
				    UTRACE_REPORT, UTRACE_INTERRUPT };
	struct ut_event ev;
	int id[5], i;

	start(do_getppid);
	for (i = 0; i < 5; i++) {
		id[i] = attach(UTRACE_EVENT(SYSCALL_EXIT));
		ut_rule(self->dev, id[i], .callback = UT_SYSCALL_EXIT,
			.match = SYS_getppid, .ret = ret[i]);
	}
	go();
	for (i = 0; i < 5; i++) {
		expect_event_arg(id[i], UT_SYSCALL_EXIT, SYS_getppid, &ev);
		EXPECT_EQ(seen[i], ev.action & UTRACE_RESUME_MASK);
	}
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* A detach in a callback is no action for those that follow. */
TEST_F(engine, detach_in_a_callback)
{
	struct ut_event ev;
	int first, second;

	start(do_calls);
	first = attach(UTRACE_EVENT(SYSCALL_EXIT));
	second = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, first, .callback = UT_SYSCALL_EXIT,
		.match = SYS_getppid, .ret = UTRACE_DETACH);
	go();
	expect_event_arg(first, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	expect_event(second, UT_SYSCALL_EXIT, &ev);
	EXPECT_EQ(UTRACE_RESUME, ev.action & UTRACE_RESUME_MASK);
	EXPECT_EQ(0, ut_barrier(self->dev, first));
	EXPECT_EQ(1, ut_refs(self->dev, first));
	EXPECT_EQ(-ESRCH, ut_control(self->dev, first, UTRACE_DETACH));
	/* -EINPROGRESS: its callback may be running */
	EXPECT_NE(-ESRCH, ut_control(self->dev, second, UTRACE_DETACH));
	EXPECT_EQ(0, ut_barrier(self->dev, second));
	ut_drain(self->dev);
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
}

/* An engine may change what others on the same task see, from its callback. */
TEST_F(engine, detach_another_in_a_callback)
{
	int first, second;

	start(do_getppid);
	first = attach(UTRACE_EVENT(SYSCALL_EXIT));
	second = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, first, .callback = UT_SYSCALL_EXIT,
		.match = SYS_getppid, .flags = UT_DO_CONTROL,
		.ret = UTRACE_RESUME, .arg = { UTRACE_DETACH, second });
	go();
	expect_event_arg(first, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, second, UT_SYSCALL_EXIT));
	EXPECT_EQ(1, ut_refs(self->dev, second));
}

TEST_HARNESS_MAIN
