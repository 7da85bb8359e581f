# SPDX-License-Identifier: GPL-2.0
# program: signals segv
# A fault, and what kills a process.
run
#> Program received signal SIGSEGV, Segmentation fault.
print $_siginfo.si_signo
#> $1 = 11
continue
#> Program terminated with signal SIGSEGV, Segmentation fault.
#> The program no longer exists.
set args trap
run
#> Program received signal SIGTRAP, Trace/breakpoint trap.
print after
#> $2 = 0
continue
#> [Inferior 1 (process N) exited normally]
