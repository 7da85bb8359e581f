// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the tasks of a seed, as the controller knows them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "difftrace.h"

struct task tasks[MAXTASKS];
int ntasks;

struct task *task_new(char role, struct task *leader)
{
	struct task *t;
	unsigned int n = 0;
	int i;

	if (ntasks == MAXTASKS)
		return NULL;
	for (i = 0; i < ntasks; i++)
		n += tasks[i].role == role;
	t = &tasks[ntasks];
	*t = (struct task) {
		.role = role,
		.pid = DT_PID_BASE + 1 + ntasks,
		.slot = ntasks,
		.leader = leader ? leader : t,
		.fd_status = -1,
		.fd_syscall = -1,
		.fd_schedstat = -1,
	};
	snprintf(t->name, sizeof(t->name), "%c%u", role, n % 100);
	ntasks++;
	return t;
}

struct task *task_by_pid(int pid)
{
	int i = pid - DT_PID_BASE - 1;

	return i >= 0 && i < ntasks ? &tasks[i] : NULL;
}

struct dt_slot *slot_of(const struct task *t)
{
	return &DT_SHM->slot[t->slot];
}

struct dt_image *image_of(const struct task *t)
{
	return &DT_SHM->image[task_abi32(t)];
}

bool task_abi32(const struct task *t)
{
	return slot_of(t)->abi32;
}

bool task_free(const struct task *t)
{
	return t->alive && !t->gone && t->snap.state != 'Z' && !batch_of(t)->busy;
}

bool task_idle(const struct task *t)
{
	return task_free(t) && t->snap.state == 'S';
}

bool task_traced_stop(const struct task *t)
{
	return t->alive && !t->gone && t->snap.state == 't';
}

/* Who attaches now would wait for the exec, and then race with what follows. */
bool in_exec(const struct task *t)
{
	return t->leader->exec_by;
}

/*
 * Would @tr trace a task that traces @tr?  Two tasks that trace each other and
 * stop in PTRACE_EVENT_EXIT stay there for ever, whatever the kernel.
 */
bool trace_cycle(const struct task *tr, const struct task *t)
{
	int n, i;

	for (n = 0; tr && n < MAXTASKS; n++) {
		struct task *up = NULL;

		if (tr->leader == t->leader)
			return true;
		for (i = 0; i < ntasks && !up; i++)
			if (tasks[i].leader == tr->leader && tasks[i].alive &&
			    tasks[i].snap.tracer)
				up = task_by_pid(tasks[i].snap.tracer);
		tr = up;
	}
	return false;
}

bool is_thread(const struct task *t)
{
	return t->leader != t;
}

int group_size(const struct task *t)
{
	int i, n = 0;

	for (i = 0; i < ntasks; i++)
		n += tasks[i].leader == t->leader && tasks[i].alive && !tasks[i].gone;
	return n;
}

struct task *pick_task(bool (*ok)(const struct task *t))
{
	struct task *found[MAXTASKS];
	int i, n = 0;

	for (i = 0; i < ntasks; i++)
		if (ok(&tasks[i]))
			found[n++] = &tasks[i];
	return n ? found[rnd(n)] : NULL;
}
