// SPDX-License-Identifier: GPL-2.0
/*
 * Goes on until it is told to stop (go = 0, or SIGTERM): to attach to. Says "ready" once each thread is in the function
 * that it shall be seen in, and at the end whether a system call was interrupted although no handler ran: that would be a
 * trace of being traced.
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
pthread_t leader;

void beat(void)
{
	beats++;
}

void in_place(void)
{
	pthread_barrier_wait(&all_here);
	if (pthread_self() == leader)
		printf("ready\n");
}

/* all in one line and one function: which of several it is in would be chance */
void busy(void)
{
	in_place();
	for (; go; beats++)
		;
}

/* long, so that whoever looks finds it asleep and not between two ticks */
void asleep(void)
{
	struct timespec tick = { .tv_nsec = 200 * 1000 * 1000 };

	in_place();
	while (go) {
		if (nanosleep(&tick, NULL))
			interrupted++;
		beat();
	}
}

void *busy_thread(void *unused)
{
	busy();
	return NULL;
}

void *sleeping_thread(void *unused)
{
	asleep();
	return NULL;
}

void *paused_thread(void *unused)
{
	in_place();
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
	leader = pthread_self();
	pthread_barrier_init(&all_here, NULL, strcmp(how, "threads") ? 1 : 4);
	if (!strcmp(how, "busy")) {
		busy();
	} else if (!strcmp(how, "threads")) {
		pthread_create(&threads[0], NULL, busy_thread, NULL);
		pthread_create(&threads[1], NULL, sleeping_thread, NULL);
		pthread_create(&threads[2], NULL, paused_thread, NULL);
		asleep();
	} else if (!strcmp(how, "reading")) {
		char byte;

		in_place();
		printf("read %zd\n", read(0, &byte, 1));
	} else {
		asleep();
	}
	if (interrupted > handled)
		printf("interrupted %d times by %d signals\n", interrupted, handled);
	printf("hits %d, go %d\n", hits, go);
	return 0;
}
