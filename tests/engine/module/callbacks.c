// SPDX-License-Identifier: GPL-2.0
/*
 * The callbacks: each logs what it was called with, does what a rule says and
 * returns what the rule says.
 */
#include <linux/binfmts.h>
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/mm_types.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/utrace.h>
#include <asm/syscall.h>

#include "internal.h"

/* A test that forgets to open the gate fails; it does not hang the guest. */
#define UT_BLOCK_LIMIT	(20 * HZ)
#define UT_WINDOW_LIMIT	(5 * USEC_PER_SEC)

/**
 * struct ut_hands - what a rule can lay its hands on in this callback
 * @info: of a signal
 * @return_ka: of a signal
 * @regs: of the task in user mode
 * @code: exit code
 * @child: new task
 *
 * NULL where the callback has no such thing.
 */
struct ut_hands {
	kernel_siginfo_t *info;
	struct k_sigaction *return_ka;
	struct pt_regs *regs;
	long *code;
	struct task_struct *child;
};

static void ut_log(struct ut_session *session, struct ut_event *ev)
{
	unsigned long flags;

	spin_lock_irqsave(&session->lock, flags);
	ev->seq = session->seq++;
	kfifo_put(&session->log, *ev);
	spin_unlock_irqrestore(&session->lock, flags);
	wake_up(&session->readers);
}

static void ut_log_done(struct ut_engine *ut, s64 result)
{
	struct ut_event ev = {
		.id		= ut->id,
		.callback	= UT_DONE,
		.pid		= task_pid_nr(current),
		.arg[0]		= result,
	};

	ut_log(ut->session, &ev);
}

/* The rule for @ev.  Without one: go on. */
static struct ut_rule ut_choose(struct ut_engine *ut, const struct ut_event *ev)
{
	struct ut_rule found = {
		.flags	= UT_DO_PASS,
		.ret	= UTRACE_RESUME,
	};
	struct ut_rule_entry *e;
	unsigned long flags;

	spin_lock_irqsave(&ut->session->lock, flags);
	list_for_each_entry(e, &ut->rules, entry) {
		struct ut_rule *r = &e->rule;

		if (r->callback != ev->callback || !r->count ||
		    (ev->action & r->mask) != r->bits ||
		    (r->match != UT_NONE && r->match != ev->arg[0]))
			continue;
		if (r->count > 0)
			r->count--;
		found = *r;
		break;
	}
	spin_unlock_irqrestore(&ut->session->lock, flags);
	return found;
}

static bool ut_take_ticket(struct ut_engine *ut)
{
	return ut->session->closing || atomic_add_unless(&ut->tickets, -1, 0);
}

static void ut_fill_signal(const struct ut_hands *hands, int sig)
{
	struct sighand_struct *sighand = current->sighand;

	clear_siginfo(hands->info);
	hands->info->si_signo = sig;
	hands->info->si_code = SI_USER;
	hands->info->si_pid = task_tgid_vnr(current);
	if (!sig || !valid_signal(sig))
		return;
	spin_lock_irq(&sighand->siglock);
	*hands->return_ka = sighand->action[sig - 1];
	spin_unlock_irq(&sighand->siglock);
}

static void ut_attach_from_callback(struct ut_engine *ut,
				    struct task_struct *task,
				    const struct ut_rule *r)
{
	struct ut_engine *new;
	int ret;

	new = ut_engine_new(ut->session, task, GFP_KERNEL);
	if (IS_ERR(new)) {
		ut_log_done(ut, PTR_ERR(new));
		return;
	}
	ret = ut_attach(new, UTRACE_ATTACH_CREATE, &ut_ops);
	if (!ret) {
		ret = utrace_set_events(task, new->engine, r->arg[0]);
		if (!ret && r->arg[1] != UTRACE_RESUME)
			ret = utrace_control(task, new->engine, r->arg[1]);
		if (!ret || ret == -EINPROGRESS)
			ret = new->id;
	}
	ut_log_done(ut, ret);
}

/* The engine that a rule names. */
static struct ut_engine *ut_other(struct ut_engine *ut, const struct ut_rule *r)
{
	return r->arg[1] ? ut_engine_find(ut->session, r->arg[1]) : ut;
}

static void ut_do_calls(struct ut_engine *ut, const struct ut_rule *r,
			const struct ut_hands *hands)
{
	struct ut_engine *other = ut_other(ut, r);

	if (r->flags & UT_DO_ATTACH)
		ut_attach_from_callback(ut, hands->child ?: current, r);
	if (!other)
		return;
	if (r->flags & UT_DO_CONTROL)
		ut_log_done(ut, utrace_control(other->task, other->engine,
					       r->arg[0]));
	if (r->flags & UT_DO_EVENTS)
		ut_log_done(ut, utrace_set_events(other->task, other->engine,
						  r->arg[0]));
	if (r->flags & UT_DO_BARRIER)
		ut_log_done(ut, utrace_barrier(other->task, other->engine));
}

/* asm/syscall.h of 6.12 reads these, but does not write them. */
#ifdef CONFIG_UML
#define ut_set_nr(regs, nr)	(PT_REGS_SYSCALL_NR(regs) = (nr))
#define ut_set_arg(regs, arg)	(PT_REGS_DI(regs) = (arg))
#elif defined(CONFIG_S390)
#define ut_set_nr(regs, nr)	((regs)->int_code = 0x20000 | (u16)(nr))
#define ut_set_arg(regs, arg)	((regs)->orig_gpr2 = (arg))
#else
#define ut_set_nr(regs, nr)	((regs)->orig_ax = (nr))
#define ut_set_arg(regs, arg)	((regs)->di = (arg))
#endif

static void ut_do_changes(const struct ut_rule *r, const struct ut_hands *hands)
{
	if (r->flags & UT_DO_SIGNAL && hands->info && hands->return_ka)
		ut_fill_signal(hands, r->arg[0]);
	if (r->flags & UT_DO_HANDLER && hands->return_ka)
		hands->return_ka->sa.sa_handler = (void *)r->arg[0];
	if (r->flags & UT_DO_NR && hands->regs)
		ut_set_nr(hands->regs, r->arg[0]);
	if (r->flags & UT_DO_ARG && hands->regs)
		ut_set_arg(hands->regs, r->arg[1]);
	if (r->flags & UT_DO_RESULT && hands->regs)
		syscall_set_return_value(current, hands->regs, 0, r->arg[2]);
	if (r->flags & UT_DO_CODE && hands->code)
		*hands->code = r->arg[0];
	if (r->flags & UT_DO_KILL)
		send_sig(r->arg[0], current, 1);
}

static u32 ut_called(struct ut_engine *ut, struct ut_event *ev,
		     const struct ut_hands *hands)
{
	struct ut_rule r;

	atomic64_inc(&ut_calls);
	if (unlikely(READ_ONCE(ut->gone)))
		atomic64_inc(&ut_gone_calls);

	ev->id = ut->id;
	ev->pid = task_pid_nr(ut->task);
	r = ut_choose(ut, ev);
	ev->ret = r.ret;
	if (r.flags & UT_DO_PASS)
		ev->ret |= ev->action & ~UTRACE_RESUME_MASK;
	if (!READ_ONCE(ut->quiet))
		ut_log(ut->session, ev);

	if (r.flags & UT_DO_BLOCK)
		wait_event_timeout(ut->gate, ut_take_ticket(ut),
				   UT_BLOCK_LIMIT);
	if (r.flags & UT_DO_SPIN)
		udelay(r.arg[3]);
	if (r.flags)
		ut_do_changes(&r, hands);
	if (r.flags & (UT_DO_ATTACH | UT_DO_CONTROL | UT_DO_EVENTS |
		       UT_DO_BARRIER))
		ut_do_calls(ut, &r, hands);

	if (unlikely(READ_ONCE(ut->gone)))
		atomic64_inc(&ut_gone_calls);
	return ev->ret;
}

static u64 ut_handler(const struct k_sigaction *ka)
{
	return ka ? (unsigned long)ka->sa.sa_handler : UT_NONE;
}

static u32 ut_report_quiesce(u32 action, struct utrace_engine *engine,
			     unsigned long event)
{
	struct ut_event ev = {
		.callback	= UT_QUIESCE,
		.action		= action,
		.arg[0]		= event,
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){});
}

static u32 ut_report_signal(u32 action, struct utrace_engine *engine,
			    struct pt_regs *regs, kernel_siginfo_t *info,
			    const struct k_sigaction *orig_ka,
			    struct k_sigaction *return_ka)
{
	struct ut_event ev = {
		.callback	= UT_SIGNAL,
		.action		= action,
		.arg[0]		= info->si_signo,
		.arg[1]		= info->si_code,
		.arg[2]		= ut_handler(orig_ka),
		.arg[3]		= ut_handler(return_ka),
		.arg[4]		= info->si_pid,
		.arg[5]		= instruction_pointer(regs),
	};
	struct ut_hands hands = {
		.info		= info,
		.return_ka	= return_ka,
		.regs		= regs,
	};

	return ut_called(engine->data, &ev, &hands);
}

static u32 ut_report_clone(u32 action, struct utrace_engine *engine,
			   unsigned long clone_flags, struct task_struct *child)
{
	struct ut_event ev = {
		.callback	= UT_CLONE,
		.action		= action,
		.arg[0]		= clone_flags,
		.arg[1]		= task_pid_nr(child),
		.arg[2]		= READ_ONCE(child->__state) == TASK_NEW,
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){ .child = child });
}

static u32 ut_report_jctl(u32 action, struct utrace_engine *engine, int type,
			  int notify)
{
	struct ut_event ev = {
		.callback	= UT_JCTL,
		.action		= action,
		.arg[0]		= type,
		.arg[1]		= notify,
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){});
}

static u32 ut_report_exec(u32 action, struct utrace_engine *engine,
			  const struct linux_binfmt *fmt,
			  const struct linux_binprm *bprm, struct pt_regs *regs)
{
	struct ut_event ev = {
		.callback	= UT_EXEC,
		.action		= action,
		.arg[0]		= fmt == current->mm->binfmt &&
				  regs == task_pt_regs(current),
	};

	strscpy(ev.text, bprm->filename, sizeof(ev.text));
	return ut_called(engine->data, &ev, &(struct ut_hands){ .regs = regs });
}

static u32 ut_report_syscall_entry(u32 action, struct utrace_engine *engine,
				   struct pt_regs *regs)
{
	struct ut_event ev = {
		.callback	= UT_SYSCALL_ENTRY,
		.action		= action,
		.arg[0]		= syscall_get_nr(current, regs),
	};
	unsigned long args[6];

	syscall_get_arguments(current, regs, args);
	memcpy(&ev.arg[1], args, 4 * sizeof(args[0]));
	return ut_called(engine->data, &ev, &(struct ut_hands){ .regs = regs });
}

static u32 ut_report_syscall_exit(u32 action, struct utrace_engine *engine,
				  struct pt_regs *regs)
{
	struct ut_event ev = {
		.callback	= UT_SYSCALL_EXIT,
		.action		= action,
		.arg[0]		= syscall_get_nr(current, regs),
		.arg[1]		= regs_return_value(regs),
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){ .regs = regs });
}

static u32 ut_report_exit(u32 action, struct utrace_engine *engine,
			  long orig_code, long *code)
{
	struct ut_event ev = {
		.callback	= UT_EXIT,
		.action		= action,
		.arg[0]		= orig_code,
		.arg[1]		= *code,
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){ .code = code });
}

static u32 ut_report_death(u32 action, struct utrace_engine *engine,
			   bool group_dead, int signal)
{
	struct ut_event ev = {
		.callback	= UT_DEATH,
		.action		= action,
		.arg[0]		= group_dead,
		.arg[1]		= signal,
		.arg[2]		= current->exit_state == EXIT_DEAD,
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){});
}

static void ut_report_reap(struct utrace_engine *engine,
			   struct task_struct *task)
{
	struct ut_engine *ut = engine->data;
	struct ut_event ev = {
		.callback	= UT_REAP,
		.arg[0]		= task_pid_nr(current),
		.arg[1]		= task == ut->task,
	};

	ut_called(ut, &ev, &(struct ut_hands){});
}

static u32 ut_report_cloned(u32 action, struct utrace_engine *engine,
			    unsigned long clone_flags, struct pid *pid)
{
	struct ut_event ev = {
		.callback	= UT_CLONED,
		.action		= action,
		.arg[0]		= clone_flags,
		.arg[1]		= pid_nr(pid),
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){});
}

static u32 ut_report_vfork_done(u32 action, struct utrace_engine *engine,
				struct pid *pid)
{
	struct ut_event ev = {
		.callback	= UT_VFORK_DONE,
		.action		= action,
		.arg[0]		= pid_nr(pid),
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){});
}

static u32 ut_report_seccomp(u32 action, struct utrace_engine *engine,
			     struct pt_regs *regs, unsigned long data)
{
	struct ut_event ev = {
		.callback	= UT_SECCOMP,
		.action		= action,
		.arg[0]		= data,
		.arg[1]		= syscall_get_nr(current, regs),
	};

	return ut_called(engine->data, &ev, &(struct ut_hands){ .regs = regs });
}

/* Atomic context, and the last that there is of @data. */
static void ut_release(void *data)
{
	struct ut_engine *ut = data;
	struct ut_event ev = {
		.id		= ut->id,
		.callback	= UT_RELEASE,
	};

	if (!ut->quiet)
		ut_log(ut->session, &ev);
	atomic64_inc(&ut_released);
	ut_engine_free(ut);
}

#ifdef CONFIG_KRETPROBES
/*
 * The end of a callback of ptrace, which has looked at what the tracer wants: the
 * core is to hear of it when the tracer is gone.  Preemption is off.
 */
static int ut_in_window(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct ut_session *session = container_of(get_kretprobe(ri),
						  struct ut_session, window);
	struct ut_engine *ut = READ_ONCE(session->window_of);
	int left = UT_WINDOW_LIMIT / 10;

	if (!ut || current != ut->task)
		return 0;
	WRITE_ONCE(session->window_of, NULL);
	ut_log_done(ut, task_is_ptraced(current));
	while (task_is_ptraced(current) && left--)
		udelay(10);
	/* until who took it from the tracer is through */
	spin_lock_irq(&current->sighand->siglock);
	spin_unlock_irq(&current->sighand->siglock);
	ut_log_done(ut, task_is_ptraced(current));
	return 0;
}

int ut_window(struct ut_engine *ut)
{
	struct ut_session *session = ut->session;
	int ret;

	if (session->window.handler)
		return -EBUSY;
	session->window.kp.symbol_name = "ptrace_report_signal";
	session->window.handler = ut_in_window;
	session->window_of = ut;
	ret = register_kretprobe(&session->window);
	if (ret)
		session->window.handler = NULL;
	return ret;
}

void ut_window_close(struct ut_session *session)
{
	if (session->window.handler)
		unregister_kretprobe(&session->window);
}
#else
int ut_window(struct ut_engine *ut)
{
	return -EOPNOTSUPP;
}

void ut_window_close(struct ut_session *session) { }
#endif

#define UT_ALL_CALLBACKS					\
	.report_quiesce		= ut_report_quiesce,		\
	.report_signal		= ut_report_signal,		\
	.report_clone		= ut_report_clone,		\
	.report_jctl		= ut_report_jctl,		\
	.report_exec		= ut_report_exec,		\
	.report_syscall_entry	= ut_report_syscall_entry,	\
	.report_syscall_exit	= ut_report_syscall_exit,	\
	.report_exit		= ut_report_exit,		\
	.report_death		= ut_report_death,		\
	.report_reap		= ut_report_reap,		\
	.report_cloned		= ut_report_cloned,		\
	.report_vfork_done	= ut_report_vfork_done,		\
	.report_seccomp		= ut_report_seccomp,		\
	.release		= ut_release

const struct utrace_engine_ops ut_ops = { UT_ALL_CALLBACKS };
const struct utrace_engine_ops ut_ops_other = { UT_ALL_CALLBACKS };
const struct utrace_engine_ops ut_ops_bare = { .release = ut_release };
