# SPDX-License-Identifier: GPL-2.0
# program: signals32
# 32-bit signal frames and siginfo: into a handler, out of it, a queued value, a fault.
handle SIGUSR1 SIGUSR2 nostop noprint
tbreak on_usr1
run
#> Temporary breakpoint 1, on_usr1 (sig=10) at ./signals.c:15
finish
#> <signal handler called>
stepi 3
print usr1
#> $1 = 1
continue
#> usr1 1 usr2 1 value 0
handle SIGUSR2 stop print
run queue
#> Program received signal SIGUSR2, User defined signal 2.
print $_siginfo._sifields._rt.si_sigval.sival_int
#> $2 = 42
print sizeof($_siginfo)
#> $3 = 128
set var $_siginfo._sifields._rt.si_sigval.sival_int = 44
continue
#> usr1 0 usr2 1 value 44
run segv
#> Program received signal SIGSEGV, Segmentation fault.
print $_siginfo._sifields._sigfault.si_addr
#> $4 = (void *) 0x10
continue
#> Program terminated with signal SIGSEGV, Segmentation fault.
