// SPDX-License-Identifier: GPL-2.0
/*
 * utrace in /proc: who is attached to a task, and what does it want to see?
 *
 * /proc/PID/status has the number of engines.  /proc/PID/utrace, for who may
 * ptrace the task, has a line for each, in the order in which they are called:
 *
 *	NAME<tab>held or -<tab>EVENT,EVENT... or -
 */

#include <linux/kallsyms.h>
#include <linux/seq_file.h>
#include <linux/tracehook.h>

#include "utrace.h"

static const char * const event_names[] = {
	[_UTRACE_EVENT_QUIESCE] = "QUIESCE",
	[_UTRACE_EVENT_REAP] = "REAP",
	[_UTRACE_EVENT_CLONE] = "CLONE",
	[_UTRACE_EVENT_EXEC] = "EXEC",
	[_UTRACE_EVENT_EXIT] = "EXIT",
	[_UTRACE_EVENT_DEATH] = "DEATH",
	[_UTRACE_EVENT_SYSCALL_ENTRY] = "SYSCALL_ENTRY",
	[_UTRACE_EVENT_SYSCALL_EXIT] = "SYSCALL_EXIT",
	[_UTRACE_EVENT_SIGNAL] = "SIGNAL",
	[_UTRACE_EVENT_SIGNAL_IGN] = "SIGNAL_IGN",
	[_UTRACE_EVENT_SIGNAL_STOP] = "SIGNAL_STOP",
	[_UTRACE_EVENT_SIGNAL_TERM] = "SIGNAL_TERM",
	[_UTRACE_EVENT_SIGNAL_CORE] = "SIGNAL_CORE",
	[_UTRACE_EVENT_JCTL] = "JCTL",
	[_UTRACE_EVENT_CLONED] = "CLONED",
	[_UTRACE_EVENT_VFORK_DONE] = "VFORK_DONE",
	[_UTRACE_EVENT_SECCOMP] = "SECCOMP",
	[_UTRACE_EVENT_SYSCALL_EMU] = "SYSCALL_EMU",
	[_UTRACE_EVENT_SIGLOCK] = "SIGLOCK",
	[_UTRACE_EVENT_SECCOMP_OFF] = "SECCOMP_OFF",
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

	utrace_walk_engines(task, count_engine, &count);
	seq_put_decimal_ull(m, "Utrace:\t", count);
	seq_putc(m, '\n');
}

/* A spinlock is held: that the engine stays, and so its module. */
static void show_engine(const struct utrace_engine *engine, void *data)
{
	unsigned long events = READ_ONCE(engine->flags) & UTRACE_EVENTS;
	const char *name = engine->ops->name;
	char symbol[KSYM_NAME_LEN];
	struct seq_file *m = data;
	const char *sep = "";
	unsigned long bit;

	if (!name)	/* not %ps, which shows an address if there is no symbol */
		name = lookup_symbol_name((unsigned long)engine->ops, symbol) ?
			"?" : symbol;
	seq_puts(m, name);
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
	utrace_walk_engines(task, show_engine, m);
}
