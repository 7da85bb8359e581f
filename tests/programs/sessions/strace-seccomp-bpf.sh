# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# --seccomp-bpf: only the calls asked for stop.
strace -f --seccomp-bpf -e trace=exit_group,write -e signal=none -o trace ./family fork-exec
echo "status $?"
calls trace
#> status 0
#> write(1, "leaf\n", 5) = 5
#> exit_group(5) = ?
#> +++ exited with 5 +++
#> write(1, "child exited 5\n", 15) = 15
#> exit_group(0) = ?
#> +++ exited with 0 +++
strace -f -c --seccomp-bpf -e trace=%process -o counts ./family vfork-exec
counts counts
#> 2 0 execve
#> 4 0 total
#> 1 0 vfork
#> 1 0 wait4
