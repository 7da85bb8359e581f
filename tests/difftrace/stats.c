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

int print_stats(const char *file)
{
	char line[2048];
	FILE *f = fopen(file, "r");
	unsigned int i;

	if (!f) {
		perror(file);
		return 2;
	}
	while (fgets(line, sizeof(line), f))
		count_line(line);
	fclose(f);
	qsort(counts, nkeys, sizeof(counts[0]), by_key);
	for (i = 0; i < nkeys; i++)
		printf("%8lu  %s\n", counts[i].n, counts[i].key);
	return 0;
}
