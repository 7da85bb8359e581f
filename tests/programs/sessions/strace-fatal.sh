# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# strace ends as the program does: with its status, or by its signal.
strace -e trace=none -o trace sh -c 'exit 9'
echo "status $?"
calls trace
#> status 9
#> +++ exited with 9 +++
strace -e trace=none -o trace sh -c 'kill -TERM $$'
echo "status $?"
calls trace
#> status 143
#> --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=N, si_uid=N} ---
#> +++ killed by SIGTERM +++
strace -e trace=none -o trace ./signals segv
echo "status $?"
calls trace
#> status 139
#> --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x10} ---
#> +++ killed by SIGSEGV +++
strace -e trace=none -o trace ./signals trap
echo "status $?"
calls trace
#> status 133
#> --- SIGTRAP {si_signo=SIGTRAP, si_code=SI_KERNEL, si_addr=NULL} ---
#> +++ killed by SIGTRAP +++
