// SPDX-License-Identifier: GPL-2.0
/*
 * A task that is held by UTRACE_STOP does not run in user mode, whatever the
 * others do, unless it is killed.
 */
#include <linux/delay.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "torture.h"

/* How often to look for a task that is about to stop, once a jiffy. */
#define UTT_LOOKS	30
#define UTT_LOOKS_AGAIN	(60 * HZ)

/* Nothing holds it, now or soon. */
static bool utt_killed(struct utt_subject *s)
{
	struct task_struct *task = s->task;

	return READ_ONCE(task->exit_state) || task->flags & PF_EXITING ||
	       fatal_signal_pending(task) ||
	       READ_ONCE(task->signal->flags) & SIGNAL_GROUP_EXIT ||
	       READ_ONCE(task->signal->group_exec_task);
}

/*
 * As task_pt_regs(), for a task that may be killed meanwhile: false if its stack
 * is gone.  It is not used for something else before a grace period is over, but
 * for another task.  (put_task_stack() is not exported.)
 */
static bool utt_read_regs(struct task_struct *task, struct pt_regs *regs)
{
	const char *stack;

	rcu_read_lock();
	stack = READ_ONCE(task->stack);
	if (stack)
		memcpy(regs, stack + THREAD_SIZE - TOP_OF_KERNEL_STACK_PADDING -
		       sizeof(*regs), sizeof(*regs));
	rcu_read_unlock();
	return stack;
}

static void utt_check_examine(struct utt_subject *s, const char *what, int ret)
{
	switch (ret) {
	case 0:
	case -EAGAIN:
		break;
	case -EINVAL:
		/* the callbacks return UTRACE_STOP, and nobody else lets go */
		if (!utt_killed(s))
			utt_fail("%s: it is not held any more", what);
		break;
	case -ESRCH:
		if (!atomic_read(&s->detaching) && !READ_ONCE(s->task->exit_state))
			utt_fail("%s: -ESRCH for a live task", what);
		break;
	default:
		utt_fail("%s: %d", what, ret);
	}
}

static int utt_prepare(struct utt_subject *s, struct utrace_examiner *exam)
{
	int ret = utrace_prepare_examine(s->task, s->engine, exam);

	utt_count_call(UTT_PREPARE_EXAMINE, ret);
	utt_check_examine(s, "prepare_examine", ret);
	return ret;
}

static int utt_finish(struct utt_subject *s, struct utrace_examiner *exam)
{
	int ret = utrace_finish_examine(s->task, s->engine, exam);

	utt_count_call(UTT_FINISH_EXAMINE, ret);
	utt_check_examine(s, "finish_examine", ret);
	return ret;
}

static int utt_wait_stopped(struct utt_subject *s, struct utrace_examiner *exam,
			    int looks)
{
	int ret;

	while ((ret = utt_prepare(s, exam)) == -EAGAIN && --looks &&
	       !READ_ONCE(utt_closing))
		schedule_timeout_uninterruptible(1);
	return ret;
}

/*
 * The task woke up, and was not killed.  That is SIGCONT, or a tracer that asked
 * for another stop: it goes to sleep again without having been in user mode.
 */
static void utt_stops_again(struct utt_subject *s, const struct pt_regs *regs)
{
	struct utrace_examiner exam;
	struct pt_regs now;
	int ret;

	ret = utt_wait_stopped(s, &exam, UTT_LOOKS_AGAIN);
	if (ret) {
		if (ret == -EAGAIN && !utt_killed(s) && !READ_ONCE(utt_closing))
			utt_fail("a task that is held does not stop again");
		return;
	}
	if (!utt_read_regs(s->task, &now) || utt_finish(s, &exam))
		return;
	if (memcmp(regs, &now, sizeof(now)) && !utt_killed(s))
		utt_fail("a task that is held has run: ip %lx, then %lx",
			 instruction_pointer((struct pt_regs *)regs),
			 instruction_pointer(&now));
	utt_count(UTT_HELD_AGAIN);
}

/* It is stopped: it stays so for a while. */
static void utt_watch(struct utt_subject *s, struct utrace_examiner *exam,
		      struct rnd_state *rnd)
{
	struct pt_regs before, after;
	bool read;
	int ret;

	read = utt_read_regs(s->task, &before);
	usleep_range(100, 200 + utt_below(rnd, 5000));
	read = read && utt_read_regs(s->task, &after);
	ret = utt_finish(s, exam);
	if (!ret && !read) {
		utt_fail("a task that is held has no stack");
	} else if (!ret) {
		if (memcmp(&before, &after, sizeof(before)))
			utt_fail("registers of a task that is held changed: ip %lx, then %lx",
				 instruction_pointer(&before),
				 instruction_pointer(&after));
		utt_count(UTT_HELD);
	} else if (utt_killed(s)) {
		utt_count(UTT_KILLED_IN_HOLD);
	} else if (ret == -EAGAIN && read) {
		utt_stops_again(s, &before);
	}
}

/* Hold the task, look at it, let go. */
void utt_examine(struct utt_subject *s, struct rnd_state *rnd)
{
	struct utrace_examiner exam;
	int ret = 0;

	/* from now on nobody but us controls or detaches the engine */
	if (!down_write_trylock(&s->steady))
		return;
	/* a callback that has begun before does not count: STOP is newer */
	WRITE_ONCE(s->hold, true);
	if (utt_one_in(rnd, 2))
		utt_control(s, UTRACE_INTERRUPT, false);
	ret = utt_control(s, UTRACE_STOP, false);
	if (!ret || ret == -EINPROGRESS) {
		ret = utt_wait_stopped(s, &exam, UTT_LOOKS);
		if (!ret)
			utt_watch(s, &exam, rnd);
	}
	WRITE_ONCE(s->hold, false);
	utt_control(s, utt_one_in(rnd, 4) ? UTRACE_SINGLESTEP : UTRACE_RESUME,
		    false);
	up_write(&s->steady);
}
