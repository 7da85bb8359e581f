# SPDX-License-Identifier: GPL-2.0
# program: signals32 queue
# Signals of a 31-bit program: into a handler and out of it, a fault. Where gdb looks for the value of
# a signal, 64-bit gdbserver does not have it.
run
#> Program received signal SIGUSR2, User defined signal 2.
print $_siginfo.si_code
#> $1 = -1
break on_usr2
continue
#> Breakpoint 1, on_usr2 (sig=12, info=ADDRESS, context=ADDRESS) at ./signals.c:21
print value
#> $2 = 0
delete
continue
#> usr1 0 usr2 1 value 42
#> [Inferior 1 (process N) exited normally]
set args segv
run
#> Program received signal SIGSEGV, Segmentation fault.
print $_siginfo.si_signo
#> $3 = 11
continue
#> Program terminated with signal SIGSEGV, Segmentation fault.
