/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every engine test needs: calls of the test module, and tasks to trace.
 * A call returns what the kernel's function returned: 0, or -errno.
 */
#ifndef _ENGINE_H
#define _ENGINE_H

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/const.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * The kernel's own <linux/utrace.h> without its includes: the programs use the
 * constants in it, and these are for the rest of it to be understood.
 */
#define BIT(nr)		_BITUL(nr)
typedef uint32_t u32;
typedef siginfo_t kernel_siginfo_t;
struct kref { int count; };
struct list_head { struct list_head *next, *prev; };
struct rcu_head { void *next; };
struct k_sigaction;
struct task_struct;
enum pid_type { PIDTYPE_PID };
static inline void kref_get(struct kref *kref) { }
static inline void kref_put(struct kref *kref, void (*f)(struct kref *)) { }
#include "utrace-api.h"

#include "utrace_test.h"

/* Errors that only the kernel knows */
#define ERESTARTSYS	512
#define ERESTARTNOINTR	513

/* How long to wait for what must come, and for what must not; milliseconds */
#define SOON		5000
#define NEVER		100

/* Calls */

int ut_open(void);
long ut_call_how(int dev, int what, int how, int id, long arg, long arg2);
long ut_attach_flags(int dev, pid_t pid, int flags, int ops, int how);
long ut_lookup(int dev, pid_t pid, int flags, int ops, int like);
long ut_attach(int dev, pid_t pid, unsigned long events);
long ut_add_rule(int dev, int id, const struct ut_rule *rule);
long ut_task(int dev, int id);
unsigned long ut_task_flags(int dev, int id);
unsigned long ut_ip(int dev, int id);
long ut_churn(int dev, pid_t pid, unsigned long events, long times);
struct ut_stats ut_stats(int dev);

static inline long ut_call(int dev, int what, int id, long arg)
{
	return ut_call_how(dev, what, 0, id, arg, 0);
}

#define ut_events(dev, id, events)	ut_call(dev, UT_EVENTS, id, events)
#define ut_control(dev, id, action)	ut_call(dev, UT_CONTROL, id, action)
#define ut_barrier(dev, id)		ut_call(dev, UT_BARRIER, id, 0)
#define ut_prepare(dev, id)		ut_call(dev, UT_PREPARE, id, 0)
#define ut_finish(dev, id)		ut_call(dev, UT_FINISH, id, 0)
#define ut_put(dev, id)			ut_call(dev, UT_PUT, id, 0)
#define ut_let_go(dev, id)		ut_call(dev, UT_OPEN, id, 0)
#define ut_clear(dev, id)		ut_call(dev, UT_CLEAR_RULES, id, 0)
#define ut_refs(dev, id)		ut_call(dev, UT_REFS, id, 0)
#define ut_quiet(dev, id)		ut_call(dev, UT_QUIET, id, 0)
#define ut_window(dev, id)		ut_call(dev, UT_WINDOW, id, 0)

/* Once, or as often as .count says: what callbacks of engine id do. */
#define ut_rule(dev, id, ...)						\
	ut_add_rule(dev, id, &(struct ut_rule){				\
		.count = 1, .match = UT_NONE, .ret = UTRACE_RESUME,	\
		__VA_ARGS__ })

/* Only for the report of a signal with this action in its first argument */
#define UT_SIGNAL_IS(signal_action)					\
	.mask = UTRACE_SIGNAL_MASK, .bits = (signal_action)

/* The log.  These return false if it did not come soon. */

bool ut_next(int dev, struct ut_event *ev, int ms);
bool ut_wait(int dev, int id, int callback, struct ut_event *ev);
bool ut_wait_arg(int dev, int id, int callback, uint64_t arg0,
		 struct ut_event *ev);
bool ut_never(int dev, int id, int callback);
void ut_drain(int dev);

/**
 * struct shared - what a traced task and the test share
 * @go: the task goes on
 * @count: grows as long as the task is in a loop
 * @value: a result
 * @signals: how often note_signal() ran
 * @done: the task has come to the end of its function
 * @pid: of a child or a thread
 * @quit: leave the loop
 */
struct shared {
	volatile int go;
	volatile long count;
	volatile long value;
	volatile int signals;
	volatile int done;
	volatile pid_t pid;
	volatile int quit;
};

/* In a traced task: the shared memory, also for its signal handlers */
extern struct shared *shared;

pid_t task_start(struct shared *sh, void (*function)(struct shared *sh));
struct shared *shared_new(void);
void task_go(struct shared *sh);
void note_signal(int sig);
void on_signal(int sig, void (*handler)(int));

/* What tasks do */
void do_return(struct shared *sh);
void do_pause(struct shared *sh);
void do_spin(struct shared *sh);
void do_calls(struct shared *sh);
void do_getppid(struct shared *sh);
void filter_getppid(unsigned int ret);

char task_state(pid_t pid);
bool wait_state(pid_t pid, const char *states);
bool stays(pid_t pid, char state);
/* User Mode Linux has no UTRACE_BLOCKSTEP, what else it would return is in @err. */
bool is_uml(void);
int step_error(int action, int err);
bool wait_value(volatile int *value, int expected);
bool wait_more(struct shared *sh);
bool no_more(struct shared *sh);
bool wait_stepping(int dev, int id, bool on);
int wait_exit(pid_t pid);
void msleep(int ms);
long long now_ms(void);

#define EXITED(code)	((code) << 8)

/* Kill and reap all children, close the session, and look at the counters. */
bool engine_end(int dev, const struct ut_stats *before, struct ut_stats *after);

#endif /* _ENGINE_H */
