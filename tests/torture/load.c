// SPDX-License-Identifier: GPL-2.0
/*
 * What is tortured: a session of processes that fork, exec, exit, make threads,
 * send signals, stop, continue, trace and kill each other, until SIGTERM.
 *
 *	load SEED WORKERS [fail]
 *
 * No system call, signal or process of it may be lost, whatever engines there
 * are: each job knows how its children can end.  Two handlers, SIGUSR1 and
 * SIGUSR2, may run or not; the result of getppid() is nobody's business.  The
 * first process reaps everything, watches whether jobs get done, and says at the
 * end how many there were.  With "fail" memory is short for those that trace.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Seconds that a child, and all of the load, may take for what takes none. */
#define PATIENCE	60
#define DEAD		120

#define NJOBS	16

/* What all processes share. */
static struct shared {
	atomic_long done[NJOBS];	/* how often it went as it should */
	atomic_long failed;
	atomic_long traced;		/* stops that a tracer has seen */
	atomic_long seized;
	atomic_long no_memory;		/* PTRACE_SEIZE failed */
	atomic_int ending;
} *shared;

static unsigned long long rnd_state;
static bool may_fail;
static char *self;

static uint32_t below(uint32_t n)
{
	rnd_state = rnd_state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(rnd_state >> 33) % n;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void pause_us(unsigned int us)
{
	struct timespec ts = { us / 1000000, us % 1000000 * 1000 };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

static void failed(const char *fmt, ...)
{
	char line[256];
	va_list args;
	int n;

	atomic_fetch_add(&shared->failed, 1);
	n = snprintf(line, sizeof(line), "FAILED: load: ");
	va_start(args, fmt);
	n += vsnprintf(line + n, sizeof(line) - n - 1, fmt, args);
	va_end(args);
	line[n++] = '\n';
	if (write(1, line, n) < 0)
		_exit(99);
}

static void handler(int sig)
{
	(void)sig;
}

/* In a new process: a stream of its own, and none of the parent's. */
static pid_t new_child(void)
{
	unsigned long long seed = rnd_state + below(1 << 30);
	pid_t pid = fork();

	if (!pid)
		rnd_state = seed;
	else if (pid < 0)
		failed("fork: %s", strerror(errno));
	return pid;
}

/* It has to end, if need be by SIGKILL, and that always helps. */
static int wait_for(pid_t pid, const char *job, bool kill_late)
{
	double begin = now();
	bool killed = false;
	int status;
	pid_t ret;

	for (;;) {
		ret = waitpid(pid, &status, WNOHANG | __WALL);
		if (ret == pid)
			return status;
		if (ret < 0 && errno != EINTR) {
			failed("%s: waitpid: %s", job, strerror(errno));
			return -1;
		}
		if (!killed && now() - begin > PATIENCE) {
			if (!kill_late)
				failed("%s: child %d does not end", job, pid);
			killed = true;
			kill(pid, SIGKILL);
		} else if (killed && now() - begin > 2 * PATIENCE) {
			failed("%s: child %d survives SIGKILL", job, pid);
			return -1;
		}
		pause_us(1000);
	}
}

/* @signals: those that it may have died of, a mask; else it exits with @code. */
static void expect(pid_t pid, const char *job, int code, unsigned long long signals)
{
	int status;

	if (pid < 0)
		return;
	status = wait_for(pid, job, false);
	if (status == -1)
		return;
	if (WIFEXITED(status) && WEXITSTATUS(status) == code)
		return;
	if (WIFSIGNALED(status) && signals & 1ULL << WTERMSIG(status))
		return;
	failed("%s: status %x", job, status);
}

static void some_calls(int n)
{
	while (n--)
		syscall(SYS_getppid);
}

/* A filter that asks tracers, and fails with ENOSYS if there is none. */
static void filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | 17),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { 4, code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog))
		_exit(97);
}

static void job_fork(void)
{
	int code = below(100);
	pid_t pid = new_child();

	if (!pid) {
		some_calls(below(50));
		_exit(code);
	}
	expect(pid, "fork", code, 0);
}

static void vfork_once(bool exec)
{
	pid_t pid = vfork();

	if (!pid) {
		if (exec)
			execl(self, self, "exit", "3", NULL);
		_exit(exec ? 98 : 3);
	}
	if (pid > 0)
		expect(pid, "vfork", 3, 0);
	else
		failed("vfork: %s", strerror(errno));
}

static void job_vfork(void)
{
	int i;

	for (i = 0; i < 4; i++)
		vfork_once(below(2));
}

static void job_exec(void)
{
	pid_t pid = new_child();

	if (!pid) {
		execl(self, self, "exit", "4", NULL);
		_exit(98);
	}
	expect(pid, "exec", 4, 0);
}

static void *thread_calls(void *arg)
{
	some_calls((int)(long)arg);
	/* not by exit_group(), as pthread_exit() for the last thread does it */
	syscall(SYS_exit, 6);
	return NULL;
}

static void *thread_loops(void *arg)
{
	for (;;)
		some_calls(10);
	return arg;
}

static void *thread_execs(void *arg)
{
	some_calls(5);
	execl(self, self, "exit", "5", NULL);
	_exit(98);
	return arg;
}

/* The other threads die, and the one that execs becomes the leader. */
static void job_thread_exec(void)
{
	pid_t pid = new_child();
	pthread_t t;
	int i;

	if (!pid) {
		for (i = below(3); i > 0; i--)
			pthread_create(&t, NULL, thread_loops, NULL);
		if (pthread_create(&t, NULL, thread_execs, NULL))
			_exit(97);
		if (below(2))
			pthread_exit(NULL);
		for (;;)
			pause_us(1000);
	}
	expect(pid, "thread_exec", 5, 0);
}

static void job_threads(void)
{
	pid_t pid = new_child();

	if (!pid) {
		pthread_t t[4];
		int i, n = 1 + below(4);

		for (i = 0; i < n; i++)
			if (pthread_create(&t[i], NULL, thread_calls,
					   (void *)(long)below(50)))
				break;
		if (i < n)
			_exit(97);
		/* threads that come after their leader */
		if (below(4) == 0)
			syscall(SYS_exit, 6);
		while (i--)
			pthread_join(t[i], NULL);
		_exit(6);
	}
	/* that of the last thread, if it is not the leader */
	expect(pid, "threads", 6, 0);
}

static void job_killed_threads(void)
{
	bool inside = below(2);
	pid_t pid = new_child();
	pthread_t t;
	int i;

	if (!pid) {
		for (i = 1 + below(3); i > 0; i--)
			pthread_create(&t, NULL, thread_loops, NULL);
		pause_us(below(3000));
		if (inside)
			_exit(7);
		for (;;)
			pause_us(1000);
	}
	if (!inside) {
		pause_us(below(5000));
		if (pid > 0)
			kill(pid, SIGKILL);
	}
	expect(pid, "killed_threads", inside ? 7 : -1, 1ULL << SIGKILL);
}

static void job_signals(void)
{
	pid_t pid = new_child();
	int i;

	if (!pid) {
		if (below(2))
			filter();
		for (i = 0; i < 200; i++) {
			some_calls(10);
			raise(below(2) ? SIGUSR1 : SIGUSR2);
			if (below(8) == 0)
				pause_us(200);
		}
		_exit(8);
	}
	for (i = below(30); pid > 0 && i > 0; i--) {
		kill(pid, below(2) ? SIGUSR1 : SIGUSR2);
		if (below(4) == 0)
			kill(pid, SIGURG);	/* is ignored */
		pause_us(below(1000));
	}
	expect(pid, "signals", 8, 0);
}

static void job_fatal(void)
{
	pid_t pid = new_child();

	if (!pid)
		for (;;)
			some_calls(10);
	pause_us(below(3000));
	if (pid > 0) {
		signal(SIGALRM, SIG_DFL);
		kill(pid, SIGALRM);
	}
	expect(pid, "fatal", -1, 1ULL << SIGALRM);
}

static void job_core(void)
{
	pid_t pid = new_child();

	if (!pid) {
		if (below(2))
			abort();
		__builtin_trap();
	}
	expect(pid, "core", -1, 1ULL << SIGABRT | 1ULL << SIGILL);
}

/* Stops that come or do not, and then SIGKILL, that comes from any of them. */
static void job_jobctl(void)
{
	static const int stops[] = { SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU };
	pid_t pid = new_child();
	pthread_t t;
	int i, status;

	if (!pid) {
		for (i = below(3); i > 0; i--)
			pthread_create(&t, NULL, thread_loops, NULL);
		for (;;) {
			some_calls(10);
			pause_us(100);
		}
	}
	if (pid < 0)
		return;
	for (i = 3 + below(6); i > 0; i--) {
		kill(pid, stops[below(4)]);
		pause_us(below(3000));
		waitpid(pid, &status, WUNTRACED | WNOHANG);
		kill(pid, SIGCONT);
		pause_us(below(2000));
		waitpid(pid, &status, WCONTINUED | WNOHANG);
	}
	if (below(2))
		kill(pid, SIGSTOP);
	pause_us(below(2000));
	kill(pid, SIGKILL);
	expect(pid, "jobctl", -1, 1ULL << SIGKILL);
}

/* Children that nobody waits for. */
static void job_autoreap(void)
{
	pid_t pid = new_child(), child;
	int i;

	if (!pid) {
		signal(SIGCHLD, SIG_IGN);
		for (i = 1 + below(5); i > 0; i--) {
			child = new_child();
			if (!child) {
				some_calls(below(20));
				_exit(0);
			}
		}
		while (wait(NULL) > 0 || errno == EINTR)
			;
		if (errno != ECHILD)
			_exit(97);
		_exit(9);
	}
	expect(pid, "autoreap", 9, 0);
}

/* A grandchild that the first process reaps. */
static void job_orphan(void)
{
	pid_t pid = new_child();

	if (!pid) {
		if (new_child())
			_exit(10);
		pause_us(below(2000));
		_exit(0);
	}
	expect(pid, "orphan", 10, 0);
}

/* A system call that signals interrupt goes on afterwards. */
static void job_restart(void)
{
	char byte = 'x';
	int fds[2], i;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return;
	pid = new_child();
	if (!pid) {
		close(fds[1]);
		if (read(fds[0], &byte, 1) != 1 || byte != 'x')
			_exit(97);
		_exit(11);
	}
	for (i = below(10); pid > 0 && i > 0; i--) {
		kill(pid, SIGUSR1);
		pause_us(below(1000));
	}
	if (pid > 0 && write(fds[1], &byte, 1) != 1)
		failed("restart: write: %s", strerror(errno));
	close(fds[0]);
	close(fds[1]);
	expect(pid, "restart", 11, 0);
}

static void job_seccomp(void)
{
	pid_t pid = new_child();
	int i;

	if (!pid) {
		filter();
		/* as long as others live, or no engine finds it */
		for (i = 0; i < 20; i++) {
			some_calls(20);
			pause_us(1000);
		}
		_exit(12);
	}
	expect(pid, "seccomp", 12, 0);
}

/* With "fail" it may fail; then the child goes on untraced. */
static void seize(pid_t pid, const char *job, long options)
{
	int fd = -1;

	if (may_fail) {
		fd = open("/proc/self/make-it-fail", O_WRONLY | O_CLOEXEC);
		if (fd < 0 || write(fd, "1", 1) != 1)
			failed("make-it-fail: %s", strerror(errno));
	}
	if (!ptrace(PTRACE_SEIZE, pid, 0, options))
		atomic_fetch_add(&shared->seized, 1);
	else if (may_fail && errno == ENOMEM)
		atomic_fetch_add(&shared->no_memory, 1);
	else
		failed("%s: PTRACE_SEIZE: %s", job, strerror(errno));
	if (may_fail) {
		if (pwrite(fd, "0", 1, 0) != 1)
			failed("make-it-fail: %s", strerror(errno));
		close(fd);
	}
}

/* The registers are read, never written: who holds the tracee compares them. */
static void traced_stop(pid_t pid, int status)
{
	static const int goes[] = {
		PTRACE_CONT, PTRACE_CONT, PTRACE_SYSCALL, PTRACE_SINGLESTEP,
	};
	unsigned long regs[64];
	struct iovec iov = { regs, sizeof(regs) };
	int sig = WSTOPSIG(status), go = goes[below(4)];
	siginfo_t info;

	atomic_fetch_add(&shared->traced, 1);
	ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov);
	ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
	if (status >> 16 == PTRACE_EVENT_STOP) {
		if (sig != SIGTRAP && below(2))
			go = PTRACE_LISTEN;
		sig = 0;
	} else if (status >> 16 || sig == SIGTRAP || sig == (SIGTRAP | 0x80)) {
		sig = 0;
	}
	/* ESRCH: it was killed, or others hold it */
	ptrace(go, pid, 0, sig);
}

/* Until the tracee ends, or is let go and killed. */
static void trace(pid_t pid, const char *job, int code, int harmless)
{
	double begin = now();
	int i, status;
	pid_t ret;

	for (i = 0; i < 400 && now() - begin < 5; i++) {
		ret = waitpid(pid, &status, WNOHANG | __WALL);
		if (ret == pid && !WIFSTOPPED(status)) {
			if (WIFEXITED(status) && WEXITSTATUS(status) == code)
				return;
			failed("%s: status %x", job, status);
			return;
		}
		if (ret == pid) {
			traced_stop(pid, status);
			continue;
		}
		if (below(20) == 0)
			ptrace(PTRACE_INTERRUPT, pid, 0, 0);
		if (below(20) == 0)
			kill(pid, below(2) ? harmless : SIGSTOP);
		if (below(5) == 0)
			kill(pid, SIGCONT);
		pause_us(200);
	}
	if (below(2)) {
		ptrace(PTRACE_INTERRUPT, pid, 0, 0);
		for (i = 0; i < 50; i++) {
			ret = waitpid(pid, &status, WNOHANG | __WALL);
			if (ret == pid && !WIFSTOPPED(status))
				return;
			if (ret == pid && !ptrace(PTRACE_DETACH, pid, 0, 0))
				break;
			pause_us(500);
		}
	}
	kill(pid, SIGKILL);
	/* PTRACE_EVENT_EXIT stops it on its way */
	while ((status = wait_for(pid, job, true)) != -1 && WIFSTOPPED(status))
		ptrace(PTRACE_CONT, pid, 0, 0);
}

static void job_tracer(const char *job, bool exec)
{
	long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
	int fds[2], i;
	char byte = 0;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return;
	pid = new_child();
	if (!pid) {
		/* not before it is traced */
		if (read(fds[0], &byte, 1) != 1)
			_exit(97);
		if (below(4) == 0)
			filter();
		for (i = 0; i < 50; i++) {
			some_calls(5);
			raise(SIGUSR2);
		}
		if (exec)
			execl(self, self, "exit", "13", NULL);
		_exit(13);
	}
	if (pid < 0) {
		close(fds[0]);
		close(fds[1]);
		return;
	}
	if (below(2))
		options |= PTRACE_O_TRACEEXEC;
	if (below(2))
		options |= PTRACE_O_TRACEEXIT;
	if (below(2))
		options |= PTRACE_O_TRACESECCOMP;
	seize(pid, job, options);
	if (write(fds[1], &byte, 1) != 1)
		failed("%s: write: %s", job, strerror(errno));
	close(fds[0]);
	close(fds[1]);
	/* sometimes a tracer that dies */
	if (below(8) == 0) {
		pid_t tracer = fork();

		if (!tracer)
			_exit(0);
		if (tracer > 0)
			wait_for(tracer, job, true);
	}
	/* execve() takes the handlers away */
	trace(pid, job, 13, exec ? SIGURG : SIGUSR1);
}

static void job_traced(void)
{
	job_tracer("traced", false);
}

static void job_traced_exec(void)
{
	job_tracer("traced_exec", true);
}

static const struct {
	const char *name;
	void (*run)(void);
} jobs[NJOBS] = {
	{ "fork", job_fork },
	{ "vfork", job_vfork },
	{ "exec", job_exec },
	{ "thread_exec", job_thread_exec },
	{ "threads", job_threads },
	{ "killed_threads", job_killed_threads },
	{ "signals", job_signals },
	{ "fatal", job_fatal },
	{ "core", job_core },
	{ "jobctl", job_jobctl },
	{ "autoreap", job_autoreap },
	{ "orphan", job_orphan },
	{ "restart", job_restart },
	{ "seccomp", job_seccomp },
	{ "traced", job_traced },
	{ "traced_exec", job_traced_exec },
};

static void worker(void)
{
	while (!atomic_load(&shared->ending)) {
		int job = below(NJOBS);

		jobs[job].run();
		atomic_fetch_add(&shared->done[job], 1);
	}
	_exit(0);
}

static void end(int sig)
{
	(void)sig;
	atomic_store(&shared->ending, 1);
}

static void handle(int sig, void (*fn)(int))
{
	struct sigaction sa = { .sa_handler = fn, .sa_flags = SA_RESTART };

	sigaction(sig, &sa, NULL);
}

static long all_done(void)
{
	long sum = 0;
	int i;

	for (i = 0; i < NJOBS; i++)
		sum += atomic_load(&shared->done[i]);
	return sum;
}

/* Start workers, reap what ends, see to it that it goes on. */
static void watch(int workers)
{
	double changed = now(), ended = 0;
	long last = 0;
	int running = 0;

	for (;;) {
		bool ending = atomic_load(&shared->ending);
		int status;
		pid_t pid;

		while (!ending && running < workers) {
			pid = new_child();
			if (!pid) {
				signal(SIGTERM, SIG_DFL);
				worker();
			}
			if (pid < 0)
				break;
			running++;
		}
		pid = waitpid(-1, &status, WNOHANG);
		if (pid < 0 && errno == ECHILD && ending)
			return;
		/* orphans exit with 0; a worker only at the end */
		if (pid > 0 && WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
			failed("an orphan or worker: status %x", status);
		if (all_done() != last) {
			last = all_done();
			changed = now();
		} else if (now() - changed > DEAD) {
			failed("no job was done for %d s", DEAD);
			changed = now();
			atomic_store(&shared->ending, 1);
		}
		if (ending && !ended)
			ended = now();
		if (ending && now() - ended > DEAD) {
			failed("it does not end");
			return;
		}
		if (pid <= 0)
			pause_us(2000);
	}
}

int main(int argc, char **argv)
{
	int i;

	/* not /proc/self: the leader may be a zombie */
	self = "/proc/thread-self/exe";
	if (argc == 3 && !strcmp(argv[1], "exit"))
		_exit(atoi(argv[2]));
	if (argc < 3) {
		fprintf(stderr, "usage: load SEED WORKERS [fail]\n");
		return 2;
	}
	rnd_state = strtoull(argv[1], NULL, 0) + 0x9e3779b97f4a7c15ULL;
	may_fail = argc > 3;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || (setsid() < 0 && getsid(0) != getpid()) ||
	    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)) {
		perror("load");
		return 2;
	}
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	handle(SIGUSR1, handler);
	handle(SIGUSR2, handler);
	handle(SIGTERM, end);
	printf("load %d seed %s\n", getpid(), argv[1]);
	fflush(stdout);

	watch(atoi(argv[2]));

	for (i = 0; i < NJOBS; i++) {
		printf("count: job_%s - %ld\n", jobs[i].name,
		       atomic_load(&shared->done[i]));
		if (!atomic_load(&shared->done[i]))
			failed("job %s was never done", jobs[i].name);
	}
	printf("count: traced_stops - %ld\n", atomic_load(&shared->traced));
	printf("count: ptrace_seize 0 %ld\n", atomic_load(&shared->seized));
	printf("count: ptrace_seize ENOMEM %ld\n",
	       atomic_load(&shared->no_memory));
	printf("count: jobs - %ld\n", all_done());
	printf("load ended, %ld failed\n", atomic_load(&shared->failed));
	return atomic_load(&shared->failed) != 0;
}
