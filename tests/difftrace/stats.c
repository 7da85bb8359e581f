// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: what a log covers: requests by result, stops, operations.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "difftrace.h"

#define MAXKEYS	4096

static struct count {
	char key[80];
	unsigned long n;
} counts[MAXKEYS];
static unsigned int nkeys;

static void count(const char *what, const char *key, int len, const char *result)
{
	char k[80];
	unsigned int i;

	snprintf(k, sizeof(k), "%-8s %.*s %s", what, len, key, result);
	for (i = 0; i < nkeys; i++)
		if (!strcmp(counts[i].key, k))
			break;
	if (i == MAXKEYS)
		return;
	if (i == nkeys)
		strcpy(counts[nkeys++].key, k);
	counts[i].n++;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct count *)a)->key, ((const struct count *)b)->key);
}

/* "-ESRCH", or "ok" for everything that is not an error. */
static const char *result_of(const char *line)
{
	static char r[32];
	const char *p = strstr(line, ") = ");

	if (!p)
		p = strstr(line, " = ");
	if (!p)
		return "-";
	p = strstr(p, "= ") + 2;
	if (*p != '-')
		return "ok";
	snprintf(r, sizeof(r), "%.*s", (int)strcspn(p, " \n"), p);
	return r;
}

static void count_line(char *line)
{
	char *p, *op;

	if (!strncmp(line, "seed ", 5)) {
		p = strstr(line, "scenario ");
		count("scenario", p + 9, strcspn(p + 9, "\n"), "");
		return;
	}
	if (!strncmp(line, "HANG", 4))
		count("HANG", "", 0, "");
	p = strstr(line, "ptrace(");
	if (p)
		count("ptrace", p + 7, strcspn(p + 7, ",)"), result_of(line));
	p = strchr(line, '[');
	if (p && strstr(line, "] ") == NULL)
		count("status", p, strcspn(p, "\n"), "");
	p = strstr(line, "= 0 {SIG");
	if (p)
		count("siginfo", p + 5, strcspn(p + 5, "}") > 28 ?
		      (int)(strchr(p + 5, ' ') - p - 5) : (int)strcspn(p + 5, "}"), "");
	p = strstr(line, "handled ");
	if (p)
		count("handled", p + 8, strcspn(p + 8, " "), "");
	if (line[0] == ' ' && line[2] != ' ' && !strstr(line, "ptrace(")) {
		op = strchr(line + 2, ' ');
		if (op)
			count("op", op + 1, strcspn(op + 1, " (=\n"), result_of(line));
	}
	if (!strncmp(line, "    ", 4)) {
		p = strchr(line, ':');
		if (p && p[1] == ' ' && p[2] && p[3] == '(')
			count("state", p + 2, 1, "");
		else if (p && p[1] == ' ' && (p[3] == ' ' || p[3] == '\n'))
			count("state", p + 2, 1, "");
	}
}

/* What 300 seeds must show; the start of a key. */
static const char * const required[] = {
	"ptrace   TRACEME ok", "ptrace   PEEKTEXT ok", "ptrace   PEEKTEXT -EIO",
	"ptrace   PEEKDATA ok", "ptrace   PEEKUSR ok", "ptrace   PEEKUSR -EIO",
	"ptrace   POKETEXT ok", "ptrace   POKEDATA ok", "ptrace   POKEUSR ok",
	"ptrace   POKEUSR -EIO", "ptrace   CONT ok", "ptrace   CONT -EIO",
	"ptrace   CONT -ESRCH", "ptrace   KILL ok", "ptrace   SINGLESTEP ok",
#ifndef __s390x__
	"ptrace   GETREGS ok", "ptrace   GETREGS -ESRCH", "ptrace   SETREGS ok",
	"ptrace   SETREGS -EIO", "ptrace   GETFPREGS ok", "ptrace   SETFPREGS ok",
	"ptrace   GETFPXREGS ok",
	"ptrace   GET_THREAD_AREA ok", "ptrace   SET_THREAD_AREA ok",
	"ptrace   ARCH_PRCTL ok",
#endif
	"ptrace   ATTACH ok", "ptrace   ATTACH -EPERM", "ptrace   DETACH ok",
	"ptrace   DETACH -ESRCH", "ptrace   OLDSETOPTIONS ok",
	"ptrace   SYSCALL ok", "ptrace   SYSEMU ok",
	"ptrace   SYSEMU_SINGLESTEP ok", "ptrace   SINGLEBLOCK ok",
	"ptrace   SETOPTIONS ok", "ptrace   SETOPTIONS -EINVAL",
	"ptrace   GETEVENTMSG ok",
	"ptrace   GETSIGINFO ok", "ptrace   GETSIGINFO -EINVAL",
	"ptrace   SETSIGINFO ok", "ptrace   GETREGSET ok", "ptrace   SETREGSET ok",
	"ptrace   SEIZE ok", "ptrace   SEIZE -EIO", "ptrace   SEIZE -EPERM",
	"ptrace   INTERRUPT ok", "ptrace   INTERRUPT -EIO", "ptrace   LISTEN ok",
	"ptrace   LISTEN -EIO", "ptrace   PEEKSIGINFO ok", "ptrace   GETSIGMASK ok",
	"ptrace   SETSIGMASK ok", "ptrace   SECCOMP_GET_FILTER ok",
	"ptrace   SECCOMP_GET_METADATA ok", "ptrace   GET_SYSCALL_INFO ok",
	"ptrace   GET_RSEQ_CONFIGURATION ok",
	"ptrace   SET_SYSCALL_USER_DISPATCH_CONFIG ok",
	"ptrace   GET_SYSCALL_USER_DISPATCH_CONFIG ok",
	"status   [stop SIGTRAP event FORK]", "status   [stop SIGTRAP event VFORK]",
	"status   [stop SIGTRAP event CLONE]", "status   [stop SIGTRAP event EXEC]",
	"status   [stop SIGTRAP event VFORK_DONE]", "status   [stop SIGTRAP event EXIT]",
	"status   [stop SIGTRAP event SECCOMP]", "status   [stop SIGTRAP event STOP]",
	"status   [stop SIGSTOP event STOP]", "status   [stop SIGTSTP event STOP]",
	"status   [stop SIGTRAP|0x80]", "status   [stop SIGSTOP]",
	"status   [continued]", "status   [killed SIGKILL]",
	"status   [killed SIGSEGV core]", "status   [exit ",
	"state    T", "state    D", "state    Z", "state    t",
};

/* What a thousand must show beside that. */
static const char * const rare[] = {
#ifndef __s390x__
	"ptrace   SETFPXREGS ok",
#endif
	"ptrace   SETOPTIONS -EPERM",
};

/* How many of these @n keys are missing. */
static unsigned int print_missing(const char * const *keys, unsigned int n)
{
	unsigned int i, j, missing = 0;

	for (i = 0; i < n; i++) {
		for (j = 0; j < nkeys; j++)
			if (!strncmp(counts[j].key, keys[i], strlen(keys[i])))
				break;
		if (j < nkeys)
			continue;
		printf(" missing  %s\n", keys[i]);
		missing++;
	}
	return missing;
}

int print_stats(const char *file)
{
	char line[2048];
	FILE *f = fopen(file, "r");
	unsigned int i, seeds = 0, missing;

	if (!f) {
		perror(file);
		return 2;
	}
	while (fgets(line, sizeof(line), f)) {
		count_line(line);
		seeds += !strncmp(line, "seed ", 5);
	}
	fclose(f);
	qsort(counts, nkeys, sizeof(counts[0]), by_key);
	for (i = 0; i < nkeys; i++)
		printf("%8lu  %s\n", counts[i].n, counts[i].key);
	missing = print_missing(required, ARRAY_SIZE(required));
	if (seeds >= 1000)
		missing += print_missing(rare, ARRAY_SIZE(rare));
	return missing ? 1 : 0;
}
