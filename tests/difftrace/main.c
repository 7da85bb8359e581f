// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: a differential tracer for ptrace.
 *
 * Drives random tracees through random ptrace requests and writes a log that
 * is the same in every run of the same kernel, so that the logs of two kernels
 * can be compared byte for byte.  See README.rst.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include "difftrace.h"
#include "lane.h"

#define MAXLANES	16

/* The log of a seed that came before its turn. */
struct waiting {
	struct lane_record rec;
	char *text;
};

struct input {
	int fd;
	char *buf;
	size_t len, size;
};

static void usage(FILE *f)
{
	fprintf(f,
		"usage: difftrace [--seeds A-B | --seed N] [--out FILE] [--scenario NAME]\n"
		"                 [--jobs N] [--verbose]\n"
		"       difftrace --stats FILE\n"
		"       difftrace --list\n");
}

static bool feed(struct input *in)
{
	ssize_t n;

	if (in->size - in->len < 65536) {
		in->size = in->size * 2 + 131072;
		in->buf = realloc(in->buf, in->size);
		if (!in->buf)
			exit(2);
	}
	n = read(in->fd, in->buf + in->len, in->size - in->len);
	if (n <= 0)
		return false;
	in->len += n;
	return true;
}

/* Moves the complete records of @in to where the writer finds them. */
static void split(struct input *in, struct waiting *w, unsigned long first)
{
	struct lane_record rec;
	size_t pos = 0;

	while (in->len - pos >= sizeof(rec)) {
		memcpy(&rec, in->buf + pos, sizeof(rec));
		if (in->len - pos - sizeof(rec) < rec.len)
			break;
		pos += sizeof(rec);
		w[rec.seed - first].rec = rec;
		w[rec.seed - first].text = malloc(rec.len + 1);
		memcpy(w[rec.seed - first].text, in->buf + pos, rec.len);
		pos += rec.len;
	}
	memmove(in->buf, in->buf + pos, in->len - pos);
	in->len -= pos;
}

static int run(unsigned long first, unsigned long last, const char *family,
	       unsigned int jobs, FILE *out)
{
	struct pollfd pfd[MAXLANES];
	struct input in[MAXLANES];
	struct waiting *w = calloc(last - first + 1, sizeof(*w));
	unsigned long next = first, hangs = 0;
	unsigned int i, open = jobs;

	memset(in, 0, sizeof(in));
	for (i = 0; i < jobs; i++) {
		struct seed_range r = { first + i, last, jobs, family };

		in[i].fd = lane_start(&r);
		pfd[i].fd = in[i].fd;
		pfd[i].events = POLLIN;
	}
	while (open) {
		if (poll(pfd, jobs, -1) < 0)
			break;
		for (i = 0; i < jobs; i++) {
			if (pfd[i].fd < 0 || !pfd[i].revents)
				continue;
			if (!feed(&in[i])) {
				close(in[i].fd);
				pfd[i].fd = -1;
				open--;
			}
			split(&in[i], w, first);
		}
		for (; next <= last && w[next - first].text; next++) {
			struct waiting *n = &w[next - first];

			fwrite(n->text, 1, n->rec.len, out);
			hangs += n->rec.hang;
			free(n->text);
		}
		fflush(out);
	}
	while (wait(NULL) > 0)
		;
	if (next <= last) {
		fprintf(stderr, "difftrace: seed %lu did not report\n", next);
		return 2;
	}
	fprintf(stderr, "difftrace: %lu seeds, %lu hangs\n", last - first + 1, hangs);
	return hangs ? 1 : 0;
}

/* Stack and everything else at the same address in every run. */
static void no_randomize(char **argv)
{
	int p = personality(0xffffffff);

	if (p != -1 && (p & ADDR_NO_RANDOMIZE))
		return;
	if (personality(p | ADDR_NO_RANDOMIZE) == -1)
		return;
	execv("/proc/self/exe", argv);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seeds", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 's' },
		{ "out", required_argument, NULL, 'o' },
		{ "scenario", required_argument, NULL, 'S' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "stats", required_argument, NULL, 't' },
		{ "list", no_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ },
	};
	unsigned long first = 1, last = 100;
	const char *family = NULL;
	unsigned int jobs = 1, i;
	FILE *out = stdout;
	char *end;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 's':
			first = strtoul(optarg, &end, 10);
			last = *end == '-' ? strtoul(end + 1, &end, 10) : first;
			if (*end || last < first) {
				usage(stderr);
				return 2;
			}
			break;
		case 'o':
			out = fopen(optarg, "w");
			if (!out) {
				perror(optarg);
				return 2;
			}
			break;
		case 'S':
			family = optarg;
			break;
		case 'j':
			jobs = atoi(optarg);
			if (jobs < 1 || jobs > MAXLANES)
				jobs = 1;
			break;
		case 'v':
			opt_verbose = true;
			break;
		case 't':
			return print_stats(optarg);
		case 'l':
			for (i = 0; i < nfamilies; i++)
				printf("%s\n", families[i].name);
			return 0;
		default:
			usage(c == 'h' ? stdout : stderr);
			return c == 'h' ? 0 : 2;
		}
	}
	no_randomize(argv);
	return run(first, last, family, jobs, out);
}
