// SPDX-License-Identifier: GPL-2.0
/* Guarantee 5: single-step and block-step, of one engine and of several */
#include "arch.h"
#include "fixture.h"

ENGINE_FIXTURE

#define STEPS	50

/*
 * A loop of known instructions: a step must come from each to the next.
 */
extern const char loop_begin[], loop_syscall[], loop_after[], loop_end[];

asm(
"	.pushsection .text\n"
"	.globl loop_begin, loop_syscall, loop_after, loop_end\n"
LOOP
"	.popsection\n"
);

static void do_loop(struct shared *sh)
{
	LOOP_ENTER(&sh->count);
}

/* An engine that steps: it takes its traps away, and wants the next, n times */
static void steps(int dev, int id, int n, int action)
{
	if (n > 1)
		ut_rule(dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
			.count = n - 1, .ret = action | UTRACE_SIGNAL_IGN);
	ut_rule(dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_IGN);
}

#define stop(id) do {							\
	ut_control(self->dev, id, UTRACE_STOP);				\
	expect_state(self->pid, "t");					\
} while (0)

TEST_F(engine, single_step)
{
	unsigned long ip = 0, before;
	struct ut_event ev;
	int id, i, calls = 0;

	start(do_loop);
	go();
	EXPECT_TRUE(wait_more(self->sh));
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	steps(self->dev, id, STEPS, UTRACE_SINGLESTEP);
	stop(id);
	ip = ut_ip(self->dev, id);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	for (i = 0; i < STEPS; i++) {
		before = ip;
		expect_event(id, UT_SIGNAL, &ev);
		ASSERT_EQ(SIGTRAP, ev.arg[0]);
		ip = ev.arg[5];
		if (before == (uintptr_t)loop_begin) {
			ASSERT_EQ((uintptr_t)loop_syscall, ip);
		} else if (before == (uintptr_t)loop_syscall) {
			/* a step over a system call traps once */
			ASSERT_EQ((uintptr_t)loop_after, ip);
			calls++;
		} else if (before == (uintptr_t)loop_after) {
			ASSERT_EQ((uintptr_t)loop_end, ip);
		} else {
			ASSERT_EQ((uintptr_t)loop_begin, ip);
		}
	}
	EXPECT_LE(STEPS / 4 - 1, calls);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
	EXPECT_TRUE(ut_never(self->dev, id, UT_SIGNAL));
}

/* The emulator makes single-steps of them; both end in a trap. */
TEST_F(engine, block_step)
{
	struct ut_event ev;
	int id, i;

	start(do_loop);
	go();
	EXPECT_TRUE(wait_more(self->sh));
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	steps(self->dev, id, STEPS, UTRACE_BLOCKSTEP);
	stop(id);
	EXPECT_EQ(step_error(UTRACE_BLOCKSTEP, 0),
		  ut_control(self->dev, id, UTRACE_BLOCKSTEP));
	if (is_uml())
		return;
	for (i = 0; i < STEPS; i++) {
		expect_event(id, UT_SIGNAL, &ev);
		ASSERT_EQ(SIGTRAP, ev.arg[0]);
	}
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(ut_never(self->dev, id, UT_SIGNAL));
}

/* Asked of a running task */
TEST_F(engine, step_a_running_task)
{
	int id;

	start(do_loop);
	go();
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_IGN);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	expect_event_arg(id, UT_SIGNAL, SIGTRAP, NULL);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
}

/* Nobody sees the traps of another. */
static void step_beside_others(struct __test_metadata *_metadata,
			       FIXTURE_DATA(engine) *self)
{
	int before, id, after;
	struct ut_event ev;
	int n = 0;

	start(do_loop);
	go();
	before = attach(UTRACE_EVENT_SIGNAL_ALL);
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	after = attach(UTRACE_EVENT_SIGNAL_ALL);
	steps(self->dev, id, STEPS, UTRACE_SINGLESTEP);
	stop(id);
	ut_drain(self->dev);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	/* not that it runs: it may be through with all of them by now */
	while (n < STEPS && ut_next(self->dev, &ev, SOON)) {
		if (ev.callback != UT_SIGNAL || ev.arg[0] != SIGTRAP)
			continue;
		EXPECT_NE(before, ev.id);
		EXPECT_NE(after, ev.id);
		n++;
	}
	EXPECT_EQ(STEPS, n);
	expect_state(self->pid, "t");
	while (ut_next(self->dev, &ev, NEVER))
		EXPECT_FALSE(ev.callback == UT_SIGNAL && ev.arg[0] == SIGTRAP);
}

TEST_F(engine, others_see_nothing)
{
	step_beside_others(_metadata, self);
}

/* Write this line to the list of uprobes, or to one's switch. */
static bool uprobe(const char *file, const char *line)
{
	ssize_t written;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/tracing/%s", file);
	fd = open(path, O_WRONLY | O_APPEND);
	if (fd < 0)
		return false;
	written = write(fd, line, strlen(line));
	close(fd);
	return written == (ssize_t)strlen(line);
}

/* Where in the file of this program it is, for uprobe() */
static unsigned long file_offset(const void *address)
{
	unsigned long start, end, offset, found = 0;
	char line[512];
	FILE *f;

	f = fopen("/proc/self/maps", "r");
	assert(f);
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx %*s %lx", &start, &end, &offset) == 3 &&
		    start <= (uintptr_t)address && (uintptr_t)address < end)
			found = (uintptr_t)address - start + offset;
	}
	fclose(f);
	return found;
}

/* A uprobe steps for itself, and then sends what it thinks ptrace waits for. */
TEST_F(engine, over_a_uprobe)
{
	char program[256], line[512];
	ssize_t len;

	if (is_uml())
		SKIP(return, "no uprobes");
	len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	ASSERT_LT(0, len);
	program[len] = 0;
	snprintf(line, sizeof(line), "p:utt/loop_after %s:0x%lx\n", program,
		 file_offset(loop_after));
	ASSERT_TRUE(uprobe("uprobe_events", line));
	EXPECT_TRUE(uprobe("events/utt/loop_after/enable", "1\n"));
	step_beside_others(_metadata, self);
	EXPECT_TRUE(uprobe("events/utt/loop_after/enable", "0\n"));
	EXPECT_TRUE(uprobe("uprobe_events", "-:utt/loop_after\n"));
}

/* Two step at once; when one has enough, the other still gets its traps. */
TEST_F(engine, two_step)
{
	int a, b, i;

	start(do_loop);
	go();
	a = attach(UTRACE_EVENT(SIGNAL_CORE));
	b = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, a, .callback = UT_SIGNAL, .match = SIGTRAP,
		.count = 3, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, a, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, b, .callback = UT_SIGNAL, .match = SIGTRAP,
		.count = 9, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, b, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	stop(a);
	stop(b);
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_SINGLESTEP));
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_SINGLESTEP));
	for (i = 0; i < 4; i++) {
		expect_event_arg(a, UT_SIGNAL, SIGTRAP, NULL);
		expect_event_arg(b, UT_SIGNAL, SIGTRAP, NULL);
	}
	for (i = 0; i < 6; i++)
		expect_event_arg(b, UT_SIGNAL, SIGTRAP, NULL);
	EXPECT_TRUE(ut_never(self->dev, a, UT_SIGNAL));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, a) & UT_TASK_SINGLESTEP);
}

/* A step that an engine wanted, and then not, while another held the task */
TEST_F(engine, taken_back_in_a_stop)
{
	int a, b;

	start(do_loop);
	go();
	a = attach(UTRACE_EVENT(SIGNAL_CORE));
	b = attach(0);
	stop(a);
	stop(b);
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_SINGLESTEP));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_STOP));
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_RESUME));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(ut_never(self->dev, a, UT_SIGNAL));
	EXPECT_EQ(0, ut_task(self->dev, a) & UT_TASK_SINGLESTEP);
}

/*
 * A step that a callback ends when its trap is queued already: the system call
 * was stepped over, and nobody is left to take the SIGTRAP.
 */
static const unsigned int ends[] = { UTRACE_RESUME, UTRACE_STOP, UTRACE_DETACH };

TEST_F(engine, taken_back_in_a_callback)
{
	int id, other, i;

	start(do_loop);
	go();
	other = attach(UTRACE_EVENT_SIGNAL_ALL);
	for (i = 0; i < 3; i++) {
		id = attach(0);
		stop(id);
		ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY,
			.ret = UTRACE_SINGLESTEP);
		ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT,
			.ret = ends[i]);
		EXPECT_EQ(0, ut_events(self->dev, id, UTRACE_EVENT_SYSCALL));
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
		expect_event(id, UT_SYSCALL_ENTRY, NULL);
		expect_event(id, UT_SYSCALL_EXIT, NULL);
		if (ends[i] == UTRACE_STOP) {
			expect_state(self->pid, "t");
			EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
		}
		if (ends[i] != UTRACE_DETACH)
			ut_events(self->dev, id, 0);
		EXPECT_TRUE(wait_more(self->sh));
		EXPECT_TRUE(ut_never(self->dev, other, UT_SIGNAL));
		EXPECT_EQ(0, ut_task(self->dev, other) & UT_TASK_SINGLESTEP);
	}
}

/* The trap after a system call that is put back on the queue is still a step's. */
TEST_F(engine, held_back_after_a_syscall)
{
	int id, other;

	start(do_loop);
	go();
	other = attach(UTRACE_EVENT_SIGNAL_ALL);
	id = attach(0);
	stop(id);
	ut_rule(self->dev, id, .callback = UT_SYSCALL_ENTRY,
		.ret = UTRACE_SINGLESTEP);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_HOLD);
	EXPECT_EQ(0, ut_events(self->dev, id, UTRACE_EVENT(SYSCALL_ENTRY) |
					      UTRACE_EVENT_SIGNAL_ALL));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_event(id, UT_SYSCALL_ENTRY, NULL);
	expect_event_arg(id, UT_SIGNAL, SIGTRAP, NULL);
	expect_state(self->pid, "t");
	ut_clear(self->dev, id);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(ut_never(self->dev, other, UT_SIGNAL));
}

/* The one that was stepping has gone when another ends the stop. */
TEST_F(engine, detached_in_a_stop)
{
	int a, b;

	start(do_loop);
	go();
	a = attach(UTRACE_EVENT(SIGNAL_CORE));
	b = attach(UTRACE_EVENT_SIGNAL_ALL);
	steps(self->dev, a, 3, UTRACE_SINGLESTEP);
	stop(a);
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_SINGLESTEP));
	expect_event(a, UT_SIGNAL, NULL);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_STOP));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_SINGLESTEP));
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_DETACH));
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_RESUME));
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_TRUE(ut_never(self->dev, b, UT_SIGNAL));
	EXPECT_EQ(0, ut_task(self->dev, a) & UT_TASK_SINGLESTEP);
}

/* A step that is wanted all the time survives the stop of another engine. */
TEST_F(engine, kept_over_a_stop)
{
	int a, b;

	start(do_loop);
	go();
	a = attach(UTRACE_EVENT(SIGNAL_CORE));
	b = attach(0);
	ut_rule(self->dev, a, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_IGN);
	stop(a);
	stop(b);
	EXPECT_EQ(0, ut_control(self->dev, a, UTRACE_SINGLESTEP));
	EXPECT_TRUE(no_more(self->sh));
	EXPECT_EQ(0, ut_control(self->dev, b, UTRACE_RESUME));
	expect_event_arg(a, UT_SIGNAL, SIGTRAP, NULL);
	expect_state(self->pid, "t");
}

/*
 * Group stops: the task comes out of them on another way.
 */

/* Steps on and on until it is told not to. */
#define step_on(id) do {						\
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,	\
		.count = -1, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN); \
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGSTOP,	\
		.count = -1, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_STOP); \
	ut_quiet(self->dev, id);					\
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));	\
	EXPECT_TRUE(wait_stepping(self->dev, id, true));		\
	EXPECT_TRUE(wait_more(self->sh));				\
} while (0)

TEST_F(engine, taken_back_in_a_group_stop)
{
	int id;

	start(do_loop);
	go();
	id = attach(UTRACE_EVENT(SIGNAL_CORE) | UTRACE_EVENT(SIGNAL_STOP));
	step_on(id);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	ut_clear(self->dev, id);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
}

TEST_F(engine, detached_in_a_group_stop)
{
	int id;

	start(do_loop);
	go();
	id = attach(UTRACE_EVENT(SIGNAL_CORE) | UTRACE_EVENT(SIGNAL_STOP));
	step_on(id);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	kill(self->pid, SIGCONT);
	EXPECT_TRUE(wait_more(self->sh));
	EXPECT_EQ(0, ut_task(self->dev, id) & UT_TASK_SINGLESTEP);
}

TEST_F(engine, asked_in_a_group_stop)
{
	int id;

	start(do_loop);
	go();
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_IGN);
	kill(self->pid, SIGSTOP);
	expect_state(self->pid, "T");
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
	EXPECT_TRUE(stays(self->pid, 'T'));
	kill(self->pid, SIGCONT);
	expect_event_arg(id, UT_SIGNAL, SIGTRAP, NULL);
	expect_state(self->pid, "t");
}

/*
 * Not wanted any more, by an engine that does not wait for a stop to say so
 */

TEST_F(engine, detach_while_it_steps)
{
	int id, i;

	start(do_loop);
	go();
	for (i = 0; i < 100; i++) {
		id = attach(UTRACE_EVENT(SIGNAL_CORE));
		step_on(id);
		ut_control(self->dev, id, UTRACE_DETACH);
		EXPECT_EQ(0, ut_barrier(self->dev, id));
		EXPECT_TRUE(wait_more(self->sh)) {
			TH_LOG("round %d, state %c", i, task_state(self->pid));
			break;
		}
		EXPECT_TRUE(wait_stepping(self->dev, id, false));
		EXPECT_EQ(0, ut_put(self->dev, id));
	}
}

TEST_F(engine, resume_while_it_steps)
{
	int id, i;

	start(do_loop);
	go();
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	for (i = 0; i < 100; i++) {
		step_on(id);
		/* a trap that comes while there is no rule would kill it */
		ut_control(self->dev, id, UTRACE_STOP);
		expect_state(self->pid, "t");
		ut_clear(self->dev, id);
		ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
			.count = -1, .ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
		ut_control(self->dev, id, UTRACE_RESUME);
		EXPECT_EQ(0, ut_barrier(self->dev, id));
		ut_clear(self->dev, id);
		EXPECT_TRUE(wait_more(self->sh)) {
			TH_LOG("round %d, state %c", i, task_state(self->pid));
			break;
		}
	}
}

/* The first process of a pid namespace, to which its child sends a signal; blocked if value */
static void do_first(struct shared *sh)
{
	sigset_t term;
	pid_t pid;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	if (unshare(CLONE_NEWPID))
		return;
	pid = fork();
	if (pid) {
		sh->pid = pid;
		waitpid(pid, NULL, 0);
		return;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (sh->go == 1)
		sh->count++;
	if (sh->value)
		sigprocmask(SIG_BLOCK, &term, NULL);
	if (!fork()) {
		kill(1, SIGTERM);
		_exit(0);
	}
	wait(NULL);
	sigprocmask(SIG_UNBLOCK, &term, NULL);
	sh->done = 1;
	for (;;)
		sh->count++;
}

/* What is kept away from it is for engines a signal that it ignores. */
static void signal_to_the_first(struct __test_metadata *_metadata,
				FIXTURE_DATA(engine) *self, bool blocked)
{
	struct ut_event ev;
	int id;

	start(do_first);
	self->sh->value = blocked;
	go();
	while (!self->sh->pid)
		msleep(1);
	self->pid = self->sh->pid;
	id = attach(UTRACE_EVENT(SIGNAL_IGN));
	self->sh->go = 2;
	expect_event_arg(id, UT_SIGNAL, SIGTERM, &ev);
	EXPECT_EQ(UTRACE_SIGNAL_IGN, ev.action & UTRACE_SIGNAL_MASK);
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_F(engine, signal_of_the_first_of_a_namespace)
{
	signal_to_the_first(_metadata, self, false);
}

TEST_F(engine, blocked_signal_of_the_first_of_a_namespace)
{
	signal_to_the_first(_metadata, self, true);
}

/* A step's trap does not take from it what keeps such signals away. */
TEST_F(engine, the_first_of_a_namespace)
{
	int id, i;

	start(do_first);
	go();
	while (!self->sh->pid)
		msleep(1);
	self->pid = self->sh->pid;
	for (i = 0; i < 10; i++) {
		id = attach(UTRACE_EVENT(QUIESCE));
		ut_quiet(self->dev, id);
		stop(id);
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
		EXPECT_TRUE(wait_more(self->sh));
		ut_control(self->dev, id, UTRACE_DETACH);
		EXPECT_EQ(0, ut_barrier(self->dev, id));
		EXPECT_EQ(0, ut_put(self->dev, id));
	}
	EXPECT_TRUE(wait_more(self->sh));
	self->sh->go = 2;
	EXPECT_TRUE(wait_value(&self->sh->done, 1));
	EXPECT_TRUE(stays(self->pid, 'R'));
	EXPECT_TRUE(wait_more(self->sh));
}

/* The same of an engine that does not even ask for signals */
TEST_F(engine, detach_without_signals)
{
	int id, i;

	start(do_loop);
	go();
	for (i = 0; i < 200; i++) {
		id = attach(UTRACE_EVENT(QUIESCE));
		ut_quiet(self->dev, id);
		ut_control(self->dev, id, UTRACE_STOP);
		expect_state(self->pid, "t");
		EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_SINGLESTEP));
		ut_control(self->dev, id, UTRACE_DETACH);
		EXPECT_EQ(0, ut_barrier(self->dev, id));
		EXPECT_EQ(0, ut_put(self->dev, id));
		/* that one step may be made: it is not the task's */
		if (task_state(self->pid) == 'Z')
			break;
	}
	EXPECT_EQ(200, i);
	EXPECT_TRUE(wait_more(self->sh));
}

/*
 * Signals
 */

static void do_loop_with_handler(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	do_loop(sh);
}

/* A step into a handler: first the report of that, then a trap in it */
TEST_F(engine, into_a_handler)
{
	struct ut_event ev;
	int id;

	start(do_loop_with_handler);
	go();
	EXPECT_TRUE(wait_more(self->sh));
	id = attach(UTRACE_EVENT(SIGNAL) | UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGUSR1,
		.ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_DELIVER);
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_HANDLER), .ret = UTRACE_SINGLESTEP);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_IGN);
	kill(self->pid, SIGUSR1);
	expect_event_arg(id, UT_SIGNAL, SIGUSR1, NULL);
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_SIGNAL_HANDLER, ev.action & UTRACE_SIGNAL_MASK);
	EXPECT_EQ((uintptr_t)note_signal, ev.arg[5]);
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(SIGTRAP, ev.arg[0]);
	EXPECT_LT((uintptr_t)note_signal, ev.arg[5]);
	EXPECT_GT((uintptr_t)note_signal + 16, ev.arg[5]);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
}

static void do_breakpoint(struct shared *sh)
{
	while (!sh->quit) {
		asm volatile(BREAKPOINT);
		sh->count++;
	}
}

/* What is no step is for all who ask: here a breakpoint, while one steps. */
TEST_F(engine, breakpoint_is_for_all)
{
	int id, other;

	start(do_breakpoint);
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	other = attach(UTRACE_EVENT(SIGNAL_CORE));
	ut_rule(self->dev, other, .callback = UT_SIGNAL, .match = BREAKPOINT_SIGNAL,
		.count = -1, .ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTRAP,
		.count = -1, .ret = UTRACE_SINGLESTEP | UTRACE_SIGNAL_IGN);
	ut_quiet(self->dev, id);
	go();
	expect_event_arg(other, UT_SIGNAL, BREAKPOINT_SIGNAL, NULL);
	expect_event_arg(other, UT_SIGNAL, BREAKPOINT_SIGNAL, NULL);
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_HARNESS_MAIN
