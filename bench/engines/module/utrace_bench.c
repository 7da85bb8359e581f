// SPDX-License-Identifier: GPL-2.0
/*
 * What bench/engines/run measures: engines that count system calls, the same
 * count by a tracepoint, and how long it takes to attach to all tasks.
 *
 *	echo N >/sys/module/utrace_bench/parameters/engines	N engines on the writer
 *	echo Y >/sys/module/utrace_bench/parameters/tracepoint	count by the tracepoint
 *	cat /sys/module/utrace_bench/parameters/attach_all	an engine on every task,
 *								and off again
 *
 * "attach_all" reads as the number of tasks, and the nanoseconds that attaching,
 * setting of events and detaching took.  "calls" reads as what was counted.
 */
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/tracepoint.h>
#include <linux/utrace.h>
#include <linux/vmalloc.h>

#define MAX_ENGINES	64
#define MAX_TASKS	65536

/* All that is below is under the lock of module parameters. */
static struct utrace_engine *engines[MAX_ENGINES];
static struct pid *traced;
static unsigned int count;
static struct tracepoint *sys_enter;
static bool probed;

static DEFINE_PER_CPU(unsigned long, calls);

static u32 bench_entry(u32 action, struct utrace_engine *engine,
		       struct pt_regs *regs)
{
	this_cpu_inc(calls);
	return UTRACE_RESUME;
}

static const struct utrace_engine_ops bench_ops = {
	.name			= "bench",
	.report_syscall_entry	= bench_entry,
};

static void bench_probe(void *data, struct pt_regs *regs, long nr)
{
	this_cpu_inc(calls);
}

static void detach(struct pid *pid, struct utrace_engine *engine)
{
	/* UTRACE_DETACH of a dead task fails, and there is nothing to wait for */
	if (utrace_control_pid(pid, engine, UTRACE_DETACH) == -EINPROGRESS)
		utrace_barrier_pid(pid, engine);
	utrace_engine_put(engine);
}

static void detach_engines(void)
{
	while (count)
		detach(traced, engines[--count]);
	put_pid(traced);
	traced = NULL;
}

static int set_engines(const char *val, const struct kernel_param *kp)
{
	struct utrace_engine *engine;
	unsigned int n;
	int ret;

	ret = kstrtouint(val, 0, &n);
	if (ret)
		return ret;
	if (n > MAX_ENGINES)
		return -ERANGE;
	detach_engines();
	traced = get_task_pid(current, PIDTYPE_PID);
	while (count < n) {
		engine = utrace_attach_pid(traced, UTRACE_ATTACH_CREATE,
					   &bench_ops, NULL);
		if (IS_ERR(engine))
			return PTR_ERR(engine);
		engines[count++] = engine;
		ret = utrace_set_events_pid(traced, engine,
					    UTRACE_EVENT(SYSCALL_ENTRY));
		if (ret && ret != -EINPROGRESS)
			return ret;
	}
	return 0;
}

static const struct kernel_param_ops engines_ops = { .set = set_engines };
module_param_cb(engines, &engines_ops, NULL, 0200);
MODULE_PARM_DESC(engines, "attach so many engines to whoever writes this");

static int set_tracepoint(const char *val, const struct kernel_param *kp)
{
	bool on;
	int ret;

	ret = kstrtobool(val, &on);
	if (ret || on == probed)
		return ret;
	if (on) {
		ret = tracepoint_probe_register(sys_enter, bench_probe, NULL);
		probed = !ret;
		return ret;
	}
	probed = false;
	return tracepoint_probe_unregister(sys_enter, bench_probe, NULL);
}

static const struct kernel_param_ops tracepoint_ops = { .set = set_tracepoint };
module_param_cb(tracepoint, &tracepoint_ops, NULL, 0200);
MODULE_PARM_DESC(tracepoint, "count by the tracepoint raw_syscalls:sys_enter");

static int get_calls(char *buffer, const struct kernel_param *kp)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(calls, cpu);
	return sysfs_emit(buffer, "%lu\n", sum);
}

static const struct kernel_param_ops calls_ops = { .get = get_calls };
module_param_cb(calls, &calls_ops, NULL, 0400);
MODULE_PARM_DESC(calls, "system calls that were counted");

/* The pids of all tasks but kernel threads */
static unsigned int all_tasks(struct pid **pids)
{
	struct task_struct *p, *t;
	unsigned int n = 0;

	rcu_read_lock();
	for_each_process_thread(p, t) {
		if (!(t->flags & PF_KTHREAD) && n < MAX_TASKS)
			pids[n++] = get_task_pid(t, PIDTYPE_PID);
	}
	rcu_read_unlock();
	return n;
}

static int get_attach_all(char *buffer, const struct kernel_param *kp)
{
	struct utrace_engine **all;
	u64 begin, attached, set, end;
	unsigned int n, i;
	struct pid **pids;
	int ret = -ENOMEM;

	pids = vmalloc_array(MAX_TASKS, sizeof(*pids));
	all = vmalloc_array(MAX_TASKS, sizeof(*all));
	if (!pids || !all)
		goto out;
	n = all_tasks(pids);

	begin = ktime_get_ns();
	for (i = 0; i < n; i++)
		all[i] = utrace_attach_pid(pids[i], UTRACE_ATTACH_CREATE,
					   &bench_ops, NULL);
	attached = ktime_get_ns();
	for (i = 0; i < n; i++)
		if (!IS_ERR(all[i]))
			utrace_set_events_pid(pids[i], all[i],
					      UTRACE_EVENT(SYSCALL_ENTRY));
	set = ktime_get_ns();
	for (i = 0; i < n; i++)
		if (!IS_ERR(all[i]))
			detach(pids[i], all[i]);
	end = ktime_get_ns();

	for (ret = 0, i = 0; i < n; i++) {
		if (IS_ERR(all[i]))
			ret = PTR_ERR(all[i]);
		put_pid(pids[i]);
	}
	ret = ret ?: sysfs_emit(buffer, "%u %llu %llu %llu\n", n,
				attached - begin, set - attached, end - set);
out:
	vfree(all);
	vfree(pids);
	return ret;
}

static const struct kernel_param_ops attach_all_ops = { .get = get_attach_all };
module_param_cb(attach_all, &attach_all_ops, NULL, 0400);
MODULE_PARM_DESC(attach_all, "attach to all tasks and detach: tasks, ns, ns, ns");

/* It is not exported, but found. */
static void look_at_tracepoint(struct tracepoint *tp, void *data)
{
	if (!strcmp(tp->name, "sys_enter"))
		sys_enter = tp;
}

static int __init bench_init(void)
{
	for_each_kernel_tracepoint(look_at_tracepoint, NULL);
	return sys_enter ? 0 : -ENOENT;
}

static void __exit bench_exit(void)
{
	detach_engines();
	if (probed)
		tracepoint_probe_unregister(sys_enter, bench_probe, NULL);
	tracepoint_synchronize_unregister();
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_DESCRIPTION("Costs of utrace engines");
MODULE_LICENSE("GPL");
