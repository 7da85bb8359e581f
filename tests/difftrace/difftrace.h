/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace: shared declarations of the controller.
 *
 * One seed = one controller process ("X") and the tasks that it drives through
 * the slots in shm.h.  A step is: the controller posts one batch to one task
 * (or sends one signal), waits until every task of the seed has settled, and
 * logs what changed.  All choices come from the seed and from settled states.
 */
#ifndef DIFFTRACE_H
#define DIFFTRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "shm.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define MAXTASKS	DT_NSLOTS
#define X_PID		DT_PID_BASE
#define NO_PID		29999		/* nobody's */

/* rng.c */
struct rng {
	uint64_t s;
};

void rng_seed(struct rng *r, uint64_t a, uint64_t b);
uint64_t rng_next(struct rng *r);
unsigned int rnd(unsigned int n);		/* 0..n-1, of the seed's generator */
bool pct(unsigned int p);
unsigned int rnd_weighted(const unsigned char *weight, unsigned int n);

#define SIGBIT(sig)	(1ULL << ((sig) - 1))
#define pick(a)		((a)[rnd(ARRAY_SIZE(a))])

/* log.c: the log of one seed, in memory shared with the lane's master */
#define LOG_SIZE	(1 << 20)

struct seed_log {
	uint32_t len;
	uint32_t hang;		/* did not settle, or could not be cleaned up */
	char text[LOG_SIZE];
};

extern struct seed_log *the_log;
void lg(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
unsigned long long hash64(const void *p, size_t len);

/* names.c: all return a pointer into a ring of static buffers */
const char *pid_name(long pid);
const char *sig_name(long sig);
const char *err_name(long ret);		/* "0", "-ESRCH", "0x..." */
const char *req_name(long req);
const char *event_name(unsigned int event);
const char *options_name(unsigned long options);
const char *mask_name(uint64_t mask);
const char *status_name(uint32_t status);
const char *wait_opt_name(uint32_t options);
const char *str(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* sysnr.c: the system calls that batches use, by ABI */
enum sc {
	SC_getpid, SC_getppid, SC_gettid, SC_getuid, SC_geteuid, SC_getgid,
	SC_getegid, SC_sched_yield, SC_restart_syscall, SC_ptrace, SC_wait4,
	SC_waitid, SC_kill, SC_tkill, SC_tgkill, SC_rt_sigqueueinfo,
	SC_rt_tgsigqueueinfo, SC_pidfd_open, SC_pidfd_send_signal,
	SC_rt_sigprocmask, SC_rt_sigtimedwait, SC_rt_sigsuspend, SC_pause,
	SC_poll, SC_nanosleep, SC_read, SC_write, SC_close, SC_exit,
	SC_exit_group, SC_setpgid, SC_setsid, SC_prctl, SC_setresuid, SC_futex,
	SC_clone3, SC_execve, SC_seccomp, SC_rseq, SC_rt_sigaction,
	SC_rt_sigreturn, SC_mmap, SC_munmap, SC_personality,
	NSC,
};

int sc_nr(enum sc sc, bool abi32);
const char *sc_name(long nr, bool abi32);
bool sc_harmless(long nr, bool abi32);	/* its arguments may be changed */

/* task.c: the tasks of the seed */
struct snap {
	char state;		/* of /proc/PID/status */
	int ppid, tracer, threads, seccomp, euid;
	uint64_t pnd, shd, blk, ign, cgt;
	unsigned long runs;	/* of /proc/PID/schedstat */
	char comm[16];
	long nr;		/* of /proc/PID/syscall */
};

struct task {
	char name[8];
	char role;		/* P parent, T tracer, C tracee */
	int pid;
	int slot;		/* of the interpreter that runs as this pid */
	struct task *leader;
	int image_fd;		/* leader: what its comm is now */
	int exec_fd;		/* leader: what its comm will be after exec */
	struct task *exec_by;	/* leader: the thread that called exec */
	bool alive;
	bool gone;
	bool moved;		/* in the last step */
	int fd_status, fd_syscall, fd_schedstat;
	struct snap snap;
	/* what steers the choice of the next request, nothing more */
	int last_sig;
	unsigned int last_event;
	bool seized;
	bool waited;
	bool sigchld_tainted;
	bool group_stopped;	/* leader: at some time in this seed */
	bool watched;		/* has had a data watchpoint */
	bool steps_itself;	/* a tracer has set its trap flag */
	bool stepped;		/* so it was let run last */
};

extern struct task tasks[MAXTASKS];
extern int ntasks;

struct task *task_new(char role, struct task *leader);
struct task *task_by_pid(int pid);
bool task_idle(const struct task *t);	/* takes a batch and runs it now */
bool task_free(const struct task *t);	/* has no batch */
bool task_abi32(const struct task *t);
bool task_traced_stop(const struct task *t);
bool in_exec(const struct task *t);
bool trace_cycle(const struct task *tr, const struct task *t);
bool is_thread(const struct task *t);
int group_size(const struct task *t);	/* living threads */
struct task *pick_task(bool (*ok)(const struct task *t));
struct dt_slot *slot_of(const struct task *t);
struct dt_image *image_of(const struct task *t);

/* batch.c: what a task is asked to do */
enum decode {
	D_RET, D_PID, D_WAIT4, D_WAITID, D_SIGINFO, D_REGS, D_FPREGS, D_EVENTMSG,
	D_WORD, D_SCINFO, D_MASK, D_PEEKSIG, D_HEX, D_SPAWN, D_SIGTIMED, D_HASH,
	D_IOVREGS, D_IOVHASH, D_BYTES, D_REGSOUT, D_RESUME,
};

struct opinfo {
	enum decode dec;
	uint32_t nr;
	unsigned int len;	/* D_HASH, D_BYTES */
	struct task *target;
	long req;
	char text[168];
};

struct batch {
	struct task *task;
	bool busy;
	bool told;		/* that it did not finish in its step */
	bool interact;		/* acts on other tasks, starts or ends some */
	int n, printed;
	struct opinfo op[DT_NOPS];
};

struct batch *batch_begin(struct task *t);
struct dt_op *batch_add(struct batch *b, enum dt_op_kind kind, enum decode dec,
			const char *fmt, ...) __attribute__((format(printf, 4, 5)));
struct dt_op *batch_sys(struct batch *b, enum sc sc, enum decode dec,
			const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void *batch_buf(struct batch *b);	/* data of the operation added next */
uint64_t batch_bufaddr(struct batch *b);
bool batch_full(const struct batch *b);
void batch_post(struct batch *b);
void batch_collect(void);		/* log what finished */
bool interact_busy(void);
bool exitkill_used(void);		/* in this seed, on anyone */
struct batch *batch_of(const struct task *t);
void batch_reset(void);

/* decode.c */
const char *decode_siginfo(const void *p, bool abi32);
unsigned long long user_addr(unsigned long long addr);
const char *decode_op(const struct opinfo *oi, const struct dt_op *op,
		      const void *buf, bool abi32);

/* settle.c */
extern struct task *acting;
bool settle(void);			/* false: the seed hangs */

/* seed.c */
extern int step_nr;
extern bool opt_verbose;
bool step(struct batch *b);		/* post, settle, log */
bool x_kill(struct task *t, int sig);
void run_seed(unsigned long seed, const char *family);

/* family.c */
enum act {
	A_CYCLE, A_RESUME, A_INSPECT, A_MODIFY, A_ATTACH, A_CTRL, A_WILD,
	A_WAIT, A_BLOCKWAIT, A_OP, A_SIG, A_DRAIN, A_TRACERDIE, A_HWBP, A_MISMATCH,
	NACT,
};

enum res {
	R_CONT, R_SYSCALL, R_SYSEMU, R_SYSEMU_SS, R_STEP, R_BLOCK, R_LISTEN,
	R_DETACH, R_INTERRUPT, R_KILL,
	NRES,
};

enum top {
	O_CALLS, O_BLOCK, O_SELFSIG, O_MASK, O_SIGACT, O_FORK, O_VFORK, O_CLONE,
	O_THREAD, O_EXEC, O_EXIT, O_EXITGROUP, O_FAULT, O_PLAY, O_CALLFN,
	O_SECCOMP, O_INT80, O_RSEQ, O_DISPATCH, O_PGRP, O_TRACEME, O_SIGOTHER,
	O_WAITCHILD, O_CRED,
	NTOP,
};

struct family {
	const char *name;
	unsigned char share;		/* of the seeds */
	/* set-up, in percent */
	unsigned char tracer_is_parent, tracer2, tracer_thread;
	unsigned char tracer32, tracee32, tracee2;
	unsigned char chain;		/* the tracer is traced by the parent */
	unsigned char creds;		/* some are not root */
	unsigned char cores;		/* core dumps are on */
	unsigned char threads;		/* at most, of the tracee */
	unsigned char style[4];		/* attach, seize, traceme, none */
	unsigned char handlers;		/* percent */
	uint32_t options;		/* those worth setting */
	uint32_t always;		/* and those that must be set */
	unsigned char steps;
	unsigned char act[NACT], res[NRES], op[NTOP];
};

extern const struct family families[];
extern const unsigned int nfamilies;

/* act_*.c: one step each; false: nothing to do now */
bool act_cycle(const struct family *f);
bool act_resume(const struct family *f);
bool act_inspect(const struct family *f);
bool act_modify(const struct family *f);
bool act_attach(const struct family *f);
bool act_ctrl(const struct family *f);
bool act_wild(const struct family *f);
bool act_hwbp(const struct family *f);
bool act_mismatch(const struct family *f);
bool act_wait(const struct family *f);
bool act_blockwait(const struct family *f);
bool act_drain(const struct family *f);
bool act_op(const struct family *f);
bool act_sig(const struct family *f);
bool act_tracerdie(const struct family *f);
bool do_act(enum act a, const struct family *f);

/* helpers shared by the act_*.c */
uint32_t random_options(const struct family *f);
int random_signal(void);
struct task *tracer_of(const struct task *t);
struct dt_op *add_ptrace(struct batch *b, long req, struct task *t, uint64_t addr,
			 uint64_t data, enum decode dec, const char *args);
void add_inspect(struct batch *b, struct task *t, unsigned int what);
bool sibling_waits(const struct task *t);
void add_wait4(struct batch *b, int pid, uint32_t options);
void add_spawn(struct batch *b, struct task *child, uint64_t flags, int exit_signal,
	       const char *kind);
bool set_up(const struct family *f);
void add_dumpable(struct batch *b, bool on);
void add_setresuid(struct batch *b, int uid);

/* stats.c */
int print_stats(const char *file);

#endif /* DIFFTRACE_H */
