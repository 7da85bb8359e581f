// SPDX-License-Identifier: GPL-2.0
/*
 * Torture of the utrace core: kthreads attach engines to tasks of a workload and
 * do with them at random whatever an engine may do; meanwhile the engines'
 * callbacks check that the core keeps its promises.
 *
 * What is wrong is said in the kernel's log after "utrace-torture: FAILED:".
 * When the module is removed, all engines are detached, and the log gets the
 * statistics and a line that begins with "End of test".
 */
#define pr_fmt(fmt) "utrace-torture: " fmt

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/torture.h>

#include "torture.h"

MODULE_DESCRIPTION("Torture test of utrace");
MODULE_LICENSE("GPL");

torture_param(int, pid, 0, "Leader of the session whose tasks are tortured");
torture_param(ulong, seed, 1, "Seed of the random choices");
torture_param(int, nthreads, 4, "Number of torturing kthreads");
torture_param(int, max_engines, 96, "Number of engines at the same time");
torture_param(int, pause_us, 1000, "Longest pause between two operations (us)");
torture_param(int, stutter, 5, "Seconds of load, and then none, 0 for always");
torture_param(int, stat_interval, 30, "Seconds between statistics, 0 for none");
torture_param(bool, fail, false, "Allocations may fail (see failslab)");
torture_param(int, verbose, 0, "Say more");

/* How many failures are described; all are counted. */
#define UTT_FAILURES	30

static char *torture_type = "utrace";

/* Set for good when no engine may be attached any more. */
bool utt_closing;

static const int utt_results[] = {
	0, -ESRCH, -EINPROGRESS, -EALREADY, -EAGAIN, -EINVAL, -ENOENT, -EEXIST,
	-ENOMEM, -EPERM, -ERESTARTNOINTR, -ERESTARTSYS,
};

static const char * const utt_result_names[ARRAY_SIZE(utt_results) + 1] = {
	"0", "ESRCH", "EINPROGRESS", "EALREADY", "EAGAIN", "EINVAL", "ENOENT",
	"EEXIST", "ENOMEM", "EPERM", "ERESTARTNOINTR", "ERESTARTSYS", "other",
};

static const char * const utt_action_names[UTRACE_RESUME_MAX] = {
	"STOP", "INTERRUPT", "REPORT", "SINGLESTEP", "BLOCKSTEP", "RESUME",
	"DETACH",
};

static const char * const utt_call_names[] = {
	[UTT_ATTACH] = "attach",
	[UTT_EXCLUSIVE] = "exclusive",
	[UTT_LOOKUP] = "lookup",
	[UTT_KTHREAD] = "kthread",
	[UTT_SET_EVENTS] = "set_events",
	[UTT_STOP] = "stop",
	[UTT_INTERRUPT] = "interrupt",
	[UTT_REPORT] = "report",
	[UTT_SINGLESTEP] = "singlestep",
	[UTT_BLOCKSTEP] = "blockstep",
	[UTT_RESUME] = "resume",
	[UTT_DETACH] = "detach",
	[UTT_BARRIER] = "barrier",
	[UTT_PREPARE_EXAMINE] = "prepare_examine",
	[UTT_FINISH_EXAMINE] = "finish_examine",
};

static const char * const utt_callback_names[] = {
	[UTT_CB_QUIESCE] = "quiesce",
	[UTT_CB_SIGNAL] = "signal",
	[UTT_CB_CLONE] = "clone",
	[UTT_CB_JCTL] = "jctl",
	[UTT_CB_EXEC] = "exec",
	[UTT_CB_SYSCALL_ENTRY] = "syscall_entry",
	[UTT_CB_SYSCALL_EXIT] = "syscall_exit",
	[UTT_CB_EXIT] = "exit",
	[UTT_CB_DEATH] = "death",
	[UTT_CB_REAP] = "reap",
	[UTT_CB_CLONED] = "cloned",
	[UTT_CB_VFORK_DONE] = "vfork_done",
	[UTT_CB_SECCOMP] = "seccomp",
};

static const char * const utt_count_names[] = {
	[UTT_RELEASED] = "released",
	[UTT_NO_MEMORY] = "no_memory",
	[UTT_HELD] = "held",
	[UTT_HELD_AGAIN] = "held_again",
	[UTT_KILLED_IN_HOLD] = "killed_in_hold",
	[UTT_LET_GO] = "let_go",
	[UTT_GET_PUT] = "get_put",
	[UTT_LOST_AND_FOUND] = "lost_and_found",
	[UTT_LOST] = "lost",
	[UTT_BY_PID] = "by_pid",
	[UTT_CHILD_ATTACHED] = "child_attached",
	[UTT_SELF_ATTACHED] = "self_attached",
	[UTT_SELF_CONTROL] = "self_control",
	[UTT_SELF_EVENTS] = "self_events",
	[UTT_SLEPT] = "slept",
	[UTT_STEP_TRAP] = "step_trap",
	[UTT_SIGNAL_REPORT] = "signal_report",
	[UTT_SIGNAL_HANDLER] = "signal_handler",
	[UTT_SIGNAL_IGNORED] = "signal_ignored",
	[UTT_SIGNAL_CHANGED] = "signal_changed",
	[UTT_SIGNAL_PUT_BACK] = "signal_put_back",
	[UTT_SIGNAL_MADE] = "signal_made",
	[UTT_SYSCALL_ABORTED] = "syscall_aborted",
	[UTT_SYSCALL_RESUMED] = "syscall_resumed",
};

static atomic_long_t utt_call_counts[UTT_NCALLS][ARRAY_SIZE(utt_result_names)];
static atomic_long_t utt_callback_counts[UTT_NCALLBACKS][UTRACE_RESUME_MAX];
static atomic_long_t utt_counts[UTT_NCOUNTS];
static atomic_long_t utt_failures;
static atomic_long_t utt_seeds;

static struct task_struct **utt_threads;
static struct task_struct *utt_let_go_thread;
static struct task_struct *utt_stats_thread;
static struct pid *utt_session;

void utt_count(enum utt_count what)
{
	atomic_long_inc(&utt_counts[what]);
}

void utt_count_call(enum utt_call call, int ret)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(utt_results); i++)
		if (utt_results[i] == ret)
			break;
	atomic_long_inc(&utt_call_counts[call][i]);
}

void utt_count_callback(enum utt_callback cb, u32 action)
{
	if (action < UTRACE_RESUME_MAX)
		atomic_long_inc(&utt_callback_counts[cb][action]);
}

void utt_fail(const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	if (atomic_long_inc_return(&utt_failures) > UTT_FAILURES)
		return;
	va_start(args, fmt);
	vaf.va = &args;
	pr_alert("FAILED: %s/%d: %pV\n", current->comm, current->pid, &vaf);
	va_end(args);
}

bool utt_memory_fails(void)
{
	return fail;
}

/* Allocations of current fail, if /sys/kernel/debug/failslab says so. */
void utt_let_memory_fail(bool on)
{
#ifdef CONFIG_FAULT_INJECTION
	current->make_it_fail = fail && on;
#endif
}

/* There are as many engines as there may be. */
bool utt_full(void)
{
	return utt_live() >= max_engines;
}

/* A stream of its own for each generator. */
u64 utt_seed(void)
{
	return (u64)seed * 1000003 + atomic_long_inc_return(&utt_seeds);
}

/* What is zero is not said: whoever reads it asks for what has to be there. */
static void utt_stats_print(void)
{
	long n;
	int i, j;

	for (i = 0; i < UTT_NCALLS; i++)
		for (j = 0; j < ARRAY_SIZE(utt_result_names); j++) {
			n = atomic_long_read(&utt_call_counts[i][j]);
			if (n)
				pr_alert("count: %s %s %ld\n",
					 utt_call_names[i], utt_result_names[j],
					 n);
		}
	for (i = 0; i < UTT_NCALLBACKS; i++)
		for (j = 0; j < UTRACE_RESUME_MAX; j++) {
			n = atomic_long_read(&utt_callback_counts[i][j]);
			if (n)
				pr_alert("count: report_%s %s %ld\n",
					 utt_callback_names[i],
					 utt_action_names[j], n);
		}
	for (i = 0; i < UTT_NCOUNTS; i++) {
		n = atomic_long_read(&utt_counts[i]);
		if (n)
			pr_alert("count: %s - %ld\n", utt_count_names[i], n);
	}
}

static bool utt_in_session(struct task_struct *task)
{
	return task->signal && task_session(task) == utt_session;
}

/* Any thread of the session, dead ones too; NULL if there is none. */
static struct task_struct *utt_pick_task(struct rnd_state *rnd)
{
	struct task_struct *p, *t, *found = NULL;
	unsigned int n = 0;

	rcu_read_lock();
	for_each_process_thread(p, t) {
		if (!utt_in_session(t) || !utt_one_in(rnd, ++n))
			continue;
		found = t;
	}
	if (found)
		found = tryget_task_struct(found);
	rcu_read_unlock();
	return found;
}

static void utt_do_attach(struct rnd_state *rnd)
{
	int flags = UTRACE_ATTACH_CREATE;
	struct task_struct *task;
	struct utt_subject *s;

	/* the other half is for callbacks to attach */
	if (utt_live() >= max_engines / 2)
		return;
	/* a kernel thread cannot be traced */
	task = utt_one_in(rnd, 64) ? get_task_struct(current) :
				     utt_pick_task(rnd);
	if (!task)
		return;
	if (utt_one_in(rnd, 3) && task != current)
		flags |= UTRACE_ATTACH_EXCLUSIVE;
	if (utt_one_in(rnd, 4))
		flags |= UTRACE_ATTACH_ATOMIC;
	if (utt_one_in(rnd, 4))
		flags |= UTRACE_ATTACH_LAST;
	s = utt_attach(task, flags, false);
	put_task_struct(task);
	if (!s)
		return;
	utt_set_events(s, utt_random_events(rnd));
	utt_unpick(s);
}

static void utt_do_control(struct utt_subject *s, struct rnd_state *rnd)
{
	enum utrace_resume_action action = utt_below(rnd, UTRACE_DETACH);

	/* not while somebody examines the task */
	if (!down_read_trylock(&s->steady))
		return;
	utt_control(s, action, utt_one_in(rnd, 4));
	up_read(&s->steady);
}

static void utt_do_detach(struct utt_subject *s, struct rnd_state *rnd)
{
	if (!down_read_trylock(&s->steady))
		return;
	utt_detach(s, utt_one_in(rnd, 4));
	up_read(&s->steady);
}

static void utt_do_events(struct utt_subject *s, struct rnd_state *rnd)
{
	unsigned long events = utt_random_events(rnd);

	if (utt_one_in(rnd, 32))
		events |= utt_one_in(rnd, 2) ? UTRACE_EVENT(SIGLOCK) :
					       BIT(_UTRACE_NEVENTS);
	if (utt_set_events(s, events) == -EINPROGRESS && utt_one_in(rnd, 2))
		utt_barrier(s);
}

static void utt_lose_it(struct utt_subject *s)
{
	/* it cannot be let go meanwhile by whoever holds it */
	if (down_write_trylock(&s->steady)) {
		up_write(&s->steady);
		utt_lose(s);
	} else {
		utt_unpick(s);
	}
}

static void utt_do_one(struct rnd_state *rnd)
{
	u32 what = utt_below(rnd, 100);
	struct utt_subject *s;

	if (what < 25) {
		utt_do_attach(rnd);
		return;
	}
	s = utt_pick(rnd);
	if (!s)
		return;
	switch (what) {
	case 25 ... 39:
		utt_do_events(s, rnd);
		break;
	case 40 ... 64:
		utt_do_control(s, rnd);
		break;
	case 65 ... 72:
		utt_do_detach(s, rnd);
		break;
	case 73 ... 79:
		utt_barrier(s);
		break;
	case 80 ... 89:
		utt_examine(s, rnd);
		break;
	case 90 ... 92:
		utt_get_put(s);
		break;
	case 93 ... 95:
		utt_lookup(s);
		break;
	default:
		utt_lose_it(s);
		return;
	}
	utt_unpick(s);
}

static int utt_torture(void *arg)
{
	struct rnd_state rnd;

	prandom_seed_state(&rnd, utt_seed());
	utt_let_memory_fail(true);
	do {
		stutter_wait("utt_torture");
		utt_do_one(&rnd);
		if (pause_us > 0)
			usleep_range(1, 1 + utt_below(&rnd, pause_us));
		cond_resched();
	} while (!torture_must_stop());
	torture_kthread_stopping("utt_torture");
	return 0;
}

/* A STOP is for a while, so that the workload goes on. */
static bool utt_held_long(struct utt_subject *s, struct rnd_state *rnd)
{
	unsigned long stopped = READ_ONCE(s->stopped);

	return stopped && time_after(jiffies, stopped + HZ / 20 +
					      utt_below(rnd, HZ / 5));
}

static void utt_look_after(struct utt_subject *s, struct rnd_state *rnd)
{
	if (!down_read_trylock(&s->steady))
		return;
	if (utt_held_long(s, rnd)) {
		utt_control(s, UTRACE_RESUME, false);
		utt_count(UTT_LET_GO);
	} else if (READ_ONCE(s->task->exit_state) && utt_one_in(rnd, 4)) {
		/* make room */
		utt_detach(s, false);
	}
	up_read(&s->steady);
}

static int utt_let_go(void *arg)
{
	struct rnd_state rnd;

	prandom_seed_state(&rnd, utt_seed());
	do {
		struct utt_subject *s = utt_pick_next();

		if (!s) {
			schedule_timeout_uninterruptible(HZ / 20 + 1);
			continue;
		}
		utt_look_after(s, &rnd);
		utt_unpick(s);
		usleep_range(200, 1000);
	} while (!torture_must_stop());
	torture_kthread_stopping("utt_let_go");
	return 0;
}

static int utt_stats(void *arg)
{
	do {
		schedule_timeout_interruptible(stat_interval * HZ);
		utt_stats_print();
	} while (!torture_must_stop());
	torture_kthread_stopping("utt_stats");
	return 0;
}

static void utt_detach_everything(void)
{
	unsigned long limit = jiffies + 120 * HZ;

	/*
	 * A callback that began before utt_closing was set may attach one more:
	 * only when all are through with theirs, nobody does.  Then there are
	 * those whose task was reaped while they were lost.
	 */
	while (!utt_detach_all() || utt_live()) {
		if (time_after(jiffies, limit)) {
			utt_fail("%d engines are not released", utt_live());
			break;
		}
		cond_resched();
	}
	/* release() has been called; it has also returned after this */
	synchronize_rcu_tasks();
}

static void utt_cleanup(void)
{
	int i;

	if (torture_cleanup_begin())
		return;
	for (i = 0; utt_threads && i < nthreads; i++)
		torture_stop_kthread(utt_torture, utt_threads[i]);
	kfree(utt_threads);
	torture_stop_kthread(utt_let_go, utt_let_go_thread);
	torture_stop_kthread(utt_stats, utt_stats_thread);

	WRITE_ONCE(utt_closing, true);
	utt_detach_everything();
	put_pid(utt_session);

	utt_stats_print();
	pr_alert("End of test: %s: pid=%d seed=%lu failures=%ld\n",
		 atomic_long_read(&utt_failures) ? "FAILURE" : "SUCCESS", pid,
		 seed, atomic_long_read(&utt_failures));
	torture_cleanup_end();
}

static int __init utt_start(void)
{
	int i, ret;

	utt_threads = kcalloc(nthreads, sizeof(*utt_threads), GFP_KERNEL);
	if (!utt_threads)
		return -ENOMEM;
	for (i = 0; i < nthreads; i++) {
		ret = torture_create_kthread(utt_torture, NULL, utt_threads[i]);
		if (ret)
			return ret;
	}
	ret = torture_create_kthread(utt_let_go, NULL, utt_let_go_thread);
	if (ret)
		return ret;
	if (stat_interval > 0) {
		ret = torture_create_kthread(utt_stats, NULL, utt_stats_thread);
		if (ret)
			return ret;
	}
	if (stutter > 0)
		return torture_stutter_init(stutter * HZ, stutter * HZ / 4);
	return 0;
}

static int __init utt_init(void)
{
	int ret;

	BUILD_BUG_ON(UTT_DETACH - UTT_STOP != UTRACE_DETACH - UTRACE_STOP);
	if (nthreads < 1 || max_engines < 1)
		return -EINVAL;
	utt_session = find_get_pid(pid);
	if (!utt_session)
		return -ESRCH;
	if (!torture_init_begin(torture_type, verbose)) {
		put_pid(utt_session);
		return -EBUSY;
	}
	pr_alert("Start of test: pid=%d seed=%lu nthreads=%d max_engines=%d fail=%d\n",
		 pid, seed, nthreads, max_engines, fail);
	ret = utt_start();
	torture_init_end();
	if (ret)
		utt_cleanup();
	return ret;
}

static void __exit utt_exit(void)
{
	utt_cleanup();
}

module_init(utt_init);
module_exit(utt_exit);
