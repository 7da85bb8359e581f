// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: numbers to the names that one reads in a log.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "difftrace.h"

const char *str(const char *fmt, ...)
{
	static char ring[32][256];
	static unsigned int next;
	char *s = ring[next++ % ARRAY_SIZE(ring)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s, sizeof(ring[0]), fmt, ap);
	va_end(ap);
	return s;
}

const char *pid_name(long pid)
{
	int i = pid - DT_PID_BASE - 1;

	if (pid == X_PID)
		return "X";
	if (i >= 0 && i < ntasks)
		return tasks[i].name;
	if (pid < -1 && pid != -NO_PID)
		return str("-%s", pid_name(-pid));
	return str("%ld", pid);
}

static const char * const signals[] = {
	"0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT",
	"SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2",
	"SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT",
	"SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
	"SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR",
	"SIGSYS",
};

const char *sig_name(long sig)
{
	if (sig >= 0 && sig < (long)ARRAY_SIZE(signals))
		return signals[sig];
	return str("SIG%ld", sig);
}

const char *err_name(long ret)
{
	const char *n;

	if (ret < 0 && ret >= -4095) {
		switch (-ret) {
		case 512:
			return "-ERESTARTSYS";
		case 513:
			return "-ERESTARTNOINTR";
		case 514:
			return "-ERESTARTNOHAND";
		case 516:
			return "-ERESTART_RESTARTBLOCK";
		}
		n = strerrorname_np(-ret);
		return n ? str("-%s", n) : str("%ld", ret);
	}
	return ret < 0 || ret > 4095 ? str("%#lx", ret) : str("%ld", ret);
}

static const struct {
	int nr;
	const char *name;
} requests[] = {
	{ 0, "TRACEME" }, { 1, "PEEKTEXT" }, { 2, "PEEKDATA" }, { 3, "PEEKUSR" },
	{ 4, "POKETEXT" }, { 5, "POKEDATA" }, { 6, "POKEUSR" }, { 7, "CONT" },
	{ 8, "KILL" }, { 9, "SINGLESTEP" },
#ifdef __s390x__
	{ 12, "SINGLEBLOCK" },
#else
	{ 12, "GETREGS" }, { 13, "SETREGS" }, { 14, "GETFPREGS" },
	{ 15, "SETFPREGS" }, { 18, "GETFPXREGS" }, { 19, "SETFPXREGS" },
	{ 25, "GET_THREAD_AREA" }, { 26, "SET_THREAD_AREA" },
	{ 30, "ARCH_PRCTL" }, { 33, "SINGLEBLOCK" },
#endif
	{ 16, "ATTACH" }, { 17, "DETACH" }, { 21, "OLDSETOPTIONS" },
	{ 24, "SYSCALL" }, { 31, "SYSEMU" }, { 32, "SYSEMU_SINGLESTEP" },
	{ 0x4200, "SETOPTIONS" }, { 0x4201, "GETEVENTMSG" },
	{ 0x4202, "GETSIGINFO" }, { 0x4203, "SETSIGINFO" },
	{ 0x4204, "GETREGSET" }, { 0x4205, "SETREGSET" }, { 0x4206, "SEIZE" },
	{ 0x4207, "INTERRUPT" }, { 0x4208, "LISTEN" }, { 0x4209, "PEEKSIGINFO" },
	{ 0x420a, "GETSIGMASK" }, { 0x420b, "SETSIGMASK" },
	{ 0x420c, "SECCOMP_GET_FILTER" }, { 0x420d, "SECCOMP_GET_METADATA" },
	{ 0x420e, "GET_SYSCALL_INFO" }, { 0x420f, "GET_RSEQ_CONFIGURATION" },
	{ 0x4210, "SET_SYSCALL_USER_DISPATCH_CONFIG" },
	{ 0x4211, "GET_SYSCALL_USER_DISPATCH_CONFIG" },
};

const char *req_name(long req)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(requests); i++)
		if (requests[i].nr == req)
			return requests[i].name;
	return str("%#lx", req);
}

const char *event_name(unsigned int event)
{
	static const char * const names[] = {
		"0", "FORK", "VFORK", "CLONE", "EXEC", "VFORK_DONE", "EXIT",
		"SECCOMP",
	};

	if (event < ARRAY_SIZE(names))
		return names[event];
	return event == 128 ? "STOP" : str("%u", event);
}

/* Names of bits: those without a name end up in one hexadecimal number. */
struct bit {
	uint32_t bit;
	const char *name;
};

static const char *bits_name(unsigned long v, const struct bit *bits, unsigned int n)
{
	char out[200] = "";
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (!(v & bits[i].bit))
			continue;
		v &= ~(unsigned long)bits[i].bit;
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s",
			 *out ? "|" : "", bits[i].name);
	}
	if (v || !*out)
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%#lx",
			 *out ? "|" : "", v);
	return str("%s", out);
}

const char *options_name(unsigned long options)
{
	static const struct bit bits[] = {
		{ 1, "SYSGOOD" }, { 2, "FORK" }, { 4, "VFORK" }, { 8, "CLONE" },
		{ 0x10, "EXEC" }, { 0x20, "VFORKDONE" }, { 0x40, "EXIT" },
		{ 0x80, "SECCOMP" }, { 0x100000, "EXITKILL" },
		{ 0x200000, "SUSPEND_SECCOMP" },
	};

	return bits_name(options, bits, ARRAY_SIZE(bits));
}

const char *wait_opt_name(uint32_t options)
{
	static const struct bit bits[] = {
		{ 1, "WNOHANG" }, { 2, "WSTOPPED" }, { 4, "WEXITED" },
		{ 8, "WCONTINUED" }, { 0x01000000, "WNOWAIT" },
		{ 0x20000000, "__WNOTHREAD" }, { 0x40000000, "__WALL" },
		{ 0x80000000, "__WCLONE" },
	};

	return bits_name(options, bits, ARRAY_SIZE(bits));
}

const char *mask_name(uint64_t mask)
{
	char out[240] = "";
	size_t n = 0;
	int i;

	if (!mask)
		return "-";
	if (__builtin_popcountll(mask) > 8)
		return str("%#llx", (unsigned long long)mask);
	for (i = 1; i <= 64 && n < sizeof(out); i++)
		if (mask & (1ULL << (i - 1)))
			n += snprintf(out + n, sizeof(out) - n, "%s%s",
				      n ? "+" : "", sig_name(i) + 3);
	return str("%s", out);
}

const char *status_name(uint32_t status)
{
	unsigned int sig = (status >> 8) & 0xff, event = status >> 16;

	if (status == 0xffff)
		return "[continued]";
	if ((status & 0xff) == 0x7f) {
		const char *s = str("%s%s", sig_name(sig & 0x7f), sig & 0x80 ? "|0x80" : "");

		return event ? str("[stop %s event %s]", s, event_name(event)) :
			       str("[stop %s]", s);
	}
	if (status & 0x7f)
		return str("[killed %s%s]", sig_name(status & 0x7f),
			   status & 0x80 ? " core" : "");
	return str("[exit %u%s]", status >> 8, status & 0xff ? " ?" : "");
}
