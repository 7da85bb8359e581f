// SPDX-License-Identifier: GPL-2.0
/* report_signal(): what it sees, what each disposition does, HOLD, injection */
#include "fixture.h"

ENGINE_FIXTURE

/*
 * Which event, which first action
 */

FIXTURE(class) {
	int dev;
	struct shared *sh;
	pid_t pid;
	struct ut_stats before;
};

/**
 * variant class - a class of signals
 * @sig: one of them
 * @handler: what the task sets for it
 * @event: the one that the class has
 * @action: what would become of the signal
 */
FIXTURE_VARIANT(class) {
	int sig;
	void (*handler)(int);
	unsigned long event;
	unsigned int action;
};

FIXTURE_VARIANT_ADD(class, handled) {
	SIGUSR1, note_signal, UTRACE_EVENT(SIGNAL), UTRACE_SIGNAL_DELIVER
};

FIXTURE_VARIANT_ADD(class, handled_stop) {
	SIGTSTP, note_signal, UTRACE_EVENT(SIGNAL), UTRACE_SIGNAL_DELIVER
};

FIXTURE_VARIANT_ADD(class, ignored) {
	SIGUSR1, SIG_IGN, UTRACE_EVENT(SIGNAL_IGN), UTRACE_SIGNAL_IGN
};

FIXTURE_VARIANT_ADD(class, ignored_by_default) {
	SIGURG, SIG_DFL, UTRACE_EVENT(SIGNAL_IGN), UTRACE_SIGNAL_IGN
};

FIXTURE_VARIANT_ADD(class, cont) {
	SIGCONT, SIG_DFL, UTRACE_EVENT(SIGNAL_IGN), UTRACE_SIGNAL_IGN
};

FIXTURE_VARIANT_ADD(class, stop) {
	SIGSTOP, SIG_DFL, UTRACE_EVENT(SIGNAL_STOP), UTRACE_SIGNAL_STOP
};

FIXTURE_VARIANT_ADD(class, tstp) {
	SIGTSTP, SIG_DFL, UTRACE_EVENT(SIGNAL_STOP), UTRACE_SIGNAL_TSTP
};

FIXTURE_VARIANT_ADD(class, ttin) {
	SIGTTIN, SIG_DFL, UTRACE_EVENT(SIGNAL_STOP), UTRACE_SIGNAL_TSTP
};

FIXTURE_VARIANT_ADD(class, term) {
	SIGTERM, SIG_DFL, UTRACE_EVENT(SIGNAL_TERM), UTRACE_SIGNAL_TERM
};

FIXTURE_VARIANT_ADD(class, realtime) {
	34, SIG_DFL, UTRACE_EVENT(SIGNAL_TERM), UTRACE_SIGNAL_TERM
};

FIXTURE_VARIANT_ADD(class, core) {
	SIGQUIT, SIG_DFL, UTRACE_EVENT(SIGNAL_CORE), UTRACE_SIGNAL_CORE
};

/* The tests of a class set it in the task by the time that it says done. */
static void (*class_handler)(int);
static int class_sig;

static void do_class(struct shared *sh)
{
	if (class_sig != SIGSTOP)
		on_signal(class_sig, class_handler);
	sh->done = 1;
	while (!sh->quit)
		pause();
}

FIXTURE_SETUP(class)
{
	self->dev = ut_open();
	ASSERT_LE(0, self->dev);
	self->before = ut_stats(self->dev);
	self->sh = shared_new();
	class_sig = variant->sig;
	class_handler = variant->handler;
	start(do_class);
	go();
	ASSERT_TRUE(wait_value(&self->sh->done, 1));
}

FIXTURE_TEARDOWN(class)
{
	struct ut_stats after;

	EXPECT_TRUE(engine_end(self->dev, &self->before, &after));
}

/* What happens with the signal if nobody minds */
#define expect_effect() do {						\
	int _status = 0;						\
									\
	switch (variant->action) {					\
	case UTRACE_SIGNAL_DELIVER:					\
		EXPECT_TRUE(wait_value(&self->sh->signals, 1));		\
		break;							\
	case UTRACE_SIGNAL_STOP:					\
	case UTRACE_SIGNAL_TSTP:					\
		EXPECT_EQ(self->pid, waitpid(self->pid, &_status, WUNTRACED)); \
		EXPECT_TRUE(WIFSTOPPED(_status));			\
		EXPECT_EQ(variant->sig, WSTOPSIG(_status));		\
		break;							\
	case UTRACE_SIGNAL_TERM:					\
	case UTRACE_SIGNAL_CORE:					\
		_status = wait_exit(self->pid);				\
		EXPECT_EQ(variant->sig, WTERMSIG(_status));		\
		break;							\
	default:							\
		expect_state(self->pid, "S");				\
		EXPECT_TRUE(stays(self->pid, 'S'));			\
		EXPECT_EQ(0, self->sh->signals);			\
	}								\
} while (0)

TEST_F(class, seen)
{
	struct ut_event ev;
	int id;

	id = attach(variant->event);
	kill(self->pid, variant->sig);
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_RESUME | variant->action, ev.action);
	EXPECT_EQ(variant->sig, ev.arg[0]);
	EXPECT_EQ(SI_USER, ev.arg[1]);
	EXPECT_EQ((uintptr_t)variant->handler, ev.arg[2]);
	EXPECT_EQ((uintptr_t)variant->handler, ev.arg[3]);
	EXPECT_EQ(getpid(), ev.arg[4]);
	expect_effect();
}

TEST_F(class, not_seen_by_others)
{
	struct ut_event ev;

	attach(UTRACE_EVENT_SIGNAL_ALL & ~variant->event);
	kill(self->pid, variant->sig);
	expect_effect();
	while (ut_next(self->dev, &ev, NEVER)) {
		EXPECT_EQ(UT_SIGNAL, ev.callback);
		EXPECT_EQ(UTRACE_SIGNAL_HANDLER, ev.action & UTRACE_SIGNAL_MASK);
	}
}

/* Every class can be dropped, */
TEST_F(class, dropped)
{
	int id, status;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	kill(self->pid, variant->sig);
	expect_event(id, UT_SIGNAL, NULL);
	expect_state(self->pid, "S");
	EXPECT_TRUE(stays(self->pid, 'S'));
	EXPECT_EQ(0, self->sh->signals);
	EXPECT_EQ(0, waitpid(self->pid, &status, WNOHANG | WUNTRACED));
	/* once: the next one comes through */
	kill(self->pid, variant->sig);
	expect_effect();
}

/* or turned into each other. */
TEST_F(class, made_fatal)
{
	int id, status;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_TERM);
	kill(self->pid, variant->sig);
	status = wait_exit(self->pid);
	EXPECT_NE(-1, status);
	EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(class, made_core)
{
	int id, status;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_CORE);
	kill(self->pid, variant->sig);
	status = wait_exit(self->pid);
	EXPECT_NE(-1, status);
	EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(class, made_stop)
{
	int id, status = 0;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_STOP);
	kill(self->pid, variant->sig);
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED));
	EXPECT_TRUE(WIFSTOPPED(status));
	EXPECT_EQ('T', task_state(self->pid));
	EXPECT_EQ(0, self->sh->signals);
}

TEST_F(class, made_tstp)
{
	int id, status = 0;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_TSTP);
	kill(self->pid, variant->sig);
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED));
	EXPECT_TRUE(WIFSTOPPED(status));
	EXPECT_EQ('T', task_state(self->pid));
}

/* Held back: it is on its queue, and comes again. */
TEST_F(class, held)
{
	struct ut_event ev;
	char line[100];
	unsigned long long pending = 0;
	FILE *f;
	int id;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.ret = UTRACE_STOP | UTRACE_SIGNAL_HOLD);
	kill(self->pid, variant->sig);
	expect_event(id, UT_SIGNAL, NULL);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, self->sh->signals);
	snprintf(line, sizeof(line), "/proc/%d/status", self->pid);
	f = fopen(line, "r");
	ASSERT_NE(NULL, f);
	while (fgets(line, sizeof(line), f))
		sscanf(line, "ShdPnd: %llx", &pending);
	fclose(f);
	EXPECT_EQ(1ULL << (variant->sig - 1), pending);

	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(variant->sig, ev.arg[0]);
	EXPECT_EQ(SI_USER, ev.arg[1]);
	EXPECT_EQ(getpid(), ev.arg[4]);
	expect_effect();
}

/* Stopped with the signal in hand: then it takes its effect, as decided. */
TEST_F(class, stopped_with_it)
{
	int id;

	id = attach(variant->event);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = variant->sig,
		.flags = UT_DO_PASS, .ret = UTRACE_STOP);
	kill(self->pid, variant->sig);
	expect_state(self->pid, "t");
	EXPECT_EQ(0, self->sh->signals);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	expect_effect();
}

/* At UTRACE_SIGNAL_REPORT any signal can be made up. */
TEST_F(class, injected)
{
	struct ut_event ev;
	int id;

	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_REPORT), .flags = UT_DO_SIGNAL,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { variant->sig });
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_RESUME | UTRACE_SIGNAL_REPORT, ev.action);
	EXPECT_EQ(UT_NONE, ev.arg[2]);
	expect_effect();
}

/* The next engine sees the signal that one made up. */
TEST_F(class, injected_seen_by_others)
{
	struct ut_event ev;
	int id, other;

	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	other = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_REPORT), .flags = UT_DO_SIGNAL,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { variant->sig });
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_event(other, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_RESUME | UTRACE_SIGNAL_DELIVER, ev.action);
	EXPECT_EQ(variant->sig, ev.arg[0]);
	EXPECT_EQ((uintptr_t)variant->handler, ev.arg[3]);
	expect_effect();
}

/*
 * Handlers
 */

static void other_handler(int sig)
{
	shared->value = sig;
}

static void do_handle(struct shared *sh)
{
	on_signal(SIGUSR1, note_signal);
	sh->done = 1;
	while (!sh->quit)
		pause();
}

static void do_handle_twice(struct shared *sh)
{
	struct sigaction sa = {
		.sa_handler = note_signal,
		.sa_flags = SA_RESETHAND,
	};

	sigaction(SIGUSR1, &sa, NULL);
	sh->done = 1;
	while (!sh->quit)
		pause();
}

#define start_and_wait(function) do {					\
	start(function);						\
	go();								\
	ASSERT_TRUE(wait_value(&self->sh->done, 1));			\
} while (0)

TEST_F(engine, handler_report)
{
	struct ut_event ev;
	int id;

	start_and_wait(do_handle);
	id = attach(UTRACE_EVENT(SIGNAL));
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_HANDLER), .ret = UTRACE_STOP);
	kill(self->pid, SIGUSR1);
	expect_event_arg(id, UT_SIGNAL, SIGUSR1, &ev);
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_RESUME | UTRACE_SIGNAL_HANDLER, ev.action);
	EXPECT_EQ(UT_NONE, ev.arg[2]);
	/* its first instruction is still to come */
	expect_state(self->pid, "t");
	EXPECT_EQ(0, self->sh->signals);
	EXPECT_EQ((uintptr_t)note_signal, ut_ip(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_RESUME));
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
}

/* What is used can be changed, what the process has set is not. */
TEST_F(engine, handler_changed)
{
	struct ut_event ev;
	int first, second;

	start_and_wait(do_handle);
	first = attach(UTRACE_EVENT(SIGNAL));
	second = attach(UTRACE_EVENT(SIGNAL));
	ut_rule(self->dev, first, .callback = UT_SIGNAL, .match = SIGUSR1,
		.flags = UT_DO_HANDLER, .ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { (uintptr_t)other_handler });
	kill(self->pid, SIGUSR1);
	expect_event_arg(second, UT_SIGNAL, SIGUSR1, &ev);
	EXPECT_EQ((uintptr_t)note_signal, ev.arg[2]);
	EXPECT_EQ((uintptr_t)other_handler, ev.arg[3]);
	while (!self->sh->value)
		msleep(1);
	EXPECT_EQ(0, self->sh->signals);
	kill(self->pid, SIGUSR1);
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
}

/* SA_RESETHAND is about the process's handler, not about what was put there. */
TEST_F(engine, handler_changed_resethand)
{
	int id;

	start_and_wait(do_handle_twice);
	id = attach(UTRACE_EVENT(SIGNAL));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGUSR1,
		.flags = UT_DO_HANDLER, .ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { (uintptr_t)other_handler });
	kill(self->pid, SIGUSR1);
	while (!self->sh->value)
		msleep(1);
	kill(self->pid, SIGUSR1);
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
	kill(self->pid, SIGUSR1);
	EXPECT_EQ(SIGUSR1, wait_exit(self->pid));
}

/* Another signal in its place */
TEST_F(engine, signal_changed)
{
	struct ut_event ev;
	int first, second;

	start_and_wait(do_handle);
	first = attach(UTRACE_EVENT(SIGNAL_TERM));
	second = attach(UTRACE_EVENT(SIGNAL_TERM));
	ut_rule(self->dev, first, .callback = UT_SIGNAL, .match = SIGTERM,
		.flags = UT_DO_SIGNAL, .ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { SIGUSR1 });
	kill(self->pid, SIGTERM);
	expect_event_arg(second, UT_SIGNAL, SIGUSR1, &ev);
	EXPECT_EQ(UTRACE_RESUME | UTRACE_SIGNAL_DELIVER, ev.action);
	EXPECT_TRUE(wait_value(&self->sh->signals, 1));
}

/* Who comes last decides. */
TEST_F(engine, last_decides)
{
	struct ut_event ev;
	int first, second;

	start_and_wait(do_handle);
	first = attach(UTRACE_EVENT(SIGNAL_TERM));
	second = attach(UTRACE_EVENT(SIGNAL_TERM));
	ut_rule(self->dev, first, .callback = UT_SIGNAL, .match = SIGTERM,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER);
	ut_rule(self->dev, second, .callback = UT_SIGNAL, .match = SIGTERM,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, first, .callback = UT_SIGNAL, .match = SIGTERM,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	ut_rule(self->dev, second, .callback = UT_SIGNAL, .match = SIGTERM,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_TERM);
	kill(self->pid, SIGTERM);
	expect_event(second, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_SIGNAL_DELIVER, ev.action & UTRACE_SIGNAL_MASK);
	expect_state(self->pid, "S");
	EXPECT_TRUE(stays(self->pid, 'S'));
	kill(self->pid, SIGTERM);
	expect_event(second, UT_SIGNAL, &ev);
	EXPECT_EQ(UTRACE_SIGNAL_IGN, ev.action & UTRACE_SIGNAL_MASK);
	EXPECT_EQ(SIGTERM, wait_exit(self->pid));
}

/* A number that is no signal's is no signal. */
TEST_F(engine, no_such_signal)
{
	int id;

	start_and_wait(do_handle);
	id = attach(UTRACE_EVENT(SIGNAL_TERM));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTERM,
		.flags = UT_DO_SIGNAL, .arg[0] = 100,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_TERM);
	kill(self->pid, SIGTERM);
	expect_event_arg(id, UT_SIGNAL, SIGTERM, NULL);
	expect_state(self->pid, "S");
	EXPECT_TRUE(stays(self->pid, 'S'));
}

/* Fatal as it is, a signal that an engine wants to see is seen. */
TEST_F(engine, fatal_in_another_thread)
{
	int id;

	start_and_wait(do_handle);
	id = attach(UTRACE_EVENT(SIGNAL_TERM));
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .match = SIGTERM,
		.count = 5, .ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	for (int i = 0; i < 5; i++) {
		kill(self->pid, SIGTERM);
		expect_event_arg(id, UT_SIGNAL, SIGTERM, NULL);
	}
	expect_state(self->pid, "S");
	EXPECT_TRUE(stays(self->pid, 'S'));
	kill(self->pid, SIGTERM);
	EXPECT_EQ(SIGTERM, wait_exit(self->pid));
}

/* SIGKILL is nobody's. */
TEST_F(engine, sigkill_is_not_seen)
{
	int id;

	start_and_wait(do_handle);
	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL, .count = -1,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_IGN);
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, id, UT_SIGNAL));
}

static void do_blocked(struct shared *sh)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sh->done = 1;
	do_pause(sh);
}

/* A blocked signal is seen when it is delivered, not when it is sent. */
TEST_F(engine, blocked_is_not_seen)
{
	int id;

	start_and_wait(do_blocked);
	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	kill(self->pid, SIGUSR1);
	EXPECT_TRUE(ut_never(self->dev, id, UT_SIGNAL));
}

static void do_segv(struct shared *sh)
{
	*(volatile int *)mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) = 1;
}

TEST_F(engine, segv)
{
	struct ut_event ev;
	int id, status;

	start(do_segv);
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	go();
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(SIGSEGV, ev.arg[0]);
	EXPECT_EQ(SEGV_ACCERR, ev.arg[1]);
	status = wait_exit(self->pid);
	EXPECT_EQ(SIGSEGV, WTERMSIG(status));
}

/* The first process of a pid namespace, which faults */
static void do_first_segv(struct shared *sh)
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWPID))
		return;
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (sh->value != 1)
			sched_yield();
		do_segv(sh);
	}
	sh->pid = pid;
	waitpid(pid, &status, 0);
	sh->signals = WTERMSIG(status);
}

/* Nobody can kill it by such a signal, but it dies of its own fault, and is seen to. */
TEST_F(engine, segv_of_the_first_of_a_namespace)
{
	struct ut_event ev;
	int id;

	start(do_first_segv);
	go();
	while (!self->sh->pid)
		msleep(1);
	self->pid = self->sh->pid;
	id = attach(UTRACE_EVENT(SIGNAL_CORE));
	self->sh->value = 1;
	expect_event(id, UT_SIGNAL, &ev);
	EXPECT_EQ(SIGSEGV, ev.arg[0]);
	EXPECT_EQ(UTRACE_SIGNAL_CORE, ev.action & UTRACE_SIGNAL_MASK);
	EXPECT_TRUE(wait_value(&self->sh->signals, SIGSEGV));
}

/* The stop signal that is injected stops as SIGSTOP from anywhere else. */
TEST_F(engine, inject_stop_action)
{
	int id, status = 0;

	start_and_wait(do_handle);
	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_REPORT), .flags = UT_DO_SIGNAL,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_STOP,
		.arg = { SIGSTOP });
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	expect_event(id, UT_SIGNAL, NULL);
	expect_state(self->pid, "T");
	EXPECT_EQ(self->pid, waitpid(self->pid, &status, WUNTRACED | WNOHANG));
	EXPECT_TRUE(WIFSTOPPED(status));
	kill(self->pid, SIGCONT);
	expect_state(self->pid, "S");
}

TEST_F(engine, inject_sigkill)
{
	int id;

	start_and_wait(do_handle);
	id = attach(UTRACE_EVENT_SIGNAL_ALL);
	ut_rule(self->dev, id, .callback = UT_SIGNAL,
		UT_SIGNAL_IS(UTRACE_SIGNAL_REPORT), .flags = UT_DO_SIGNAL,
		.ret = UTRACE_RESUME | UTRACE_SIGNAL_DELIVER,
		.arg = { SIGKILL });
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_INTERRUPT));
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

TEST_HARNESS_MAIN
