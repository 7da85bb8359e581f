# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: ^proot
# proot offers the programs in it a ptrace of its own making, on top of the kernel's.
proot strace -o trace -e trace=exit_group sh -c 'exit 6'
echo "status $?"
#> status 6
calls trace
#> exit_group(6) = ?
#> +++ exited with 6 +++
