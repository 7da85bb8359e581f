// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the log of one seed.
 */
#include <stdarg.h>
#include <stdio.h>

#include "difftrace.h"

struct seed_log *the_log;

void lg(const char *fmt, ...)
{
	struct seed_log *l = the_log;
	size_t room = sizeof(l->text) - l->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(l->text + l->len, room, fmt, ap);
	va_end(ap);
	if (n > 0)
		l->len += (size_t)n < room ? (size_t)n : room - 1;
}

/* FNV-1a: what is too long to print is compared by its hash. */
unsigned long long hash64(const void *p, size_t len)
{
	const unsigned char *c = p;
	uint64_t h = 0xcbf29ce484222325ULL;

	while (len--)
		h = (h ^ *c++) * 0x100000001b3ULL;
	return h;
}
