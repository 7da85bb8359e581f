# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -b execve: strace lets go of what calls execve.
strace -ff -b execve -e trace=clone,execve,exit_group,wait4 -e signal=none -o trace ./family fork-exec
echo "status $?"
traces
#> leaf
#> child exited 5
#> status 0
#> execve("./family", ["./family", "fork-exec"]) = 0
#> wait4(PID, [{WIFEXITED(s) && WEXITSTATUS(s) == 5}], 0, NULL) = PID
#> exit_group(0) = ?
#> +++ exited with 0 +++
#> execve("./family", ["./family", "leaf"] <detached ...>
#! exit_group(5) = ?
