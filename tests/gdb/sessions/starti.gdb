# SPDX-License-Identifier: GPL-2.0
# program: count
# The first instruction after exec, before the dynamic loader ran.
starti
#> Program stopped.
info sharedlibrary
#! Program received signal SIGSEGV, Segmentation fault.
backtrace 1
#~ #0 ADDRESS in (_start|\?\?) \(\) from /lib64/ld-linux-x86-64.so.2
stepi 100
print $_siginfo.si_signo
#> $1 = 5
tbreak add
continue
#> Temporary breakpoint 1, add (n=1) at ./count.c:16
print $_siginfo.si_signo
#> $2 = 5
print $_siginfo.si_code
#> $3 = 128
kill
