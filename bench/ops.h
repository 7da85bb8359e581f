/* SPDX-License-Identifier: GPL-2.0 */
/* The operations of ops.c, which measure.c measures. */
#ifndef OPS_H
#define OPS_H

/**
 * struct op - something whose cost is to be known
 * @name: how the command line and the output call it
 * @batch: how many of it are measured together: few enough that most batches see no timer tick,
 *	even so that a pair of system call stops is not torn
 * @begin: prepares, for example makes a tracee; may be NULL
 * @once: does it one time
 * @end: undoes what @begin did; may be NULL
 */
struct op {
	const char *name;
	unsigned int batch;
	void (*begin)(void);
	void (*once)(void);
	void (*end)(void);
};

extern const struct op ops[];

/* Ends the program with a message unless @ok. */
#define must(ok) do { if (!(ok)) broken(#ok, __FILE__, __LINE__); } while (0)
void broken(const char *what, const char *file, int line) __attribute__((noreturn));

/* Prints what a task costs in memory, see memory.c. */
void memory(void);

#endif
