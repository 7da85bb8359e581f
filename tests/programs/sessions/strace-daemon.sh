# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016 # for the other shell
# -D: the program is a child of the shell, strace is a grandchild; -DD, -DDD: in a process group, a session of its own.
for d in -D -DD -DDD; do
	rm -f trace
	strace $d -e trace=exit_group -o trace sh -c 'echo "parent $PPID"; exit 5' | sed "s/\<$$\>/shell/"
	echo "status ${PIPESTATUS[0]}"
	wait_until grep -qs exited trace
	calls trace
done
#> parent shell
#> status 5
#> exit_group(5) = ?
#> +++ exited with 5 +++
#> parent shell
#> +++ exited with 5 +++
#> parent shell
#> +++ exited with 5 +++
