// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the namespace in which the seeds run.
 *
 * Pids are fixed (clone3() with set_tid), so that even a pid that ends up in
 * a register or in a hash is the same in every run.  That needs a pid
 * namespace without anybody else in it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "difftrace.h"
#include "lane.h"

#define SEED_SECONDS	180

extern const char interp64_start[], interp64_end[], interp32_start[], interp32_end[];

static void fatal(const char *what)
{
	fprintf(stderr, "difftrace: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void place_fd(int fd, int where)
{
	if (fd < 0 || dup2(fd, where) != where)
		fatal("dup2");
	if (fd != where)
		close(fd);
}

static void place_image(const char *name, const char *start, const char *end, int where)
{
	int fd = memfd_create(name, 0);

	if (fd < 0 || write(fd, start, end - start) != end - start)
		fatal("interpreter image");
	place_fd(fd, where);
	if (dup2(where, where + 2) != where + 2)
		fatal("dup2");
}

/* A set-user-ID copy of an image, in the tmpfs of the lane's own mounts. */
static void place_suid(const char *start, const char *end, int number)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), DT_SUID_DIR "%d", number);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (fd < 0 || write(fd, start, end - start) != end - start || fchmod(fd, 04755))
		fatal(path);
	close(fd);
}

/* The init of a namespace sees its own processes and an empty /tmp. */
static void mounts(void)
{
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL) ||
	    mount("tmpfs", "/tmp", "tmpfs", 0, "mode=777") || chdir("/tmp"))
		fatal("mount");
	place_suid(interp64_start, interp64_end, DT_SUID64_FD);
	place_suid(interp64_start, interp64_end, DT_SUID64_FD + 2);
}

/* The descriptors and the mapping that all tasks of all seeds inherit. */
static void prepare(void)
{
	int fd, pipefd[2];

	fd = memfd_create("difftrace", 0);
	if (fd < 0 || ftruncate(fd, sizeof(struct dt_shm)))
		fatal("shared memory");
	place_fd(fd, DT_SHM_FD);
	if (mmap(DT_SHM, sizeof(struct dt_shm), PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_FIXED, DT_SHM_FD, 0) != DT_SHM)
		fatal("mmap");
	place_image("interp64", interp64_start, interp64_end, DT_INTERP64_FD);
	/* A machine without 32-bit programs has another of 64 bits in its place. */
	if (access("/proc/sys/abi/vsyscall32", F_OK))
		place_image("interp64", interp64_start, interp64_end, DT_INTERP32_FD);
	else
		place_image("interp32", interp32_start, interp32_end, DT_INTERP32_FD);
	if (pipe(pipefd))
		fatal("pipe");
	place_fd(pipefd[0], DT_PIPE_FD);
	place_fd(pipefd[1], DT_PIPE_WFD);
	the_log = mmap(NULL, sizeof(*the_log), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (the_log == MAP_FAILED)
		fatal("mmap");
	/* Not the descriptors of whoever started us: numbers must be the same. */
	if (close_range(3, DT_SHM_FD - 1, CLOSE_RANGE_CLOEXEC))
		fatal("close_range");
	/* No core files, and none for a helper of the machine either. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 1, RLIM_INFINITY });
}

static void write_all(int fd, const void *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);

		if (w <= 0)
			exit(2);
		p = (const char *)p + w;
		n -= w;
	}
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec * 1e-9;
}

/* Wait for @pid, or for all when it is 0; false: it takes too long. */
static bool reap_until(pid_t pid, double limit)
{
	struct timespec ts = { 0, 50000000 };
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	for (;;) {
		pid_t got = waitpid(-1, NULL, WNOHANG | __WALL);

		if (got < 0 || (pid && got == pid))
			return true;
		if (got)
			continue;
		if (seconds() > limit)
			return false;
		sigtimedwait(&chld, NULL, &ts);
	}
}

/*
 * Linux 6.15 and later free the pid of a thread after its process was reaped.
 * A clone3() that must fail tells when the last seed's pids are free.
 */
static void wait_pids_free(void)
{
	int tid;

	for (tid = X_PID; tid <= X_PID + DT_NSLOTS; tid++) {
		struct clone_args ca = {
			.flags = CLONE_VM | CLONE_PIDFD,
			.pidfd = 8,		/* EFAULT, after the pid was taken */
			.exit_signal = SIGCHLD,
			.set_tid = (uintptr_t)&tid,
			.set_tid_size = 1,
		};

		while (syscall(SYS_clone3, &ca, sizeof(ca)) < 0 && errno == EEXIST)
			sched_yield();
	}
}

static bool frees_pids_late(void)
{
	unsigned int major = 0, minor = 0;
	struct utsname u;

	uname(&u);
	sscanf(u.release, "%u.%u", &major, &minor);
	return major > 6 || (major == 6 && minor >= 15);
}

/* False: there are leftovers, this namespace is not fit for another seed. */
static bool one_seed(unsigned long seed, const char *family)
{
	int tid = X_PID;
	struct clone_args ca = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&tid,
		.set_tid_size = 1,
	};
	double limit = seconds() + SEED_SECONDS;
	long pid;

	the_log->len = 0;
	the_log->hang = 0;
	pid = syscall(SYS_clone3, &ca, sizeof(ca));
	if (!pid) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		run_seed(seed, family);
		_exit(0);
	}
	if (pid < 0)
		fatal("clone3");
	if (!reap_until(pid, limit)) {
		lg("HANG: the seed did not end\n");
		the_log->hang = 1;
	}
	if (!the_log->hang && reap_until(0, seconds() + 10)) {
		if (frees_pids_late())
			wait_pids_free();
		return true;
	}
	the_log->hang = 1;
	kill(-1, SIGKILL);
	return reap_until(0, seconds() + 10);
}

/* Returns the last seed that was run. */
static unsigned long run_range(const struct seed_range *r, int out)
{
	unsigned long seed;
	bool clean = true;
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	for (seed = r->first; clean && seed <= r->last; seed += r->step) {
		struct lane_record rec = { .seed = seed };

		clean = one_seed(seed, r->family);
		rec.len = the_log->len;
		rec.hang = the_log->hang;
		write_all(out, &rec, sizeof(rec));
		write_all(out, the_log->text, rec.len);
	}
	return seed - r->step;
}

/* A process that makes one namespace and waits for its init. */
static void one_namespace(const struct seed_range *r, int out, unsigned long *done)
{
	pid_t pid;

	if (unshare(CLONE_NEWPID | CLONE_NEWNS))
		fatal("unshare (it needs root)");
	pid = fork();
	if (!pid) {
		mounts();
		*done = run_range(r, out);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		fatal("fork");
	_exit(0);
}

/*
 * Until the namespace has ended; or, when its last seed left tasks that cannot
 * be killed, until it is clear that it never will.
 */
static bool wait_namespace(pid_t pid, volatile unsigned long *done)
{
	struct timespec ts = { 0, 20000000 };
	unsigned int naps = 0;

	while (waitpid(pid, NULL, WNOHANG) == 0 && naps < 500) {
		naps += *done != 0;
		nanosleep(&ts, NULL);
	}
	return *done != 0;
}

/* One namespace after the other; one is enough when nothing hangs. */
static void lane(struct seed_range r, int out)
{
	unsigned long *done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (done == MAP_FAILED)
		fatal("mmap");
	while (r.first <= r.last) {
		pid_t pid;

		*done = 0;
		pid = fork();
		if (!pid)
			one_namespace(&r, out, done);
		if (pid < 0)
			fatal("fork");
		if (!wait_namespace(pid, done))
			return;
		r.first = *done + r.step;
	}
}

int lane_start(const struct seed_range *range)
{
	int p[2];

	if (pipe2(p, O_CLOEXEC))
		return -1;
	switch (fork()) {
	case 0:
		close(p[0]);
		prepare();
		lane(*range, p[1]);
		_exit(0);
	case -1:
		return -1;
	}
	close(p[1]);
	return p[0];
}
