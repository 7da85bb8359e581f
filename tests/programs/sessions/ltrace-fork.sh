# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# any-order
# drop: unfinished|resumed|no return|^fork
# Library calls of parent and child.
ltrace -f -o trace ./calls fork
sed -E 's/^[0-9]+ //; s/( resumed.*|fork\(\)) += [1-9][0-9]+$/\1 = PID/' trace | sort
#> hello
#> in the child
#> +++ exited (status 3) +++
#> +++ exited (status 6) +++
#> --- SIGCHLD (Child exited) ---
#> puts("hello") = 6
#> puts("in the child") = 13
