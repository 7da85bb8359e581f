# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# any-order
# drop: no return
# Library calls of parent and child. A call that another process's comes into has two lines: they become one again.
ltrace -f -o trace ./calls fork
awk '
	{ pid = $1; sub(/^[0-9]+ /, "") }
	sub(/ <unfinished \.\.\.>$/, "") { call[pid] = $0; next }
	sub(/^<\.\.\. .* resumed> /, "") { $0 = call[pid] $0 }
	{ print }' trace | sed -E 's/^((fork|wait)\(.*\)) += [1-9][0-9]*$/\1 = PID/; s/^(fork\()?\) += 0$/fork() = 0/' | sort
#> hello
#> in the child
#> +++ exited (status 3) +++
#> +++ exited (status 6) +++
#> --- SIGCHLD (Child exited) ---
#> fork() = 0
#> fork() = PID
#> puts("hello") = 6
#> puts("in the child") = 13
#> wait(0) = PID
