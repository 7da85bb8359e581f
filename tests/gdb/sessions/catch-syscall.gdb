# SPDX-License-Identifier: GPL-2.0
# program: syscalls >said
# after: cat said
# Stop at entry and return of named calls, see number, arguments and result.
start
catch syscall getppid close
continue
#> Catchpoint 2 (call to syscall getppid), ADDRESS in call (number=110, a=0, b=0, c=0) at ./syscalls.c:15
print $orig_rax
#> $1 = 110
print $rax
#> $2 = -38
continue
#> Catchpoint 2 (returned from syscall getppid), ADDRESS in call (number=110, a=0, b=0, c=0) at ./syscalls.c:15
print $rax > 0
#> $3 = 1
continue
#> Catchpoint 2 (call to syscall close), ADDRESS in call (number=3, a=-1, b=0, c=0) at ./syscalls.c:15
print $rdi
#> $4 = -1
continue
#> Catchpoint 2 (returned from syscall close), ADDRESS in call (number=3, a=-1, b=0, c=0) at ./syscalls.c:15
print $rax
#> $5 = -9
info breakpoints
#> 	catchpoint already hit 4 times
continue
#> [Detaching after fork from child process N]
#> [Inferior 1 (process N) exited normally]
#> written
#> last 9
