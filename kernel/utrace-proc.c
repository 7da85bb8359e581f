// SPDX-License-Identifier: GPL-2.0
/*
 * utrace in /proc: who is attached to a task, and what does it want to see?
 *
 * /proc/PID/status has the number of engines.  /proc/PID/utrace, for who may
 * ptrace the task, has a line for each, in the order in which they are called:
 *
 *	NAME<tab>held or -<tab>EVENT,EVENT... or -
 */

#include <linux/seq_file.h>
#include <linux/tracehook.h>

#include "utrace.h"

#define EVENT_NAME(type)	[_UTRACE_EVENT_##type] = #type

static const char * const event_names[] = {
	EVENT_NAME(QUIESCE),
	EVENT_NAME(REAP),
	EVENT_NAME(CLONE),
	EVENT_NAME(EXEC),
	EVENT_NAME(EXIT),
	EVENT_NAME(DEATH),
	EVENT_NAME(SYSCALL_ENTRY),
	EVENT_NAME(SYSCALL_EXIT),
	EVENT_NAME(SIGNAL),
	EVENT_NAME(SIGNAL_IGN),
	EVENT_NAME(SIGNAL_STOP),
	EVENT_NAME(SIGNAL_TERM),
	EVENT_NAME(SIGNAL_CORE),
	EVENT_NAME(JCTL),
	EVENT_NAME(CLONED),
	EVENT_NAME(VFORK_DONE),
	EVENT_NAME(SECCOMP),
	EVENT_NAME(SYSCALL_EMU),
	EVENT_NAME(SIGLOCK),
	EVENT_NAME(SECCOMP_OFF),
};
static_assert(ARRAY_SIZE(event_names) == _UTRACE_NEVENTS);

static void count_engine(const struct utrace_engine *engine, void *data)
{
	unsigned int *count = data;

	(*count)++;
}

void utrace_proc_status(struct seq_file *m, struct task_struct *task)
{
	unsigned int count = 0;

	utrace_for_each_engine(task, count_engine, &count);
	seq_put_decimal_ull(m, "Utrace:\t", count);
	seq_putc(m, '\n');
}

/* A spinlock is held: that the engine stays, and so its module. */
static void show_engine(const struct utrace_engine *engine, void *data)
{
	unsigned long events = READ_ONCE(engine->flags) & UTRACE_EVENTS;
	struct seq_file *m = data;
	const char *sep = "";
	unsigned long bit;

	if (engine->ops->name)
		seq_puts(m, engine->ops->name);
	else
		seq_printf(m, "%ps", engine->ops);
	seq_puts(m, utrace_engine_holds(engine) ? "\theld\t" : "\t-\t");
	for_each_set_bit(bit, &events, _UTRACE_NEVENTS) {
		seq_printf(m, "%s%s", sep, event_names[bit]);
		sep = ",";
	}
	seq_puts(m, events ? "\n" : "-\n");
}

/* The caller has looked whether the reader may ptrace @task. */
void utrace_proc_engines(struct seq_file *m, struct task_struct *task)
{
	utrace_for_each_engine(task, show_engine, m);
}
