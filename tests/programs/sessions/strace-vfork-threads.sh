# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# vfork, threads, and exec from a thread that is not the leader.
strace -ff -e trace=vfork,execve,exit_group -e signal=none -o trace ./family vfork-exec
traces
#> execve("./family", ["./family", "vfork-exec"]) = 0
#> vfork() = PID
#> exit_group(0) = ?
#> execve("./family", ["./family", "leaf"]) = 0
#> exit_group(5) = ?
#> +++ exited with 5 +++
strace -f -e trace=execve,exit_group,exit -e signal=none -o trace ./family thread-exec
calls trace
#> execve("./family", ["./family", "thread-exec"]) = 0
#> execve("./family", ["./family", "leaf"] <pid changed ...>
#> +++ superseded by execve in pid N +++
#> <... execve resumed>) = 0
#> exit_group(5) = ?
#> +++ exited with 5 +++
strace -f -c -e trace=clone3,exit,exit_group -o counts ./threads 4
counts counts
#> 4 0 clone3
