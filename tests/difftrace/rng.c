// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: the random numbers of a seed (splitmix64).
 *
 * The generator is seeded again at each step, from the seed and the step, so
 * that a small difference between two runs does not change all that follows.
 */
#include "difftrace.h"

static struct rng the_rng;

uint64_t rng_next(struct rng *r)
{
	uint64_t z;

	if (!r)
		r = &the_rng;
	z = (r->s += 0x9e3779b97f4a7c15ULL);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

void rng_seed(struct rng *r, uint64_t a, uint64_t b)
{
	if (!r)
		r = &the_rng;
	r->s = a * 0xd1342543de82ef95ULL + b * 0x2545f4914f6cdd1dULL;
	rng_next(r);
}

unsigned int rnd(unsigned int n)
{
	return n ? (rng_next(&the_rng) >> 16) % n : 0;
}

bool pct(unsigned int p)
{
	return rnd(100) < p;
}

unsigned int rnd_weighted(const unsigned char *weight, unsigned int n)
{
	unsigned int sum = 0, i, r;

	for (i = 0; i < n; i++)
		sum += weight[i];
	r = rnd(sum);
	for (i = 0; i < n; i++) {
		if (r < weight[i])
			return i;
		r -= weight[i];
	}
	return 0;
}
