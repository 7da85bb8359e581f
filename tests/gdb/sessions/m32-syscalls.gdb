# SPDX-License-Identifier: GPL-2.0
# program: syscalls32
# 32-bit system calls by int 0x80: stepped over, caught, forked.
break the_call
run
#> Breakpoint 1, ADDRESS in call (number=64, a=0, b=0, c=0) at ./syscalls.c:15
x/i $pc
#~ => ADDRESS <call\+[0-9]+>:	int \$0x80
stepi
print $eax > 0
#> $1 = 1
delete
catch syscall close
continue
#> Catchpoint 2 (call to syscall close), ADDRESS in call (number=6, a=-1, b=0, c=0) at ./syscalls.c:15
print $orig_eax
#> $2 = 6
print $ebx
#> $3 = -1
continue
#> Catchpoint 2 (returned from syscall close), ADDRESS in call (number=6, a=-1, b=0, c=0) at ./syscalls.c:15
print $eax
#> $4 = -9
catch fork
continue
#> written
#> Catchpoint 3 (forked process N), ADDRESS in call (number=2, a=0, b=0, c=0) at ./syscalls.c:15
stepi
#> [Detaching after fork from child process N]
continue
#> last 9
#> [Inferior 1 (process N) exited normally]
