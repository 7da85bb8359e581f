# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: SIGCHLD
# -e inject: results, errors, signals, other calls.
strace -e trace=write -e inject=write:retval=6:when=1 -o trace ./count
#> 15
#> status 0
calls trace
#> write(1, "total 15\n", 9) = 6 (INJECTED)
#> write(1, "15\n", 3) = 3
strace -e trace=getppid,close -e inject=getppid:error=EPERM -e inject=close:error=EIO:when=3 -o trace ./syscalls
calls trace
#> getppid() = -1 EPERM (Operation not permitted) (INJECTED)
#> close(-1) = -1 EIO (Input/output error) (INJECTED)
strace -f -e trace=write -e signal=SIGUSR1 -e inject=write:signal=USR1:when=1 -o trace ./signals queue
calls trace
#> usr1 0 usr2 1 value 42
#> write(1, "usr1 0 usr2 1 value 42\n", 23) = 23
#> --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_KERNEL} ---
strace -e trace=getppid,getpid -e inject=getppid:retval=7:syscall=getpid -o trace ./syscalls
calls trace
#> getppid() = 7 (INJECTED)
strace -e trace=write -e inject=write:signal=KILL -o trace ./count
echo "status $?"
calls trace
#> status 137
#> write(1, "total 15\n", 9) = ?
#> +++ killed by SIGKILL +++
