// SPDX-License-Identifier: GPL-2.0
/* Attach, look up, detach; references; who may */
#include <linux/capability.h>
#include <sys/rseq.h>
#include <sys/stat.h>

#include "fixture.h"

#define CREATE		UTRACE_ATTACH_CREATE
#define EXCLUSIVE	UTRACE_ATTACH_EXCLUSIVE
#define MATCH_OPS	UTRACE_ATTACH_MATCH_OPS
#define MATCH_DATA	UTRACE_ATTACH_MATCH_DATA

ENGINE_FIXTURE

TEST_F(engine, no_events_before_set_events)
{
	struct ut_event ev;
	int id;

	start(do_getppid);
	id = attach(0);
	EXPECT_EQ(0, ut_task_flags(self->dev, id));
	go();
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_FALSE(ut_next(self->dev, &ev, NEVER));
}

TEST_F(engine, references)
{
	int id;

	start(do_pause);
	id = attach(0);
	/* the task's and the session's */
	EXPECT_EQ(2, ut_refs(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	EXPECT_TRUE(ut_never(self->dev, id, UT_RELEASE));
	EXPECT_EQ(0, ut_put(self->dev, id));
	EXPECT_TRUE(ut_wait(self->dev, id, UT_RELEASE, NULL));
}

TEST_F(engine, reap_drops_the_reference)
{
	int id;

	start(do_return);
	id = attach(0);
	go();
	expect_state(self->pid, "Z");
	EXPECT_EQ(2, ut_refs(self->dev, id));
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_EQ(1, ut_refs(self->dev, id));
}

TEST_F(engine, detached_is_detached)
{
	int id;

	start(do_pause);
	id = attach(UTRACE_EVENT_SYSCALL);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(-ESRCH, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(-ESRCH, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_EQ(-ESRCH, ut_control(self->dev, id, UTRACE_STOP));
	EXPECT_EQ(-ESRCH, ut_events(self->dev, id, UTRACE_EVENT_SYSCALL));
	EXPECT_EQ(-ESRCH, ut_prepare(self->dev, id));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(-ENOENT, ut_lookup(self->dev, self->pid, MATCH_OPS, UT_OPS, 0));
	EXPECT_EQ(0, ut_task_flags(self->dev, id));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SYSCALL_TRACE);
}

TEST_F(engine, lookup)
{
	int dev = self->dev, first, second;
	pid_t pid;

	start(do_pause);
	pid = self->pid;
	EXPECT_EQ(-ENOENT, ut_lookup(dev, pid, MATCH_OPS, UT_OPS, 0));
	first = attach(0);
	second = attach(0);

	/* the first of those that match */
	EXPECT_EQ(first, ut_lookup(dev, pid, MATCH_OPS, UT_OPS, 0));
	EXPECT_EQ(first, ut_lookup(dev, pid, MATCH_DATA, UT_OPS, first));
	EXPECT_EQ(second, ut_lookup(dev, pid, MATCH_DATA, UT_OPS_OTHER, second));
	EXPECT_EQ(second, ut_lookup(dev, pid, MATCH_OPS | MATCH_DATA, UT_OPS,
				    second));
	EXPECT_EQ(-ENOENT, ut_lookup(dev, pid, MATCH_OPS | MATCH_DATA,
				     UT_OPS_OTHER, second));
	EXPECT_EQ(-ENOENT, ut_lookup(dev, pid, MATCH_OPS, UT_OPS_OTHER, 0));
	/* nothing to match by, nothing matches */
	EXPECT_EQ(-ENOENT, ut_lookup(dev, pid, 0, UT_OPS, first));

	EXPECT_EQ(0, ut_control(dev, first, UTRACE_DETACH));
	EXPECT_EQ(second, ut_lookup(dev, pid, MATCH_OPS, UT_OPS, 0));
	EXPECT_EQ(-ENOENT, ut_lookup(dev, pid, MATCH_DATA, UT_OPS, first));
	/* it takes a reference: returned by the module at once */
	EXPECT_EQ(2, ut_refs(dev, second));
}

TEST_F(engine, exclusive)
{
	int dev = self->dev, id;
	pid_t pid;

	start(do_pause);
	pid = self->pid;
	id = attach(0);
	EXPECT_EQ(-EEXIST, ut_attach_flags(dev, pid, CREATE | EXCLUSIVE | MATCH_OPS,
					   UT_OPS, 0));
	EXPECT_LT(0, ut_attach_flags(dev, pid, CREATE | EXCLUSIVE | MATCH_OPS,
				     UT_OPS_OTHER, 0));
	EXPECT_EQ(-EEXIST, ut_attach_flags(dev, pid, CREATE | EXCLUSIVE | MATCH_OPS,
					   UT_OPS_OTHER, 0));
	EXPECT_EQ(-EEXIST, ut_lookup(dev, pid, CREATE | EXCLUSIVE | MATCH_DATA,
				     UT_OPS, id));
	/* the data of the new engine is its own */
	EXPECT_LT(0, ut_attach_flags(dev, pid, CREATE | EXCLUSIVE | MATCH_DATA,
				     UT_OPS, 0));
	EXPECT_EQ(0, ut_lookup(dev, pid, CREATE | MATCH_DATA, UT_OPS, id));
	/* nothing to match by, nothing is in the way */
	EXPECT_LT(0, ut_attach_flags(dev, pid, CREATE | EXCLUSIVE, UT_OPS, 0));
	EXPECT_EQ(0, ut_control(dev, id, UTRACE_DETACH));
	EXPECT_EQ(0, ut_lookup(dev, pid, CREATE | EXCLUSIVE | MATCH_DATA,
			       UT_OPS, id));
}

TEST_F(engine, invalid)
{
	start(do_pause);
	EXPECT_EQ(-EINVAL, ut_attach_flags(self->dev, self->pid, CREATE,
					   UT_OPS_NULL, 0));
	EXPECT_EQ(-EINVAL, ut_attach_flags(self->dev, self->pid, CREATE | 1 << 30,
					   UT_OPS, 0));
}

TEST_F(engine, kernel_thread)
{
	/* kthreadd */
	EXPECT_EQ(-EPERM, ut_attach_flags(self->dev, 2, CREATE, UT_OPS, 0));
}

TEST_F(engine, dead_task)
{
	int id;

	start(do_return);
	id = attach(0);
	go();
	expect_state(self->pid, "Z");
	EXPECT_EQ(-ESRCH, ut_attach_flags(self->dev, self->pid, CREATE, UT_OPS, 0));
	EXPECT_EQ(0, wait_exit(self->pid));
	/* by the task_struct that the first engine keeps */
	EXPECT_EQ(-ESRCH, ut_attach_flags(self->dev, id, CREATE, UT_OPS, UT_TASK_OF));
	EXPECT_EQ(-ESRCH, ut_attach_flags(self->dev, id, MATCH_OPS, UT_OPS,
					  UT_TASK_OF));
}

TEST_F(engine, by_pid)
{
	int dev = self->dev;
	long id;

	start(do_pause);
	id = ut_attach_flags(dev, self->pid, CREATE, UT_OPS, UT_BY_PID);
	ASSERT_LT(0, id);
	EXPECT_EQ(0, ut_call_how(dev, UT_EVENTS, UT_BY_PID, id,
				 UTRACE_EVENT(QUIESCE), 0));
	EXPECT_EQ(UTRACE_EVENT(QUIESCE), ut_task_flags(dev, id));
	EXPECT_EQ(-EINVAL, ut_call_how(dev, UT_EVENTS, UT_BY_PID, id, 1L << 40, 0));
	EXPECT_EQ(-EINPROGRESS, ut_call_how(dev, UT_CONTROL, UT_BY_PID, id,
					    UTRACE_STOP, 0));
	EXPECT_EQ(0, ut_call_how(dev, UT_CONTROL, UT_BY_PID, id, UTRACE_RESUME, 0));
	EXPECT_EQ(0, ut_call_how(dev, UT_BARRIER, UT_BY_PID, id, 0, 0));

	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	EXPECT_EQ(-ESRCH, ut_call_how(dev, UT_EVENTS, UT_BY_PID, id, 0, 0));
	EXPECT_EQ(-ESRCH, ut_call_how(dev, UT_CONTROL, UT_BY_PID, id,
				      UTRACE_RESUME, 0));
	EXPECT_EQ(-ESRCH, ut_call_how(dev, UT_BARRIER, UT_BY_PID, id, 0, 0));
	EXPECT_EQ(-ESRCH, ut_attach_flags(dev, id, CREATE, UT_OPS,
					  UT_BY_PID | UT_TASK_OF));
}

/* Attach, choose events and control are allowed in an interrupt. */
TEST_F(engine, from_an_interrupt)
{
	long id;

	start(do_spin);
	go();
	id = ut_attach_flags(self->dev, self->pid, CREATE | UTRACE_ATTACH_ATOMIC,
			     UT_OPS, UT_IN_IRQ);
	ASSERT_LT(0, id);
	EXPECT_EQ(0, ut_call_how(self->dev, UT_EVENTS, UT_IN_IRQ, id,
				 UTRACE_EVENT(QUIESCE), 0));
	ut_rule(self->dev, id, .callback = UT_QUIESCE, .ret = UTRACE_STOP);
	EXPECT_EQ(0, ut_call_how(self->dev, UT_CONTROL, UT_IN_IRQ, id,
				 UTRACE_REPORT, 0));
	expect_event(id, UT_QUIESCE, NULL);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_call_how(self->dev, UT_CONTROL, UT_IN_IRQ, id,
				 UTRACE_RESUME, 0));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_call_how(self->dev, UT_CONTROL, UT_IN_IRQ, id,
				 UTRACE_DETACH, 0));
	EXPECT_EQ(-ESRCH, ut_call_how(self->dev, UT_CONTROL, UT_IN_IRQ, id,
				      UTRACE_DETACH, 0));
}

static void do_fork(struct shared *sh)
{
	pid_t pid = fork();

	if (!pid) {
		while (!sh->quit)
			sh->count++;
		_exit(0);
	}
	sh->pid = pid;
	waitpid(pid, NULL, 0);
}

/* Until it has run, nobody but report_clone() of its creator may attach. */
TEST_F(engine, child_that_has_not_run)
{
	struct ut_event ev;
	int id;

	start(do_fork);
	id = attach(UTRACE_EVENT(CLONE));
	ut_rule(self->dev, id, .callback = UT_CLONE, .flags = UT_DO_BLOCK);
	go();
	expect_event(id, UT_CLONE, &ev);
	EXPECT_EQ(-ERESTARTNOINTR, ut_attach_flags(self->dev, ev.arg[1], CREATE,
						   UT_OPS, 0));
	EXPECT_EQ(0, self->sh->count);
	ut_let_go(self->dev, id);
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_LT(0, ut_attach_flags(self->dev, ev.arg[1], CREATE, UT_OPS, 0));
	self->sh->quit = 1;
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* What it is for: the new engine has the child before its first instruction. */
TEST_F(engine, child_from_its_beginning)
{
	struct ut_event clone, ev;
	int id, child;

	start(do_fork);
	id = attach(UTRACE_EVENT(CLONE));
	ut_rule(self->dev, id, .callback = UT_CLONE, .flags = UT_DO_ATTACH,
		.arg = { UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(REAP), UTRACE_STOP });
	go();
	expect_event(id, UT_CLONE, &clone);
	expect_event(id, UT_DONE, &ev);
	child = ev.arg[0];
	ASSERT_LT(0, child) TH_LOG("attach: %d", child);
	/* asked for by UTRACE_STOP; without a rule it says nothing new */
	expect_event(child, UT_QUIESCE, &ev);
	EXPECT_EQ((pid_t)clone.arg[1], ev.pid);
	EXPECT_EQ(0, ev.arg[0]);
	EXPECT_EQ(0, ut_control(self->dev, child, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	self->sh->quit = 1;
	expect_event(child, UT_REAP, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* The caller has started the task. */
static void held_at_its_beginning(struct __test_metadata *_metadata,
				  FIXTURE_DATA(engine) *self)
{
	struct ut_event clone, ev;
	int id, child;

	id = attach(UTRACE_EVENT(CLONE));
	/* without events nothing but the next utrace_control() lets go */
	ut_rule(self->dev, id, .callback = UT_CLONE, .flags = UT_DO_ATTACH,
		.arg = { 0, UTRACE_STOP });
	go();
	expect_event(id, UT_CLONE, &clone);
	expect_event(id, UT_DONE, &ev);
	child = ev.arg[0];
	ASSERT_LT(0, child) TH_LOG("attach: %d", child);
	expect_state(clone.arg[1], "t");
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, self->sh->count);
	EXPECT_EQ(0, ut_control(self->dev, child, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	self->sh->quit = 1;
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, child_held_at_its_beginning)
{
	start(do_fork);
	held_at_its_beginning(_metadata, self);
}

static int thread_spin(void *arg)
{
	do_spin(arg);
	return 0;
}

/* Without rseq the kernel has nothing to do before the thread runs. */
static void do_clone_thread(struct shared *sh)
{
	static char stack[16384] __attribute__((aligned(16)));
	char *self = __builtin_thread_pointer();

	if (__rseq_size)
		sh->value = syscall(SYS_rseq, self + __rseq_offset,
				    sizeof(struct rseq), RSEQ_FLAG_UNREGISTER,
				    RSEQ_SIG);
	clone(thread_spin, stack + sizeof(stack),
	      CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
	      CLONE_SYSVSEM, sh);
	while (!sh->quit)
		usleep(1000);
}

TEST_F(engine, thread_held_at_its_beginning)
{
	start(do_clone_thread);
	held_at_its_beginning(_metadata, self);
	EXPECT_EQ(0, self->sh->value);
}

/* A thing that is attached during an event sees the next one first. */
TEST_F(engine, during_an_event)
{
	struct ut_event ev;
	int id, new, seen = 0;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_ATTACH | UT_DO_BLOCK,
		.arg = { UTRACE_EVENT(SYSCALL_EXIT), UTRACE_RESUME });
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, &ev);
	ut_let_go(self->dev, id);
	expect_event(id, UT_DONE, &ev);
	new = ev.arg[0];
	ASSERT_LT(0, new);
	/* what comes next from either is of the second system call */
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(id, ev.id);
	ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
	EXPECT_EQ(new, ev.id);
	seen++;
	EXPECT_EQ(1, seen);
}

/* The same from outside, while another engine's callback runs. */
TEST_F(engine, during_an_event_from_outside)
{
	struct ut_event ev;
	int id, new;

	start(do_getppid);
	id = attach(UTRACE_EVENT_SYSCALL);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	new = attach(UTRACE_EVENT_SYSCALL);
	ut_let_go(self->dev, id);
	/* of exit_group(), not the exit from getppid() */
	expect_event(new, UT_SYSCALL_ENTRY, &ev);
	EXPECT_EQ(SYS_exit_group, ev.arg[0]);
	EXPECT_EQ(0, wait_exit(self->pid));
}

/* A mask that is set while a callback runs counts for the turns to come. */
TEST_F(engine, events_during_an_event)
{
	int first, second, third;

	start(do_getppid);
	first = attach(UTRACE_EVENT(SYSCALL_EXIT));
	second = attach(0);
	third = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, first, .callback = UT_SYSCALL_EXIT,
		.match = SYS_getppid, .flags = UT_DO_BLOCK);
	go();
	expect_event_arg(first, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	EXPECT_EQ(0, ut_events(self->dev, second, UTRACE_EVENT(SYSCALL_EXIT)));
	EXPECT_EQ(0, ut_events(self->dev, third, 0));
	ut_let_go(self->dev, first);
	expect_event_arg(second, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	EXPECT_EQ(0, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, third, UT_SYSCALL_EXIT));
}

TEST_F(engine, hundred_engines)
{
	struct ut_event ev;
	int id[100], i;

	start(do_getppid);
	for (i = 0; i < 100; i++)
		id[i] = attach(UTRACE_EVENT(EXIT));
	go();
	for (i = 0; i < 100; i++) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_EQ(UT_EXIT, ev.callback);
		ASSERT_EQ(id[i], ev.id);
	}
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, thousands)
{
	start(do_calls);
	go();
	EXPECT_EQ(2000, ut_churn(self->dev, self->pid, UTRACE_EVENT_SYSCALL, 2000));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST(device_mode)
{
	struct stat st;

	ASSERT_EQ(0, stat("/dev/" UT_DEVICE, &st));
	EXPECT_EQ(S_IFCHR | 0600, st.st_mode);
	EXPECT_EQ(0, st.st_uid);
}

TEST(unprivileged_user)
{
	ASSERT_EQ(0, setresgid(65534, 65534, 65534));
	ASSERT_EQ(0, setresuid(65534, 65534, 65534));
	EXPECT_EQ(-1, ut_open());
	EXPECT_EQ(EACCES, errno);
}

/* To own the device is not enough. */
TEST(unprivileged_root)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	ASSERT_EQ(0, syscall(SYS_capget, &header, data));
	data[0].effective &= ~CAP_TO_MASK(CAP_SYS_ADMIN);
	ASSERT_EQ(0, syscall(SYS_capset, &header, data));
	EXPECT_EQ(-1, ut_open());
	EXPECT_EQ(EPERM, errno);
}

TEST_HARNESS_MAIN
