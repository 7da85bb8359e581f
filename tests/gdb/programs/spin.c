// SPDX-License-Identifier: GPL-2.0
/*
 * Goes on until it is told to stop (go = 0, or SIGTERM): to attach to. Says "ready" once it is what it shall be, and at
 * the end whether a system call was interrupted although no handler ran: that would be a trace of being traced.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

volatile int go = 1;
volatile int hits;
volatile int handled;
volatile int interrupted;
volatile unsigned long beats;
pthread_barrier_t all_here;

void beat(void)
{
	beats++;
}

void busy(void)
{
	while (go)
		beat();
}

void asleep(void)
{
	struct timespec tick = { .tv_nsec = 20 * 1000 * 1000 };

	while (go) {
		if (nanosleep(&tick, NULL))
			interrupted++;
		beat();
	}
}

void *busy_thread(void *unused)
{
	pthread_barrier_wait(&all_here);
	busy();
	return NULL;
}

void *sleeping_thread(void *unused)
{
	pthread_barrier_wait(&all_here);
	asleep();
	return NULL;
}

void *paused_thread(void *unused)
{
	pthread_barrier_wait(&all_here);
	for (;;)
		pause();
	return NULL;
}

void on_hit(int sig)
{
	hits++;
	handled++;
}

void on_term(int sig)
{
	go = 0;
	handled++;
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "asleep";
	pthread_t threads[3];

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGUSR1, on_hit);
	signal(SIGTERM, on_term);
	if (!strcmp(how, "busy")) {
		printf("ready\n");
		busy();
	} else if (!strcmp(how, "threads")) {
		pthread_barrier_init(&all_here, NULL, 4);
		pthread_create(&threads[0], NULL, busy_thread, NULL);
		pthread_create(&threads[1], NULL, sleeping_thread, NULL);
		pthread_create(&threads[2], NULL, paused_thread, NULL);
		pthread_barrier_wait(&all_here);
		printf("ready\n");
		asleep();
	} else if (!strcmp(how, "reading")) {
		char byte;

		printf("ready\n");
		printf("read %zd\n", read(0, &byte, 1));
	} else {
		printf("ready\n");
		asleep();
	}
	if (interrupted > handled)
		printf("interrupted %d times by %d signals\n", interrupted, handled);
	printf("hits %d, go %d\n", hits, go);
	return 0;
}
