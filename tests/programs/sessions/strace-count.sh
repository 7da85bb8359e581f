# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -c counts; the table without its times is the same on each kernel.
strace -f -c -o counts ./family fork-exec
counts counts
#> 1 0 clone
#> 2 0 execve
#> 2 0 rseq
#> 1 0 wait4
#> 3 0 write
