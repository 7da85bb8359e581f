// SPDX-License-Identifier: GPL-2.0
/* Calls of the test module, and tasks to trace: see engine.h */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include "engine.h"

/*
 * Calls
 */

/* For tasks to close: the session ends when the test closes it. */
static int session = -1;

int ut_open(void)
{
	session = open("/dev/" UT_DEVICE, O_RDWR | O_CLOEXEC);
	return session;
}

static long call(int dev, struct ut_call *c)
{
	if (ioctl(dev, UT_CALL, c))
		return -errno;
	return c->ret;
}

long ut_call_how(int dev, int what, int how, int id, long arg, long arg2)
{
	struct ut_call c = {
		.what = what,
		.how = how,
		.id = id,
		.arg = arg,
		.arg2 = arg2,
	};

	return call(dev, &c);
}

/* The id of the new engine */
long ut_attach_flags(int dev, pid_t pid, int flags, int ops, int how)
{
	struct ut_call c = {
		.what = UT_ATTACH,
		.how = how,
		.pid = pid,
		.arg = (unsigned int)flags,
		.arg2 = ops,
	};
	long ret = call(dev, &c);

	return ret ?: c.id;
}

/* The id of the engine that was found */
long ut_lookup(int dev, pid_t pid, int flags, int ops, int like)
{
	struct ut_call c = {
		.what = UT_LOOKUP,
		.pid = pid,
		.id = like,
		.arg = flags,
		.arg2 = ops,
	};

	return call(dev, &c);
}

long ut_attach(int dev, pid_t pid, unsigned long events)
{
	long id = ut_attach_flags(dev, pid, UTRACE_ATTACH_CREATE, UT_OPS, 0);
	long ret;

	if (id < 0 || !events)
		return id;
	ret = ut_events(dev, id, events);
	return ret ?: id;
}

long ut_add_rule(int dev, int id, const struct ut_rule *rule)
{
	return ut_call(dev, UT_ADD_RULE, id, (long)rule);
}

long ut_task(int dev, int id)
{
	return ut_call(dev, UT_TASK, id, 0);
}

unsigned long ut_task_flags(int dev, int id)
{
	struct ut_call c = { .what = UT_TASK, .id = id };

	call(dev, &c);
	return c.arg2;
}

unsigned long ut_ip(int dev, int id)
{
	struct ut_call c = { .what = UT_REGS, .id = id };

	call(dev, &c);
	return c.arg;
}

long ut_churn(int dev, pid_t pid, unsigned long events, long times)
{
	struct ut_call c = {
		.what = UT_CHURN,
		.pid = pid,
		.arg = events,
		.arg2 = times,
	};

	return call(dev, &c);
}

struct ut_stats ut_stats(int dev)
{
	struct ut_stats stats = {};

	ut_call(dev, UT_STATS, 0, (long)&stats);
	return stats;
}

/*
 * The log
 */

bool ut_next(int dev, struct ut_event *ev, int ms)
{
	struct pollfd p = { .fd = dev, .events = POLLIN };

	if (poll(&p, 1, ms) != 1)
		return false;
	return read(dev, ev, sizeof(*ev)) == sizeof(*ev);
}

static bool wait_for(int dev, int id, int callback, const uint64_t *arg0,
		     struct ut_event *ev, int ms)
{
	long long end = now_ms() + ms;
	struct ut_event unused;
	int left;

	if (!ev)
		ev = &unused;
	while ((left = end - now_ms()) >= 0) {
		if (ut_next(dev, ev, left) && ev->id == id &&
		    (int)ev->callback == callback &&
		    (!arg0 || ev->arg[0] == *arg0))
			return true;
	}
	return false;
}

bool ut_wait(int dev, int id, int callback, struct ut_event *ev)
{
	return wait_for(dev, id, callback, NULL, ev, SOON);
}

bool ut_wait_arg(int dev, int id, int callback, uint64_t arg0,
		 struct ut_event *ev)
{
	return wait_for(dev, id, callback, &arg0, ev, SOON);
}

bool ut_never(int dev, int id, int callback)
{
	return !wait_for(dev, id, callback, NULL, NULL, NEVER);
}

void ut_drain(int dev)
{
	struct ut_event ev;

	while (ut_next(dev, &ev, 0))
		;
}

/*
 * Tasks
 */

struct shared *shared;

struct shared *shared_new(void)
{
	return mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static long futex(volatile int *word, int op, int value)
{
	return syscall(SYS_futex, word, op, value, NULL, NULL, 0);
}

/* A child that sleeps in one system call until task_go(). */
pid_t task_start(struct shared *sh, void (*function)(struct shared *sh))
{
	pid_t pid = fork();

	if (pid)
		return pid > 0 && wait_state(pid, "S") ? pid : -1;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(session);
	shared = sh;
	while (!sh->go)
		futex(&sh->go, 0 /* FUTEX_WAIT */, 0);
	function(sh);
	sh->done = 1;
	_exit(0);
}

void task_go(struct shared *sh)
{
	sh->go = 1;
	futex(&sh->go, 1 /* FUTEX_WAKE */, 1);
}

void note_signal(int sig)
{
	shared->signals++;
}

void on_signal(int sig, void (*handler)(int))
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };

	sigaction(sig, &sa, NULL);
}

void do_return(struct shared *sh)
{
}

void do_pause(struct shared *sh)
{
	while (!sh->quit)
		pause();
}

/* Never in the kernel */
void do_spin(struct shared *sh)
{
	while (!sh->quit)
		sh->count++;
}

void do_calls(struct shared *sh)
{
	while (!sh->quit) {
		syscall(SYS_getppid);
		sh->count++;
	}
}

void do_getppid(struct shared *sh)
{
	errno = 0;
	sh->value = syscall(SYS_getppid, 11, 22, 33, 44);
	if (sh->value < 0)
		sh->value = -errno;
}

/* From now on a seccomp filter returns @ret for getppid(). */
void filter_getppid(unsigned int ret)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, ret),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = {
		.len = sizeof(filter) / sizeof(filter[0]),
		.filter = filter,
	};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog);
}

char task_state(pid_t pid)
{
	char path[40], line[200], *p = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "r");
	if (!f)
		return '-';
	if (fgets(line, sizeof(line), f))
		p = strrchr(line, ')');
	fclose(f);
	return p ? p[2] : '-';
}

/* Does it become true, soon? */
#define comes(condition) ({						\
	long long _end = now_ms() + SOON;				\
	bool _came;							\
									\
	while (!(_came = (condition)) && now_ms() < _end)		\
		msleep(1);						\
	_came;								\
})

bool wait_state(pid_t pid, const char *states)
{
	return comes(strchr(states, task_state(pid)));
}

bool stays(pid_t pid, char state)
{
	long long end = now_ms() + NEVER;

	do {
		if (task_state(pid) != state)
			return false;
		msleep(5);
	} while (now_ms() < end);
	return true;
}

bool is_uml(void)
{
	static int known = -1;
	char line[128];
	FILE *f;

	if (known >= 0)
		return known;
	known = 0;
	f = fopen("/proc/cpuinfo", "r");
	while (f && fgets(line, sizeof(line), f))
		known |= !!strstr(line, "User Mode Linux");
	if (f)
		fclose(f);
	return known;
}

int step_error(int action, int err)
{
	return action == UTRACE_BLOCKSTEP && is_uml() ? -EOPNOTSUPP : err;
}

bool wait_value(volatile int *value, int expected)
{
	return comes(*value == expected);
}

/* The loop goes round. */
bool wait_more(struct shared *sh)
{
	long before = sh->count;

	return comes(sh->count != before);
}

/* A task that runs comes to a request when its processor does, not before. */
bool wait_stepping(int dev, int id, bool on)
{
	return comes(!!(ut_task(dev, id) & UT_TASK_SINGLESTEP) == on);
}

/* The loop stands still. */
bool no_more(struct shared *sh)
{
	long before = sh->count;

	msleep(NEVER);
	return sh->count == before;
}

/* As from wait(), or -1 if it does not exit soon. */
int wait_exit(pid_t pid)
{
	long long end = now_ms() + SOON;
	int status;

	do {
		pid_t got = waitpid(pid, &status, WNOHANG);

		if (got == pid && (WIFEXITED(status) || WIFSIGNALED(status)))
			return status;
		if (got < 0)
			break;
		msleep(1);
	} while (now_ms() < end);
	return -1;
}

void msleep(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void kill_children(void)
{
	FILE *f = fopen("/proc/thread-self/children", "r");
	long long end = now_ms() + SOON / 2;
	int pid;

	while (f && fscanf(f, "%d", &pid) == 1)
		kill(pid, SIGKILL);
	if (f)
		fclose(f);
	do {
		pid = waitpid(-1, NULL, __WALL | WNOHANG);
		if (!pid)
			msleep(1);
	} while (pid >= 0 && now_ms() < end);
}

bool engine_end(int dev, const struct ut_stats *before, struct ut_stats *after)
{
	int again;

	/* Not before: engines must not be able to hold what was killed. */
	kill_children();
	close(dev);
	again = ut_open();
	*after = ut_stats(again);
	close(again);
	return after->attached - before->attached ==
	       after->released - before->released &&
	       after->gone_calls == before->gone_calls &&
	       after->late_refs == before->late_refs;
}
