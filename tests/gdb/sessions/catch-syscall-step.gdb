# SPDX-License-Identifier: GPL-2.0
# program: syscalls >said
# after: cat said
# stepi from the entry stop of a call ends behind it, without its return stop.
catch syscall getppid
run
#> Catchpoint 1 (call to syscall getppid), ADDRESS in call (number=110, a=0, b=0, c=0) at ./syscalls.c:15
stepi
x/i $pc
#> => ADDRESS <call+38>:	mov %rax,-0x8(%rbp)
print $rax > 0
#> $1 = 1
stepi
#> 16		return ret;
continue
#> [Detaching after fork from child process N]
#> [Inferior 1 (process N) exited normally]
#> written
#> last 9
