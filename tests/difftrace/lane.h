/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace: a lane runs its share of the seeds, one after the other, in a
 * pid namespace of its own, and sends their logs to the main process.
 */
#ifndef DIFFTRACE_LANE_H
#define DIFFTRACE_LANE_H

#include <stdint.h>

struct seed_range {
	unsigned long first, last;	/* both inclusive */
	unsigned int step;		/* every step-th: one lane's share */
	const char *family;		/* NULL: as the seed says */
};

/* What goes through the pipe, followed by the text of the log. */
struct lane_record {
	uint64_t seed;
	uint32_t len;
	uint32_t hang;
};

/* Start a lane; returns the read end of its pipe, or -1. */
int lane_start(const struct seed_range *range);

#endif /* DIFFTRACE_LANE_H */
