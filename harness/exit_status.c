// SPDX-License-Identifier: GPL-2.0
/*
 * A function for the Makefile: $(exit-status FILE) ends make with the number in FILE, if it is not 0.
 *
 * make itself knows no other failure than 2, but `make run CMD=...` has the exit status of the command. GNU make loads
 * this object ("load" in its manual).
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <gnumake.h>

int plugin_is_GPL_compatible;
int exit_status_gmk_setup(void);

static char *exit_status(const char *name, unsigned int argc, char **argv)
{
	FILE *file = fopen(argv[0], "r");
	int status;

	(void)name;
	(void)argc;
	if (!file)
		exit(125);
	if (fscanf(file, "%d", &status) != 1)
		status = 0; /* make -n: nothing ran */
	fclose(file);
	unlink(argv[0]);
	if (status)
		exit(status);
	return NULL;
}

int exit_status_gmk_setup(void)
{
	gmk_add_function("exit-status", exit_status, 1, 1, GMK_FUNC_DEFAULT);
	return 1;
}
