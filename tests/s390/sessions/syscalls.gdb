# SPDX-License-Identifier: GPL-2.0
# program: syscalls
# System calls caught at entry and return, by their s390 numbers; a fork, whose child is let go.
catch syscall getppid close
run
#> Catchpoint 1 (call to syscall getppid), ADDRESS in call (number=64, a=0, b=0, c=0) at ./syscalls.c:15
continue
#> Catchpoint 1 (returned from syscall getppid), ADDRESS in call (number=64, a=0, b=0, c=0) at ./syscalls.c:15
print $r2 > 0
#> $1 = 1
continue
#> Catchpoint 1 (call to syscall close), ADDRESS in call (number=6, a=-1, b=0, c=0) at ./syscalls.c:15
print $orig_r2
#> $2 = -1
continue
#> Catchpoint 1 (returned from syscall close), ADDRESS in call (number=6, a=-1, b=0, c=0) at ./syscalls.c:15
print (long) $r2
#> $3 = -9
catch fork
continue
#~ Catchpoint 2 \(forked process N\), ADDRESS in call \(number=2, a=0, b=0, c=0\) at ./syscalls.c:15
continue
#> [Inferior 1 (process N) exited normally]
