// SPDX-License-Identifier: GPL-2.0
/* Print the frequency of this machine's time stamp counter in kHz. Built and run by harness/guest. */
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

struct sample {
	unsigned long long tsc;
	long long ns;
};

/* Both clocks at once: of many readings the one that took the shortest time, as nothing came between its halves */
static struct sample now(void)
{
	unsigned long long best = -1;
	struct sample sample;

	for (int i = 0; i < 100; i++) {
		unsigned long long before = __rdtsc(), after;
		struct timespec t;

		clock_gettime(CLOCK_MONOTONIC_RAW, &t);
		after = __rdtsc();
		if (after - before < best) {
			best = after - before;
			sample.tsc = before + best / 2;
			sample.ns = t.tv_sec * 1000000000LL + t.tv_nsec;
		}
	}
	return sample;
}

int main(void)
{
	struct sample begin = now(), end;

	nanosleep(&(struct timespec){ .tv_nsec = 100 * 1000 * 1000 }, NULL);
	end = now();
	printf("%llu\n", (end.tsc - begin.tsc) * 1000000 / (end.ns - begin.ns));
	return 0;
}
