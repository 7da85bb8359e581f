# SPDX-License-Identifier: GPL-2.0
# program: signals trap
# A breakpoint instruction of the program's own, not gdb's.
run
#> Program received signal SIGTRAP, Trace/breakpoint trap.
#> main (argc=2, argv=ADDRESS) at ./signals.c:59
print $_siginfo.si_code
#> $1 = 128
continue
#> usr1 0 usr2 0 value 0
#> [Inferior 1 (process N) exited normally]
handle SIGTRAP pass
run
#> Program terminated with signal SIGTRAP, Trace/breakpoint trap.
