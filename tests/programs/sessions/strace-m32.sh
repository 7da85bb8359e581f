# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A 32-bit program under a 64-bit strace, and exec from one to the other.
strace -ff -e trace=getppid,close,write,exit_group,fork -e signal=none -o trace ./syscalls32
traces
#> getppid() = PID
#> close(-1) = -1 EBADF (Bad file descriptor)
#> write(1, "written\n", 8) = 8
#> fork() = PID
#> write(1, "last 9\n", 7) = 7
#> exit_group(0) = ?
#> +++ exited with 0 +++
#> exit_group(0) = ?
#> +++ exited with 0 +++
strace -e trace=execve,exit_group -o trace ./family exec-file ./count32 3
calls trace
#> execve("./family", ["./family", "exec-file", "./count32", "3"]) = 0
#> execve("./count32", ["./count32", "3"]) = 0
#> exit_group(3) = ?
#> +++ exited with 3 +++
