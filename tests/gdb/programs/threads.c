// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that take turns, so that what they do has one order: worker k runs when its turn has come and then gives the
 * turn to worker k + 1. The first argument says how many there are, the second how they meet.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_WORKERS 8

int workers = 3;
sem_t turn[MAX_WORKERS + 1];
int slots[MAX_WORKERS];
volatile int sum;
_Atomic pid_t tids[MAX_WORKERS];
pthread_t leader;

void work(int me)
{
	slots[me] = me + 1;
	sum += slots[me];
}

void *worker(void *number)
{
	int me = (long)number;

	tids[me] = gettid();
	sem_wait(&turn[me]);
	work(me);
	sem_post(&turn[me + 1]);
	return NULL;
}

void *last_one(void *unused)
{
	pthread_join(leader, NULL);
	printf("the leader is gone\n");
	exit(6);
}

void *short_lived(void *number)
{
	slots[(long)number]++;
	return NULL;
}

void everyone_is_here(void)
{
}

bool waits(pid_t tid)
{
	char name[40], state = 0;
	FILE *stat;

	snprintf(name, sizeof(name), "/proc/self/task/%d/stat", tid);
	stat = fopen(name, "r");
	if (stat) {
		fscanf(stat, "%*d (%*[^)]) %c", &state);
		fclose(stat);
	}
	return state == 'S';
}

int main(int argc, char **argv)
{
	pthread_t threads[MAX_WORKERS];
	const char *how = argc > 2 ? argv[2] : "turns";

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 1)
		workers = atoi(argv[1]);
	if (!strcmp(how, "leader-exits")) {
		leader = pthread_self();
		pthread_create(&threads[0], NULL, last_one, NULL);
		pthread_exit(NULL);
	}
	if (!strcmp(how, "one-by-one")) {
		for (long i = 0; i < workers; i++) {
			pthread_create(&threads[i], NULL, short_lived, (void *)i);
			pthread_join(threads[i], NULL);
		}
		printf("done %d\n", slots[0] + slots[1] + slots[2]);
		return 0;
	}
	for (int i = 0; i <= workers; i++)
		sem_init(&turn[i], 0, 0);
	for (long i = 0; i < workers; i++)
		pthread_create(&threads[i], NULL, worker, (void *)i);
	for (int i = 0; i < workers; i++)
		while (!waits(tids[i]))
			usleep(1000);
	everyone_is_here();
	sem_post(&turn[0]);
	for (int i = 0; i < workers; i++)
		pthread_join(threads[i], NULL);
	printf("sum %d\n", sum);
	return 0;
}
