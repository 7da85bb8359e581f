// SPDX-License-Identifier: GPL-2.0
/*
 * What is measured: one function per operation. Everything runs on one CPU, so that the tracer and
 * its tracee take turns and nothing depends on how fast another CPU wakes up.
 */
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ops.h"

#ifndef PTRACE_SYSEMU
#define PTRACE_SYSEMU 31
#endif

static pid_t tracee;

static void request(int what, pid_t pid, unsigned long data)
{
	must(ptrace(what, pid, 0, data) == 0);
}

/* Resumes the tracee with a request and waits until it stops with SIGTRAP or SIGTRAP | 0x80. */
static void resume(int what)
{
	int status;

	request(what, tracee, 0);
	must(waitpid(tracee, &status, __WALL) == tracee);
	must(WIFSTOPPED(status) && (WSTOPSIG(status) & 0x7f) == SIGTRAP);
}

/* Makes a tracee that stops first and then runs @loop for ever. */
static void trace(void (*loop)(void), unsigned long options)
{
	int status;

	tracee = fork();
	must(tracee >= 0);
	if (!tracee) {
		raise(SIGSTOP);
		loop();
		_exit(1);
	}
	must(waitpid(tracee, &status, WUNTRACED) == tracee && WIFSTOPPED(status));
	request(PTRACE_SEIZE, tracee, options | PTRACE_O_EXITKILL);
	must(kill(tracee, SIGCONT) == 0);
	/* The group stop that it is in, the end of it, SIGCONT: after that it runs */
	do {
		must(waitpid(tracee, &status, __WALL) == tracee && WIFSTOPPED(status));
		if (WSTOPSIG(status) != SIGCONT)
			request(PTRACE_CONT, tracee, 0);
	} while (WSTOPSIG(status) != SIGCONT);
}

/* Kills the tracee, past its exit event if it has one, and what it forked. */
static void kill_tracee(void)
{
	int status;
	pid_t pid;

	must(kill(tracee, SIGKILL) == 0);
	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		if (WIFSTOPPED(status))
			ptrace(PTRACE_CONT, pid, 0, pid == tracee ? 0 : SIGKILL);
}

static void loop_calls(void)
{
	for (;;)
		syscall(SYS_getpid);
}

static void loop_instructions(void)
{
	for (;;)
		__asm__ volatile ("nop\n\tnop\n\tnop");
}

static void loop_pause(void)
{
	for (;;)
		pause();
}

static void loop_forks(void)
{
	for (;;) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
}

static void trace_calls(void)
{
	trace(loop_calls, PTRACE_O_TRACESYSGOOD);
	resume(PTRACE_SYSCALL);
}

static void trace_instructions(void)
{
	trace(loop_instructions, 0);
	resume(PTRACE_SINGLESTEP);
}

static void trace_forks(void)
{
	trace(loop_forks, PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXIT);
	request(PTRACE_CONT, tracee, 0);
}

static void fork_paused(void)
{
	tracee = fork();
	must(tracee >= 0);
	if (!tracee)
		loop_pause();
}

static void nothing(void)
{
}

static void call(void)
{
	syscall(SYS_getpid);
}

static void handler(int sig)
{
}

static void set_handler(void)
{
	must(signal(SIGUSR1, handler) != SIG_ERR);
}

static void signal_self(void)
{
	kill(getpid(), SIGUSR1);
}

static void fork_exit_wait(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	must(waitpid(pid, NULL, 0) == pid);
}

static void syscall_stop(void)
{
	resume(PTRACE_SYSCALL);
}

static void syscall_stop_getregs(void)
{
	struct user_regs_struct regs;

	resume(PTRACE_SYSCALL);
	must(ptrace(PTRACE_GETREGS, tracee, 0, &regs) == 0);
}

static void sysemu_stop(void)
{
	resume(PTRACE_SYSEMU);
}

static void singlestep(void)
{
	resume(PTRACE_SINGLESTEP);
}

static void seize_interrupt_detach(void)
{
	int status;

	request(PTRACE_SEIZE, tracee, 0);
	request(PTRACE_INTERRUPT, tracee, 0);
	must(waitpid(tracee, &status, __WALL) == tracee && WIFSTOPPED(status));
	request(PTRACE_DETACH, tracee, 0);
}

/*
 * From one end of a child of the tracee to the next: the tracee's fork event, the child's first
 * stop, its exit event, its end, and the tracee's SIGCHLD.
 */
static void traced_fork(void)
{
	for (;;) {
		int status, sig;
		pid_t pid = waitpid(-1, &status, __WALL);

		must(pid > 0);
		if (WIFEXITED(status)) {
			must(pid != tracee);
			return;
		}
		must(WIFSTOPPED(status));
		sig = status >> 16 ? 0 : WSTOPSIG(status);
		request(PTRACE_CONT, pid, sig);
	}
}

const struct op ops[] = {
	{ "nothing", 100, NULL, nothing, NULL },
	{ "syscall", 100, NULL, call, NULL },
	{ "signal", 20, set_handler, signal_self, NULL },
	{ "fork-exit-wait", 1, NULL, fork_exit_wait, NULL },
	{ "syscall-stop", 10, trace_calls, syscall_stop, kill_tracee },
	{ "syscall-stop-getregs", 10, trace_calls, syscall_stop_getregs, kill_tracee },
	{ "sysemu-stop", 10, trace_calls, sysemu_stop, kill_tracee },
	{ "singlestep", 10, trace_instructions, singlestep, kill_tracee },
	{ "seize-interrupt-detach", 10, fork_paused, seize_interrupt_detach, kill_tracee },
	{ "traced-fork", 1, trace_forks, traced_fork, kill_tracee },
	{ NULL }
};
