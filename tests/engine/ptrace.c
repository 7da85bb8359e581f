// SPDX-License-Identifier: GPL-2.0
/*
 * ptrace and another engine on the same task at once.  The test is the tracer
 * and the user of the module.
 */
#include <pthread.h>

#include "arch.h"
#include "ptrace.h"

ENGINE_FIXTURE

/* A word of its user area, as USER_NR */
static long user_word(pid_t pid, long where)
{
	return ptrace(PTRACE_PEEKUSER, pid, where, 0);
}

/* Guarantee 2: it runs when both have let go, in either order. */
TEST_F(engine, both_hold_tracer_lets_go_first)
{
	int id;

	start(do_spin);
	go();
	seize(0);
	id = attach(0);
	interrupt();
	/* the stop for the tracer is a stop */
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, ut_finish(self->dev, id));
	/* for the tracer it is not stopped any more */
	EXPECT_EQ(-ESRCH, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, both_hold_engine_lets_go_first)
{
	int id;

	start(do_spin);
	go();
	seize(0);
	id = attach(0);
	interrupt();
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_TRUE(no_more(self->sh));
	errno = 0;
	user_word(self->pid, USER_NR);
	EXPECT_EQ(0, errno);
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
}

/* A task that an engine holds is not stopped for a tracer. */
TEST_F(engine, engine_stop_is_not_the_tracers)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(-ESRCH, pt(PTRACE_DETACH, self->pid, 0, 0));
	seize(0);
	EXPECT_EQ(-ESRCH, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(0, pt(PTRACE_INTERRUPT, self->pid, 0, 0));
	EXPECT_TRUE(no_stop(self->pid));
	/* it comes to the tracer's stop when the engine lets go */
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_EQ(STOPPED_EVENT(PTRACE_EVENT_STOP), next_stop(self->pid));
	EXPECT_EQ(0, self->sh->quit);
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, attach_to_a_held_task)
{
	int id;

	start(do_spin);
	go();
	id = attach(0);
	ut_control(self->dev, id, UTRACE_STOP);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, pt(PTRACE_ATTACH, self->pid, 0, 0));
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_EQ(STOPPED(SIGSTOP), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
}

/* A process of its own, for the case that the request does not come back */
static pid_t start_attacher(struct shared *sh, pid_t pid, int request)
{
	pid_t tracer = fork();

	if (tracer)
		return tracer;
	if (pt(request, pid, 0, 0))
		_exit(1);
	sh->value = next_stop(pid);
	sh->signals = 1;
	wait_value(&sh->signals, 2);
	_exit(0);
}

/* A hold does not keep a tracer from its trap: both requests wait for that. */
TEST_F(engine, attach_to_a_held_stopped_task)
{
	pid_t tracer;
	int id, i;

	start(do_spin);
	go();
	id = attach(0);
	for (i = 0; i < 2; i++) {
		kill(self->pid, SIGSTOP);
		expect_state(self->pid, "T");
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
		tracer = start_attacher(self->sh, self->pid,
					i ? PTRACE_ATTACH : PTRACE_SEIZE);
		ASSERT_TRUE(wait_value(&self->sh->signals, 1));
		EXPECT_EQ(i ? STOPPED(SIGSTOP) :
			  PTRACE_EVENT_STOP << 16 | STOPPED(SIGSTOP),
			  self->sh->value);
		self->sh->signals = 2;
		EXPECT_EQ(0, wait_exit(tracer));
		EXPECT_TRUE(stays(self->pid, 't'));
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
		expect_state(self->pid, "T");
		kill(self->pid, SIGCONT);
		EXPECT_TRUE(wait_more(self->sh));
	}
}

TEST_F(engine, kill_what_both_hold)
{
	int id;

	start(do_spin);
	go();
	seize(0);
	id = attach(0);
	interrupt();
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

/* PTRACE_DETACH, and what a tracer's exit does, leaves the engine its hold. */
TEST_F(engine, tracer_detaches)
{
	int id;

	start(do_spin);
	go();
	seize(0);
	id = attach(0);
	interrupt();
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, pt(PTRACE_DETACH, self->pid, 0, 0));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

/* Stop a tracee that was seized.  Its status in the trap for the group stop, else 0 */
static int to_group_stop(pid_t pid)
{
	kill(pid, SIGSTOP);
	if (next_stop(pid) != STOPPED(SIGSTOP) || pt(PTRACE_CONT, pid, 0, SIGSTOP))
		return 0;
	return next_stop(pid);
}

#define STOPPED_GROUP		(PTRACE_EVENT_STOP << 16 | STOPPED(SIGSTOP))

/* What a tracer has let out of a group stop goes back to it when the tracer exits. */
TEST_F(engine, group_stop_after_the_tracer)
{
	pid_t tracer;

	start(do_spin);
	go();
	attach(0);
	tracer = fork();
	if (!tracer) {
		if (pt(PTRACE_SEIZE, self->pid, 0, 0) ||
		    to_group_stop(self->pid) != STOPPED_GROUP ||
		    pt(PTRACE_CONT, self->pid, 0, 0))
			_exit(1);
		self->sh->signals = 1;
		wait_value(&self->sh->signals, 2);
		_exit(0);
	}
	ASSERT_TRUE(wait_value(&self->sh->signals, 1));
	EXPECT_TRUE(wait_more(self->sh));
	self->sh->signals = 2;
	EXPECT_EQ(0, wait_exit(tracer));
	expect_state(self->pid, "T");
	EXPECT_TRUE(no_more(self->sh));
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));
}

/* PTRACE_LISTEN hears what happened before it, too. */
TEST_F(engine, continued_before_listen)
{
	start(do_spin);
	go();
	attach(0);
	seize(0);
	ASSERT_EQ(STOPPED_GROUP, to_group_stop(self->pid));
	kill(self->pid, SIGCONT);
	EXPECT_EQ(0, pt(PTRACE_LISTEN, self->pid, 0, 0));
	EXPECT_EQ(STOPPED_EVENT(PTRACE_EVENT_STOP), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(STOPPED(SIGCONT), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
}

static void do_ask_a_weaker_parent(struct shared *sh)
{
	pid_t pid = fork();

	if (!pid) {
		wait_value(&sh->signals, 1);
		sh->value = pt(PTRACE_TRACEME, 0, 0, 0);
		_exit(0);
	}
	if (setresuid(1000, 1000, 1000))
		return;
	sh->signals = 1;
	waitpid(pid, NULL, 0);
}

/* The parent may not trace a child that has more rights. */
TEST_F(engine, traceme_with_a_weaker_parent)
{
	start(do_ask_a_weaker_parent);
	attach(0);
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(1, self->sh->signals);
	EXPECT_EQ(-EPERM, self->sh->value);
}

static void *trace_child(void *arg)
{
	struct shared *sh = arg;

	if (!pt(PTRACE_SEIZE, sh->pid, 0, 0))
		sh->signals = 1;
	wait_value(&sh->signals, 2);
	return NULL;
}

static void do_ignore_a_traced_child(struct shared *sh)
{
	pid_t pid = fork();
	pthread_t t;

	if (!pid) {
		wait_value(&sh->signals, 1);
		_exit(0);
	}
	sh->pid = pid;
	pthread_create(&t, NULL, trace_child, sh);
	sh->done = wait_state(pid, "Z");
	signal(SIGCHLD, SIG_IGN);
	sh->signals = 2;
	while (!sh->quit)
		msleep(1);
}

/* A thread that was the tracer exits: the zombie is nobody's any more. */
TEST_F(engine, zombie_of_who_ignores_it)
{
	start(do_ignore_a_traced_child);
	attach(0);
	go();
	ASSERT_TRUE(wait_value(&self->sh->signals, 2));
	EXPECT_EQ(1, self->sh->done);
	expect_state(self->sh->pid, "-");
	self->sh->quit = 1;
	EXPECT_EQ(0, wait_exit(self->pid));
}

/*
 * Order: ptrace is the last, whoever came first
 */

static void do_call_after_stop(struct shared *sh)
{
	raise(SIGSTOP);
	do_getppid(sh);
}

FIXTURE(order) {
	int dev;
	struct shared *sh;
	pid_t pid;
	struct ut_stats before;
	int id;
};

FIXTURE_VARIANT(order) {
	bool engine_first;
};

FIXTURE_VARIANT_ADD(order, engine_first) { .engine_first = true };
FIXTURE_VARIANT_ADD(order, ptrace_first) { };

FIXTURE_SETUP(order)
{
	self->dev = ut_open();
	ASSERT_LE(0, self->dev);
	self->before = ut_stats(self->dev);
	self->sh = shared_new();
	start(do_call_after_stop);
	if (variant->engine_first)
		self->id = attach(UTRACE_EVENT_SYSCALL | UTRACE_EVENT_SIGNAL_ALL);
	ASSERT_EQ(0, pt(PTRACE_ATTACH, self->pid, 0, 0));
	ASSERT_EQ(STOPPED(SIGSTOP), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_SETOPTIONS, self->pid, 0, PTRACE_O_TRACESYSGOOD));
	if (!variant->engine_first)
		self->id = attach(UTRACE_EVENT_SYSCALL | UTRACE_EVENT_SIGNAL_ALL);
	go();
	ASSERT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	ASSERT_EQ(STOPPED(SIGSTOP), next_stop(self->pid));
	ut_drain(self->dev);
}

FIXTURE_TEARDOWN(order)
{
	struct ut_stats after;

	EXPECT_TRUE(engine_end(self->dev, &self->before, &after));
}

/* Go on to the system call stop of getppid(). */
#define to_getppid() do {						\
	do {								\
		ASSERT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));	\
		ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));	\
	} while (user_word(self->pid, USER_NR) != SYS_getppid);		\
} while (0)

TEST_F(order, syscall)
{
	to_getppid();
	/* at the entry stop no other engine was called yet, */
	EXPECT_FALSE(ut_wait_arg(self->dev, self->id, UT_SYSCALL_ENTRY,
				 SYS_getppid, NULL));
	EXPECT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
	/* at the exit stop all were */
	EXPECT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	EXPECT_TRUE(ut_wait_arg(self->dev, self->id, UT_SYSCALL_ENTRY,
				SYS_getppid, NULL));
	EXPECT_TRUE(ut_wait_arg(self->dev, self->id, UT_SYSCALL_EXIT,
				SYS_getppid, NULL));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* What the tracer changes before the call is what the engines see. */
TEST_F(order, tracer_changes_the_call)
{
	to_getppid();
	EXPECT_EQ(0, pt(PTRACE_POKEUSER, self->pid, USER_NR, SYS_getpid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(ut_wait_arg(self->dev, self->id, UT_SYSCALL_ENTRY,
				SYS_getpid, NULL));
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(self->pid, self->sh->value);
}

/* What an engine aborts is aborted, and the tracer sees how it ends. */
TEST_F(order, engine_aborts_the_call)
{
	ut_rule(self->dev, self->id, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_getppid, .flags = UT_DO_RESULT,
		.ret = UTRACE_RESUME | UTRACE_SYSCALL_ABORT, .arg[2] = 99);
	to_getppid();
	EXPECT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
	EXPECT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	EXPECT_EQ(99, user_word(self->pid, USER_RESULT));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(99, self->sh->value);
}

/* An engine stops before the call: the tracer hears of the call once. */
TEST_F(order, engine_stops_at_entry)
{
	ut_rule(self->dev, self->id, .callback = UT_SYSCALL_ENTRY,
		.match = SYS_getppid, .ret = UTRACE_STOP);
	to_getppid();
	EXPECT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
	expect_event_arg(self->id, UT_SYSCALL_ENTRY, SYS_getppid, NULL);
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_EQ('t', task_state(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, self->id, UTRACE_RESUME));
	/* the exit stop: the result is there */
	EXPECT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	EXPECT_TRUE(ut_wait_arg(self->dev, self->id, UT_SYSCALL_EXIT,
				SYS_getppid, NULL));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* The emulation of a tracer aborts the call for all. */
TEST_F(order, sysemu)
{
	to_getppid();
	if (is_uml()) {
		EXPECT_EQ(-EIO, pt(PTRACE_SYSEMU, self->pid, 0, 0));
		EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
		return;
	}
	/* at the entry; the next call, which is exit_group(), is emulated */
	ASSERT_EQ(0, pt(PTRACE_SYSEMU, self->pid, 0, 0));
	ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	EXPECT_EQ(SYS_exit_group, user_word(self->pid, USER_NR));
	if (USER_RESULT != USER_NR)
		EXPECT_EQ(-ENOSYS, user_word(self->pid, USER_RESULT));
	ut_drain(self->dev);
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	expect_event_arg(self->id, UT_SYSCALL_ENTRY, SYS_exit_group, NULL);
}

static void do_signals(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	sh->done = 1;
	while (!sh->quit)
		pause();
}

/* ptrace decides last about a signal, whatever the engine wanted. */
TEST_F(engine, tracer_decides_about_signals)
{
	int id;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	seize(0);
	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGUSR1,
		.count = -1, .ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);

	kill(self->pid, SIGUSR1);
	expect_event_arg(id, UT_SIGNAL, SIGUSR1, NULL);
	EXPECT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, SIGUSR1));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));

	kill(self->pid, SIGUSR1);
	EXPECT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	expect_state(self->pid, "S");
	EXPECT_TRUE(stays(self->pid, 'S'));
	EXPECT_EQ(1, self->sh->signals);
}

/* A signal that an engine makes up comes to the tracer as any other. */
TEST_F(engine, tracer_sees_injected_signals)
{
	siginfo_t info;
	int id;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	seize(0);
	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_REPORT), .flags = UT_DO_SIGNAL,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER, .arg = { SIGUSR1 });
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	EXPECT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_GETSIGINFO, self->pid, 0, (long)&info));
	EXPECT_EQ(SIGUSR1, info.si_signo);
	EXPECT_EQ(self->pid, info.si_pid);
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, SIGUSR1));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
}

static void do_new_user(struct shared *sh)
{
	sh->done = 1;
	if (unshare(CLONE_NEWUSER))
		_exit(1);
	while (!sh->quit)
		pause();
}

/*
 * What the siginfo of a trap says of the tracee is what was so when it stopped:
 * its user has no number there before there is a map.
 */
TEST_F(engine, trap_is_of_the_user_at_the_stop)
{
	char name[64];
	siginfo_t info;
	int fd;

	start(do_new_user);
	seize(PTRACE_O_TRACESYSGOOD);
	interrupt();
	go();
	do { /* until it enters unshare() */
		ASSERT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
		ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	} while (!self->sh->done);
	EXPECT_EQ(0, pt(PTRACE_GETSIGINFO, self->pid, 0, (long)&info));
	EXPECT_EQ(self->pid, info.si_pid);
	EXPECT_EQ(0, info.si_uid);

	ASSERT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
	ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	snprintf(name, sizeof(name), "/proc/%d/uid_map", self->pid);
	fd = open(name, O_WRONLY);
	ASSERT_LE(0, fd);
	EXPECT_EQ(5, write(fd, "7 0 1", 5));
	close(fd);
	EXPECT_EQ(0, pt(PTRACE_GETSIGINFO, self->pid, 0, (long)&info));
	EXPECT_EQ(SIGTRAP | 0x80, info.si_code);
	EXPECT_EQ(self->pid, info.si_pid);
	EXPECT_EQ(65534, info.si_uid);

	ASSERT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
	ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_GETSIGINFO, self->pid, 0, (long)&info));
	EXPECT_EQ(7, info.si_uid);
}

/* An engine's report is nothing for the tracer. */
TEST_F(engine, tracer_sees_no_reports)
{
	int id, i;

	start(do_spin);
	go();
	seize(PTRACE_O_TRACESYSGOOD);
	id = attach(UTRACE_EVENT(QUIESCE));
	for (i = 0; i < 20; i++) {
		/*
		 * Held by its callback: a STOP from outside while that runs
		 * asks for one more report, after the RESUME, and the next
		 * request would return -EINPROGRESS if it met that.
		 */
		ut_rule(self->dev, id, .callback = UT_QUIESCE,
			.ret = UTRACE_STOP);
		EXPECT_EQ(0, ut_control(self->dev, id, i & 1 ? UTRACE_REPORT :
					UTRACE_INTERRUPT));
		expect_event(id, UT_QUIESCE, NULL);
		expect_state(self->pid, "t");
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	}
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_TRUE(wait_more(self->sh));
}

/*
 * System call tracing flags
 */

TEST_F(engine, engine_goes_tracer_traces_on)
{
	int id, i;

	start(do_calls);
	go();
	seize(PTRACE_O_TRACESYSGOOD);
	id = attach(UTRACE_EVENT_SYSCALL);
	ut_quiet(self->dev, id);
	interrupt();
	for (i = 0; i < 10; i++) {
		ASSERT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
		ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
		if (i == 4)
			EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	}
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SYSCALL_TRACE);
}

TEST_F(engine, tracer_goes_engine_traces_on)
{
	int id;

	start(do_calls);
	go();
	seize(PTRACE_O_TRACESYSGOOD);
	id = attach(UTRACE_EVENT_SYSCALL);
	interrupt();
	ASSERT_EQ(0, pt(PTRACE_SYSCALL, self->pid, 0, 0));
	ASSERT_EQ(STOPPED_SYSCALL, next_stop(self->pid));
	/* as long as it stands still: it may be faster than we read */
	ut_drain(self->dev);
	ASSERT_EQ(0, pt(PTRACE_DETACH, self->pid, 0, 0));
	EXPECT_TRUE(ut_wait_arg(self->dev, id, UT_SYSCALL_ENTRY, SYS_getppid, NULL));
	EXPECT_TRUE(ut_wait_arg(self->dev, id, UT_SYSCALL_EXIT, SYS_getppid, NULL));
}

/* A tracer that does not trace system calls sees none, whoever does. */
TEST_F(engine, tracer_sees_no_syscalls)
{
	int id;

	start(do_calls);
	seize(PTRACE_O_TRACESYSGOOD);
	id = attach(UTRACE_EVENT_SYSCALL);
	ut_quiet(self->dev, id);
	go();
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(no_stop(self->pid));
}

/*
 * A tracee that is stopped for its tracer is no reason to wait.
 */

/* A callback ran, the engine was detached, and the tracer has the task now. */
TEST_F(engine, barrier_in_a_tracers_stop)
{
	int id;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	seize(0);
	id = attach(UTRACE_EVENT(SIGNAL));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGUSR1,
		.flags = UT_DO_BLOCK);
	kill(self->pid, SIGUSR1);
	expect_event_arg(id, UT_SIGNAL, SIGUSR1, NULL);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_DETACH));
	ut_let_go(self->dev, id);
	EXPECT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	/* this would not come back */
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
}

TEST_F(engine, barrier_after_callback_detached)
{
	int id;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	seize(0);
	id = attach(UTRACE_EVENT(SIGNAL));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGUSR1,
		.ret = UTRACE_DETACH);
	kill(self->pid, SIGUSR1);
	EXPECT_EQ(STOPPED(SIGUSR1), next_stop(self->pid));
	EXPECT_EQ(-ESRCH, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
}

/* Attach, events, detach and barrier of an engine that was never called */
TEST_F(engine, all_calls_in_a_tracers_stop)
{
	int id;

	start(do_spin);
	go();
	seize(0);
	interrupt();
	id = attach(UTRACE_EVENTS & ~UTRACE_EVENT(SIGLOCK) &
		    ~UTRACE_EVENT(SYSCALL_EMU) & ~UTRACE_EVENT(SECCOMP_OFF));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(0, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_finish(self->dev, id));
	EXPECT_EQ(0, ut_events(self->dev, id, 0));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_TRUE(wait_more(self->sh));
}

/*
 * A tracer that continues with a signal and exits at once: the signal is
 * delivered, also when an engine holds the task between the two.
 */

static pid_t start_tracer(struct shared *sh, pid_t pid)
{
	pid_t tracer = fork();

	if (tracer)
		return tracer;
	if (pt(PTRACE_SEIZE, pid, 0, 0))
		_exit(1);
	sh->value = 1;
	if (next_stop(pid) != STOPPED(SIGUSR2))
		_exit(2);
	sh->value = 2;
	while (sh->value != 3)
		msleep(1);
	if (pt(PTRACE_CONT, pid, 0, SIGUSR1))
		_exit(3);
	_exit(0);
}

static bool wait_long(volatile long *value, long expected)
{
	long long end = now_ms() + SOON;

	while (*value != expected && now_ms() < end)
		msleep(1);
	return *value == expected;
}

TEST_F(engine, tracer_continues_and_exits)
{
	pid_t tracer;
	int id;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	tracer = start_tracer(self->sh, self->pid);
	ASSERT_TRUE(wait_long(&self->sh->value, 1));
	kill(self->pid, SIGUSR2);
	ASSERT_TRUE(wait_long(&self->sh->value, 2));
	id = attach(0);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	self->sh->value = 3;
	EXPECT_EQ(0, wait_exit(tracer));
	EXPECT_TRUE(stays(self->pid, 't'));
	EXPECT_EQ(0, self->sh->signals);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	expect_state(self->pid, "S");
}

TEST_F(engine, tracer_continues_and_exits_often)
{
	pid_t tracer;
	int i;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	for (i = 1; i <= 30; i++) {
		self->sh->value = 0;
		tracer = start_tracer(self->sh, self->pid);
		ASSERT_TRUE(wait_long(&self->sh->value, 1));
		kill(self->pid, SIGUSR2);
		ASSERT_TRUE(wait_long(&self->sh->value, 2));
		self->sh->value = 3;
		EXPECT_EQ(0, wait_exit(tracer));
		ASSERT_TRUE(wait_value(&self->sh->signals, i));
	}
}

/*
 * A tracer that dies while its tracee, in a system call, is about to step.
 * Classic ptrace leaves the trap flag on: SIGTRAP kills the tracee.
 */
TEST_F(engine, tracer_dies_while_it_steps)
{
	pid_t pid, tracer;

	start(do_signals);
	go();
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	pid = self->pid;
	tracer = fork();
	if (!tracer) {
		if (pt(PTRACE_SEIZE, pid, 0, 0) || pt(PTRACE_INTERRUPT, pid, 0, 0) ||
		    next_stop(pid) != (PTRACE_EVENT_STOP << 16 | STOPPED(SIGTRAP)) ||
		    pt(PTRACE_SINGLESTEP, pid, 0, 0))
			_exit(1);
		_exit(0);
	}
	EXPECT_EQ(0, wait_exit(tracer));
	expect_state(pid, "S");
	kill(pid, SIGUSR1);
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	kill(pid, SIGUSR1);
	EXPECT_TRUE(wait_value(&self->sh->signals, 2));
	expect_state(pid, "S");
}

/* Group stops: the trap of a seized tracee, and an engine that holds it */
TEST_F(engine, listen_and_hold)
{
	int id;

	start(do_spin);
	go();
	seize(0);
	id = attach(0);
	kill(self->pid, SIGSTOP);
	ASSERT_EQ(STOPPED(SIGSTOP), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_CONT, self->pid, 0, SIGSTOP));
	ASSERT_EQ(PTRACE_EVENT_STOP << 16 | STOPPED(SIGSTOP), next_stop(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	ASSERT_EQ(0, pt(PTRACE_LISTEN, self->pid, 0, 0));
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_STOP));
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(no_stop(self->pid));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	ASSERT_EQ(STOPPED_EVENT(PTRACE_EVENT_STOP), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	/* the signal itself */
	ASSERT_EQ(STOPPED(SIGCONT), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_CONT, self->pid, 0, SIGCONT));
	EXPECT_TRUE(wait_more(self->sh));
}

static void do_two_forks(struct shared *sh)
{
	int i;

	for (i = 0; i < 2; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
}

/* A fork that began without a tracer is none of the next one's. */
TEST_F(engine, seize_in_a_fork)
{
	unsigned long child;
	int id;

	start(do_two_forks);
	seize(PTRACE_O_TRACEFORK);
	go();
	ASSERT_EQ(STOPPED_EVENT(PTRACE_EVENT_FORK), next_stop(self->pid));
	ASSERT_EQ(0, pt(PTRACE_GETEVENTMSG, self->pid, 0, (long)&child));
	ASSERT_EQ(STOPPED_EVENT(PTRACE_EVENT_STOP), next_stop(child));
	id = attach(UTRACE_EVENT(CLONE));
	ut_rule(self->dev, id, .callback = UT_CLONE, .flags = UT_DO_BLOCK,
		.ret = UTRACE_RESUME);
	ASSERT_EQ(0, pt(PTRACE_DETACH, self->pid, 0, 0));
	ASSERT_EQ(0, pt(PTRACE_DETACH, child, 0, 0));

	expect_event(id, UT_CLONE, NULL);
	seize(PTRACE_O_TRACEFORK);
	ut_let_go(self->dev, id);
	EXPECT_EQ(STOPPED(SIGCHLD), next_stop(self->pid));
	EXPECT_EQ(0, pt(PTRACE_CONT, self->pid, 0, 0));
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_HARNESS_MAIN
