# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# The system calls of a process and its child, on both sides of fork and exec.
strace -f -e trace=execve,exit_group,write -e signal=SIGCHLD -o trace ./family fork-exec
echo "status $?"
calls trace
#> leaf
#> child exited 5
#> shared 1
#> status 0
#> execve("./family", ["./family", "fork-exec"]) = 0
#> execve("./family", ["./family", "leaf"]) = 0
#> write(1, "leaf\n", 5) = 5
#> exit_group(5) = ?
#> +++ exited with 5 +++
#> --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=N, si_uid=N, si_status=5, si_utime=N, si_stime=N} ---
#> write(1, "child exited 5\n", 15) = 15
#> write(1, "shared 1\n", 9) = 9
#> exit_group(0) = ?
#> +++ exited with 0 +++
