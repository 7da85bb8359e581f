# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: SYS_318|brk
# Library calls and system calls together.
ltrace -S -o trace ./calls
#> hello
cat trace
#> puts("hello" <unfinished ...>
#> SYS_newfstatat(1, ADDRESS, ADDRESS, 4096) = 0
#> <... puts resumed> ) = 6
#> strlen("ab") = 2
#> SYS_write(1, "hello\n", 6) = 6
#> SYS_exit_group(6 <no return ...>
#> +++ exited (status 6) +++
