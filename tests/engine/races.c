// SPDX-License-Identifier: GPL-2.0
/*
 * Races: those that can be put in an order are, by callbacks that wait; the
 * rest is tried often.
 */
#include <pthread.h>
#include <sys/time.h>

#include "fixture.h"

ENGINE_FIXTURE

#define DEATH_AND_REAP	(UTRACE_EVENT(DEATH) | UTRACE_EVENT(REAP))

static void spin_us(long us)
{
	struct timespec t;
	long long end;

	clock_gettime(CLOCK_MONOTONIC, &t);
	end = t.tv_sec * 1000000000LL + t.tv_nsec + us * 1000;
	do {
		clock_gettime(CLOCK_MONOTONIC, &t);
	} while (t.tv_sec * 1000000000LL + t.tv_nsec < end);
}

/* Once more, with fresh shared memory and a fresh task */
#define start_again(function) do {					\
	memset(self->sh, 0, sizeof(*self->sh));				\
	start(function);						\
} while (0)

/*
 * Stop against SIGKILL
 */

TEST_F(engine, killed_on_the_way_to_a_stop)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK, .ret = UTRACE_STOP);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	kill(self->pid, SIGKILL);
	ut_let_go(self->dev, id);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

/* Killed, and then the engine asks again for what it had. */
TEST_F(engine, stop_of_a_killed_task)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK, .ret = UTRACE_RESUME);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	kill(self->pid, SIGKILL);
	ut_control(self->dev, id, UTRACE_STOP);
	ut_let_go(self->dev, id);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

TEST_F(engine, kill_against_stop)
{
	int id, i;

	for (i = 0; i < 150; i++) {
		start_again(do_calls);
		id = attach(UTRACE_EVENT(SYSCALL_ENTRY) | UTRACE_EVENT(EXIT) |
			    UTRACE_EVENT(QUIESCE));
		ut_quiet(self->dev, id);
		if (i & 1)
			ut_rule(self->dev, id, .callback = UT_QUIESCE,
				.count = -1, .ret = UTRACE_STOP);
		go();
		ut_control(self->dev, id, UTRACE_STOP);
		spin_us(random() % 300);
		kill(self->pid, SIGKILL);
		ut_control(self->dev, id, i & 2 ? UTRACE_STOP : UTRACE_INTERRUPT);
		ASSERT_EQ(SIGKILL, wait_exit(self->pid));
		ASSERT_EQ(0, ut_put(self->dev, id));
	}
}

/*
 * Detach against reports
 */

struct churn {
	int dev;
	pid_t pid;
	unsigned long events;
	long times;
	long ret;
};

static void *churn(void *arg)
{
	struct churn *c = arg;

	c->ret = ut_churn(c->dev, c->pid, c->events, c->times);
	return NULL;
}

#define CHURNERS	4

TEST_F(engine, detach_against_reports)
{
	struct churn c[CHURNERS];
	pthread_t t[CHURNERS];
	int i;

	start(do_calls);
	go();
	for (i = 0; i < CHURNERS; i++) {
		c[i] = (struct churn){ self->dev, self->pid,
				       UTRACE_EVENT_SYSCALL, 400 };
		if (i & 1)
			c[i].events |= UTRACE_EVENT(QUIESCE);
		ASSERT_EQ(0, pthread_create(&t[i], NULL, churn, &c[i]));
	}
	for (i = 0; i < CHURNERS; i++) {
		pthread_join(t[i], NULL);
		EXPECT_EQ(400, c[i].ret);
	}
	EXPECT_TRUE(wait_more(self->sh));
}

/* The same on tasks that come and go */
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

TEST_F(engine, detach_against_clone_and_exit)
{
	struct churn c[CHURNERS];
	pthread_t t[CHURNERS];
	int i;

	start(do_forks);
	go();
	for (i = 0; i < CHURNERS; i++) {
		c[i] = (struct churn){ self->dev, self->pid,
				       UTRACE_EVENT(CLONE) | UTRACE_EVENT(CLONED) |
				       UTRACE_EVENT_SIGNAL_ALL | UTRACE_EVENT_SYSCALL,
				       100000 };
		ASSERT_EQ(0, pthread_create(&t[i], NULL, churn, &c[i]));
	}
	msleep(500);
	kill(self->pid, SIGKILL);
	for (i = 0; i < CHURNERS; i++) {
		pthread_join(t[i], NULL);
		/* of one of the calls, after the task died */
		EXPECT_EQ(-ESRCH, c[i].ret);
	}
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

/*
 * In order: the engine is detached while its callback for one event runs, and
 * the mask that the report began with says that the other is wanted, too.
 */
TEST_F(engine, detached_between_quiesce_and_event)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_QUIESCE,
		.match = UTRACE_EVENT(SYSCALL_EXIT), .flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_QUIESCE, UTRACE_EVENT(SYSCALL_EXIT), NULL);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_DETACH));
	ut_let_go(self->dev, id);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_TRUE(ut_never(self->dev, id, UT_SYSCALL_EXIT));
	EXPECT_EQ(1, ut_refs(self->dev, id));
}

TEST_F(engine, events_dropped_between_quiesce_and_event)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id, .callback = UT_QUIESCE,
		.match = UTRACE_EVENT(SYSCALL_EXIT), .flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_QUIESCE, UTRACE_EVENT(SYSCALL_EXIT), NULL);
	EXPECT_EQ(-EINPROGRESS, ut_events(self->dev, id, 0));
	ut_let_go(self->dev, id);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_TRUE(ut_never(self->dev, id, UT_SYSCALL_EXIT));
}

/* The one that is next in the list goes while a callback runs. */
TEST_F(engine, neighbours_detached)
{
	int id[5], i;

	start(do_calls);
	for (i = 0; i < 5; i++)
		id[i] = attach(UTRACE_EVENT(SYSCALL_EXIT));
	ut_rule(self->dev, id[2], .callback = UT_SYSCALL_EXIT,
		.match = SYS_getppid, .flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id[2], UT_SYSCALL_EXIT, SYS_getppid, NULL);
	EXPECT_EQ(0, ut_control(self->dev, id[1], UTRACE_DETACH));
	EXPECT_EQ(0, ut_control(self->dev, id[3], UTRACE_DETACH));
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id[2], UTRACE_DETACH));
	EXPECT_EQ(0, ut_put(self->dev, id[1]));
	EXPECT_EQ(0, ut_put(self->dev, id[3]));
	ut_let_go(self->dev, id[2]);
	expect_event_arg(id[4], UT_SYSCALL_EXIT, SYS_getppid, NULL);
	expect_event_arg(id[0], UT_SYSCALL_EXIT, SYS_getppid, NULL);
}

/*
 * Barrier
 */

/* report_quiesce() returned, nothing else was wanted. */
TEST_F(engine, barrier_after_quiesce)
{
	int id, i;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(QUIESCE));
	ut_rule(self->dev, id, .callback = UT_QUIESCE, .count = -1,
		.flags = UT_DO_SPIN, .ret = UTRACE_RESUME, .arg[3] = 100);
	for (i = 0; i < 200; i++) {
		ut_control(self->dev, id, UTRACE_REPORT);
		ASSERT_TRUE(ut_wait(self->dev, id, UT_QUIESCE, NULL));
		ASSERT_EQ(0, ut_barrier(self->dev, id));
	}
}

TEST_F(engine, barrier_after_quiesce_asked_to_stop)
{
	int id;

	start(do_spin);
	go();
	id = attach(UTRACE_EVENT(QUIESCE));
	ut_rule(self->dev, id, .callback = UT_QUIESCE, .ret = UTRACE_STOP);
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_REPORT));
	expect_state(self->pid, "t");
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
}

/* Detached, and no report came between or comes after. */
TEST_F(engine, barrier_never_reported)
{
	int id;

	start(do_pause);
	id = attach(UTRACE_EVENTS & ~UTRACE_EVENT(SIGLOCK));
	EXPECT_EQ(0, ut_control(self->dev, id, UTRACE_DETACH));
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
}

/* The callback was in progress, and the task was killed meanwhile. */
TEST_F(engine, barrier_and_death)
{
	int id;

	start(do_calls);
	id = attach(UTRACE_EVENT(SYSCALL_EXIT) | UTRACE_EVENT(DEATH));
	ut_rule(self->dev, id, .callback = UT_SYSCALL_EXIT, .match = SYS_getppid,
		.flags = UT_DO_BLOCK);
	go();
	expect_event_arg(id, UT_SYSCALL_EXIT, SYS_getppid, NULL);
	kill(self->pid, SIGKILL);
	EXPECT_EQ(-EINPROGRESS, ut_control(self->dev, id, UTRACE_DETACH));
	ut_let_go(self->dev, id);
	EXPECT_EQ(0, ut_barrier(self->dev, id));
	EXPECT_EQ(1, ut_refs(self->dev, id));
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
	EXPECT_TRUE(ut_never(self->dev, id, UT_DEATH));
}

/*
 * The end of a task
 */

/* utrace_set_events(DEATH) against exit: it says whether the report comes. */
TEST_F(engine, set_death_against_exit)
{
	int id, i, in_time = 0, late = 0, seen;
	struct ut_event ev;
	long ret;

	for (i = 0; i < 200; i++) {
		start_again(do_return);
		id = attach(0);
		go();
		spin_us(random() % 1500);
		ret = ut_events(self->dev, id, UTRACE_EVENT(DEATH));
		ASSERT_TRUE(!ret || ret == -EALREADY) TH_LOG("ret %ld", ret);
		ASSERT_EQ(0, wait_exit(self->pid));
		/* the report may be still running: then it is let go first */
		ASSERT_EQ(0, ut_put(self->dev, id));
		seen = 0;
		do {
			ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
			seen += ev.callback == UT_DEATH;
		} while (ev.callback != UT_RELEASE);
		ASSERT_EQ(!ret, seen);
		if (ret)
			late++;
		else
			in_time++;
	}
	TH_LOG("%d in time, %d late", in_time, late);
}

/* Detach against exit: it says who has to free what. */
TEST_F(engine, detach_against_exit)
{
	int id, i, detached = 0, late = 0, deaths, reaps;
	struct ut_event ev;
	long ret;

	for (i = 0; i < 200; i++) {
		start_again(do_return);
		id = attach(DEATH_AND_REAP);
		ut_rule(self->dev, id, .callback = UT_DEATH, .flags = UT_DO_SPIN,
			.ret = UTRACE_RESUME, .arg[3] = 50);
		go();
		spin_us(random() % 1500);
		ret = ut_control(self->dev, id, UTRACE_DETACH);
		if (ret == -EINPROGRESS) {
			ASSERT_EQ(0, ut_barrier(self->dev, id));
		} else {
			ASSERT_TRUE(!ret || ret == -EALREADY) TH_LOG("ret %ld", ret);
		}
		ASSERT_EQ(0, wait_exit(self->pid));
		ASSERT_EQ(0, ut_put(self->dev, id));
		deaths = reaps = 0;
		do {
			ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
			deaths += ev.callback == UT_DEATH;
			reaps += ev.callback == UT_REAP;
		} while (ev.callback != UT_RELEASE);
		if (ret == -EALREADY) {
			ASSERT_EQ(1, deaths);
			ASSERT_EQ(1, reaps);
			late++;
		} else {
			/* a zombie can be left after its death was reported */
			ASSERT_EQ(0, reaps);
			detached++;
		}
	}
	TH_LOG("%d detached, %d late", detached, late);
}

TEST_F(engine, attach_against_exit)
{
	int i, attached = 0, late = 0;
	struct ut_event ev;
	long id;

	for (i = 0; i < 200; i++) {
		start_again(do_return);
		go();
		spin_us(random() % 1500);
		id = ut_attach(self->dev, self->pid, UTRACE_EVENT(REAP));
		ASSERT_TRUE(id > 0 || id == -ESRCH) TH_LOG("attach: %ld", id);
		ASSERT_EQ(0, wait_exit(self->pid));
		if (id > 0) {
			ASSERT_TRUE(ut_wait(self->dev, id, UT_REAP, &ev));
			ASSERT_EQ(0, ut_put(self->dev, id));
			attached++;
		} else {
			late++;
		}
	}
	TH_LOG("%d attached, %d late", attached, late);
}

/* Threads reap themselves; the reports keep their order. */
static void *nothing(void *arg)
{
	return NULL;
}

static void do_threads(struct shared *sh)
{
	pthread_t t[4];
	int i, j;

	for (i = 0; i < 25; i++) {
		for (j = 0; j < 4; j++)
			pthread_create(&t[j], NULL, nothing, NULL);
		for (j = 0; j < 4; j++)
			pthread_join(t[j], NULL);
	}
}

static void do_children(struct shared *sh)
{
	int i, j;

	for (i = 0; i < 25; i++) {
		for (j = 0; j < 4; j++)
			if (!fork())
				_exit(0);
		for (j = 0; j < 4; j++)
			wait(NULL);
	}
}

static void follow_all(struct __test_metadata *_metadata,
		       FIXTURE_DATA(engine) *self)
{
	int deaths = 0, reaps = 0, clones = 0, id;
	char state[1024] = "";
	struct ut_event ev;

	id = attach(UTRACE_EVENT(CLONE));
	ut_rule(self->dev, id, .callback = UT_CLONE, .count = -1,
		.flags = UT_DO_ATTACH, .ret = UTRACE_RESUME,
		.arg = { DEATH_AND_REAP | UTRACE_EVENT(QUIESCE), UTRACE_REPORT });
	go();
	while (reaps < 100) {
		ASSERT_TRUE(ut_next(self->dev, &ev, SOON));
		ASSERT_GT(sizeof(state), ev.id);
		clones += ev.callback == UT_CLONE;
		if (ev.callback == UT_DONE)
			ASSERT_LT(0, (long)ev.arg[0]);
		if (ev.callback == UT_DEATH) {
			ASSERT_EQ(0, state[ev.id]);
			state[ev.id] = 'd';
			deaths++;
		} else if (ev.callback == UT_REAP) {
			ASSERT_EQ('d', state[ev.id]);
			state[ev.id] = 'r';
			reaps++;
		} else if (ev.id != id && ev.callback != UT_RELEASE) {
			ASSERT_EQ(0, state[ev.id] == 'r');
		}
	}
	EXPECT_EQ(100, clones);
	EXPECT_EQ(100, deaths);
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, follow_threads)
{
	start(do_threads);
	follow_all(_metadata, self);
}

TEST_F(engine, follow_children)
{
	start(do_children);
	follow_all(_metadata, self);
}

/*
 * A thread that is held, and the end of its process for other reasons
 */

static void *spin(void *arg)
{
	struct shared *sh = arg;

	sh->pid = syscall(SYS_gettid);
	do_spin(sh);
	return NULL;
}

static void do_with_thread(struct shared *sh)
{
	pthread_t t;

	pthread_create(&t, NULL, spin, sh);
	while (sh->quit != 2)
		usleep(1000);
}

static void do_exec_with_thread(struct shared *sh)
{
	do_with_thread(sh);
	execl("/bin/true", "true", NULL);
}

#define hold_thread(function) ({					\
	long _id;							\
									\
	start(function);						\
	go();								\
	EXPECT_TRUE(wait_more(self->sh));				\
	_id = ut_attach(self->dev, self->sh->pid, 0);			\
	ASSERT_LT(0, _id);						\
	ut_control(self->dev, _id, UTRACE_STOP);			\
	expect_state(self->sh->pid, "t");				\
	_id;								\
})

TEST_F(engine, held_thread_and_exit)
{
	hold_thread(do_with_thread);
	self->sh->quit = 2;
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, held_thread_and_exec)
{
	hold_thread(do_exec_with_thread);
	self->sh->quit = 2;
	EXPECT_EQ(0, wait_exit(self->pid));
}

TEST_F(engine, held_thread_and_core)
{
	int status;

	hold_thread(do_with_thread);
	kill(self->pid, SIGQUIT);
	status = wait_exit(self->pid);
	EXPECT_NE(-1, status);
	EXPECT_EQ(SIGQUIT, WTERMSIG(status));
}

/*
 * Everything at once
 */

struct controller {
	int dev;
	int id;
	int actions;
	volatile int *quit;
};

static void *control(void *arg)
{
	static const int actions[] = { UTRACE_STOP, UTRACE_RESUME, UTRACE_REPORT,
				       UTRACE_INTERRUPT };
	struct controller *c = arg;
	unsigned int seed = c->id;

	while (!*c->quit)
		ut_control(c->dev, c->id, actions[rand_r(&seed) % c->actions]);
	ut_control(c->dev, c->id, UTRACE_RESUME);
	return NULL;
}

TEST_F(engine, controllers)
{
	struct controller c[3];
	pthread_t t[3];
	int quit = 0, i;

	start(do_calls);
	go();
	for (i = 0; i < 3; i++) {
		int id = attach(UTRACE_EVENT(QUIESCE) | UTRACE_EVENT_SYSCALL |
				UTRACE_EVENT_SIGNAL_ALL);

		ut_quiet(self->dev, id);
		c[i] = (struct controller){ self->dev, id, 2 + i, &quit };
		ASSERT_EQ(0, pthread_create(&t[i], NULL, control, &c[i]));
	}
	for (i = 0; i < 100; i++) {
		kill(self->pid, i & 1 ? SIGCONT : SIGSTOP);
		msleep(5);
	}
	quit = 1;
	for (i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	EXPECT_TRUE(wait_more(self->sh));
	kill(self->pid, SIGKILL);
	EXPECT_EQ(SIGKILL, wait_exit(self->pid));
}

/* Under a tracer that steps and goes, with churning engines */
static void *tracer(void *arg)
{
	struct controller *c = arg;
	pid_t pid = c->id;

	while (!*c->quit) {
		int i, status;

		if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)PTRACE_O_TRACESYSGOOD))
			return (void *)1;
		ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
		waitpid(pid, &status, __WALL);
		for (i = 0; i < 10; i++) {
			ptrace(i & 1 ? PTRACE_SINGLESTEP : PTRACE_SYSCALL, pid, 0, 0);
			waitpid(pid, &status, __WALL);
			if (!WIFSTOPPED(status))
				return (void *)2;
		}
		if (ptrace(PTRACE_DETACH, pid, NULL, NULL))
			return (void *)3;
	}
	return NULL;
}

TEST_F(engine, tracer_and_engines)
{
	struct controller c;
	pthread_t t;
	int quit = 0;
	void *ret;

	start(do_calls);
	go();
	c = (struct controller){ self->dev, self->pid, 0, &quit };
	ASSERT_EQ(0, pthread_create(&t, NULL, tracer, &c));
	EXPECT_EQ(1000, ut_churn(self->dev, self->pid, UTRACE_EVENT_SYSCALL |
				 UTRACE_EVENT_SIGNAL_ALL | UTRACE_EVENT(QUIESCE),
				 1000));
	quit = 1;
	pthread_join(t, &ret);
	EXPECT_EQ(NULL, ret);
	EXPECT_TRUE(wait_more(self->sh));
}

TEST_HARNESS_MAIN
