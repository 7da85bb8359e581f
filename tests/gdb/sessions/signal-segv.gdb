# SPDX-License-Identifier: GPL-2.0
# program: signals segv
# A fault: stops at the instruction with its address, is repeated without the signal, kills with it.
run
#> Program received signal SIGSEGV, Segmentation fault.
print $_siginfo.si_code
#> $1 = 1
print $_siginfo._sifields._sigfault.si_addr
#> $2 = (void *) 0x10
signal 0
#> Program received signal SIGSEGV, Segmentation fault.
x/i $pc
continue
#> Program terminated with signal SIGSEGV, Segmentation fault.
print $_exitsignal
#> $3 = 11
run
#> Program received signal SIGSEGV, Segmentation fault.
next
#> Program terminated with signal SIGSEGV, Segmentation fault.
