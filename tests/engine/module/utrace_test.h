/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /dev/utrace-test - engines on request of a test program
 *
 * Every open of the device is a session.  Its engines are known by ids.  The
 * program says by rules what their callbacks do; each callback is logged, and
 * the log is what read() gives, as an array of struct ut_event.  poll() works.
 * Closing the device detaches all engines of the session.
 */
#ifndef _UTRACE_TEST_H
#define _UTRACE_TEST_H

#include <linux/const.h>
#include <linux/ioctl.h>
#include <linux/types.h>

#define UT_DEVICE	"utrace-test"

/**
 * enum ut_callback - the callbacks of an engine, and what the log has of them
 * @UT_QUIESCE: event
 * @UT_SIGNAL: signo, si_code, handler in orig_ka, handler in return_ka, si_pid,
 *	instruction pointer
 * @UT_CLONE: clone_flags, pid of the child, 1 if the child was not started
 * @UT_JCTL: type, notify
 * @UT_EXEC: 1 if fmt and regs are what they should be; text is the file name
 * @UT_SYSCALL_ENTRY: number, then the first four arguments
 * @UT_SYSCALL_EXIT: number, result
 * @UT_EXIT: orig_code, *code
 * @UT_DEATH: group_dead, signal, 1 if it was reaped before
 * @UT_REAP: pid that runs the callback
 * @UT_CLONED: clone_flags, pid of the child
 * @UT_VFORK_DONE: pid of the child
 * @UT_SECCOMP: data of the filter, number
 * @UT_RELEASE: nothing
 * @UT_DONE: no callback: what a call that a rule made has returned
 * @UT_CALLBACKS: number of them
 *
 * An address that is NULL where a handler is asked for reads as UT_NONE.
 */
enum ut_callback {
	UT_QUIESCE,
	UT_SIGNAL,
	UT_CLONE,
	UT_JCTL,
	UT_EXEC,
	UT_SYSCALL_ENTRY,
	UT_SYSCALL_EXIT,
	UT_EXIT,
	UT_DEATH,
	UT_REAP,
	UT_CLONED,
	UT_VFORK_DONE,
	UT_SECCOMP,
	UT_RELEASE,
	UT_DONE,
	UT_CALLBACKS
};

#define UT_NONE		(~0ULL)

/**
 * struct ut_event - one callback
 * @id: engine
 * @callback: enum ut_callback
 * @action: first argument
 * @ret: what it is about to return
 * @pid: the traced task
 * @seq: number in the session; gaps are events that were lost
 * @arg: see enum ut_callback
 * @text: see enum ut_callback
 */
struct ut_event {
	__s32 id;
	__u32 callback;
	__u32 action;
	__u32 ret;
	__s32 pid;
	__u32 seq;
	__u64 arg[6];
	char text[40];
};

/*
 * What a rule does beside returning.  UT_DO_BLOCK comes first.  Each of those
 * that use ut_rule.arg says what it takes from it.
 */
#define UT_DO_BLOCK	_BITUL(0)  /* wait for UT_OPEN */
#define UT_DO_PASS	_BITUL(1)  /* return what came in, but for the resume action */
#define UT_DO_SIGNAL	_BITUL(2)  /* arg[0] and its handler as if sent by kill() */
#define UT_DO_HANDLER	_BITUL(3)  /* handler arg[0] in return_ka */
#define UT_DO_NR	_BITUL(4)  /* system call number arg[0] */
#define UT_DO_ARG	_BITUL(5)  /* first system call argument arg[1] */
#define UT_DO_RESULT	_BITUL(6)  /* system call result arg[2] */
#define UT_DO_CODE	_BITUL(7)  /* exit code arg[0] */
#define UT_DO_ATTACH	_BITUL(8)  /* an engine with events arg[0] on the child of */
				   /* UT_CLONE, else on the task; then control arg[1] */
#define UT_DO_CONTROL	_BITUL(9)  /* control arg[0] of engine arg[1], 0 is itself */
#define UT_DO_EVENTS	_BITUL(10) /* set events arg[0] of engine arg[1], 0 is itself */
#define UT_DO_BARRIER	_BITUL(11) /* barrier on engine arg[1], 0 is itself */
#define UT_DO_KILL	_BITUL(12) /* send signal arg[0] to the task */
#define UT_DO_SPIN	_BITUL(13) /* stay arg[3] microseconds */

/**
 * struct ut_rule - what a callback does
 * @callback: enum ut_callback
 * @count: how often it is used; negative: always
 * @match: value of the first logged argument, or UT_NONE for any
 * @mask: with @bits: @action & @mask must be @bits
 * @bits: see @mask
 * @flags: UT_DO_*
 * @ret: what to return
 * @arg: for @flags
 *
 * Rules are tried in the order in which they were added.  Without one that
 * fits, a callback returns UTRACE_RESUME and leaves the rest as it was.
 */
struct ut_rule {
	__u32 callback;
	__s32 count;
	__u64 match;
	__u32 mask;
	__u32 bits;
	__u32 flags;
	__u32 ret;
	__u64 arg[4];
};

/**
 * enum ut_what - the calls
 * @UT_ATTACH: utrace_attach_task(pid, arg = flags, arg2 = enum ut_ops); id
 * @UT_LOOKUP: the same to look one up; the data is that of engine id, if not 0;
 *	returns the id found.  With UTRACE_ATTACH_CREATE an engine without any
 *	callbacks is made, and detached again.
 * @UT_EVENTS: utrace_set_events(id, arg)
 * @UT_CONTROL: utrace_control(id, arg)
 * @UT_BARRIER: utrace_barrier(id)
 * @UT_PREPARE: utrace_prepare_examine(id)
 * @UT_FINISH: utrace_finish_examine(id)
 * @UT_PUT: drop the session's reference; id is not valid any more
 * @UT_OPEN: let one callback of id out of UT_DO_BLOCK, or the next one
 * @UT_ADD_RULE: rule at address arg for id
 * @UT_CLEAR_RULES: none any more
 * @UT_REFS: number of references on id
 * @UT_TASK: UT_TASK_* of the task of id; arg2 is task->utrace_flags
 * @UT_REGS: of the task of id: the instruction pointer (arg) and result (arg2)
 * @UT_STATS: struct ut_stats at address arg; of all sessions
 * @UT_QUIET: do not log callbacks of id
 * @UT_CHURN: attach, set events arg, detach and barrier, arg2 times on pid
 * @UT_WINDOW: at the end of ptrace's next report_signal() the task of id waits
 *	until it has no tracer.  Before and after that UT_DONE says whether it
 *	has one.  Once in a session.
 */
enum ut_what {
	UT_ATTACH,
	UT_LOOKUP,
	UT_EVENTS,
	UT_CONTROL,
	UT_BARRIER,
	UT_PREPARE,
	UT_FINISH,
	UT_PUT,
	UT_OPEN,
	UT_ADD_RULE,
	UT_CLEAR_RULES,
	UT_REFS,
	UT_TASK,
	UT_REGS,
	UT_STATS,
	UT_QUIET,
	UT_CHURN,
	UT_WINDOW,
};

/**
 * enum ut_ops - whose callbacks an engine has
 * @UT_OPS: all of them
 * @UT_OPS_OTHER: all of them, another struct utrace_engine_ops
 * @UT_OPS_BARE: none
 * @UT_OPS_NULL: no struct at all
 */
enum ut_ops {
	UT_OPS,
	UT_OPS_OTHER,
	UT_OPS_BARE,
	UT_OPS_NULL,
};

#define UT_BY_PID	_BITUL(0)	/* use the _pid variant of the function */
#define UT_IN_IRQ	_BITUL(1)	/* from a hardware interrupt */
#define UT_TASK_OF	_BITUL(2)	/* not pid: the task of engine pid */

/**
 * struct ut_call - one call
 * @what: enum ut_what
 * @how: UT_BY_PID, UT_IN_IRQ, UT_TASK_OF
 * @pid: task, for UT_ATTACH, UT_LOOKUP and UT_CHURN
 * @id: engine
 * @arg: see enum ut_what
 * @arg2: see enum ut_what
 * @ret: what it returned; not the return value of ioctl(), which would be
 *	taken for a restart
 */
struct ut_call {
	__u32 what;
	__u32 how;
	__s32 pid;
	__s32 id;
	__u64 arg;
	__u64 arg2;
	__s64 ret;
};

#define UT_CALL		_IOWR('u', 0x75, struct ut_call)

#define UT_TASK_SYSCALL_TRACE	_BITUL(0)
#define UT_TASK_SYSCALL_EMU	_BITUL(1)
#define UT_TASK_SINGLESTEP	_BITUL(2)
#define UT_TASK_TRACED		_BITUL(3)
#define UT_TASK_STOPPED		_BITUL(4)

/**
 * struct ut_stats - what must add up
 * @attached: engines that were ever attached
 * @released: those whose release() was called
 * @gone_calls: callbacks after utrace_control(UTRACE_DETACH) and, where that
 *	asked for it, utrace_barrier(); must be 0
 * @late_refs: engines that the core held on to after that; must be 0
 * @calls: callbacks, logged or not
 */
struct ut_stats {
	__u64 attached;
	__u64 released;
	__u64 gone_calls;
	__u64 late_refs;
	__u64 calls;
};

#endif /* _UTRACE_TEST_H */
