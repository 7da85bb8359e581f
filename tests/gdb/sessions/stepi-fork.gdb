# SPDX-License-Identifier: GPL-2.0
# program: syscalls
# Step over the instruction of fork itself, and of getppid, a failing close, and write.
break the_call
run
x/i $pc
#> => ADDRESS <call+36>:	syscall
stepi
x/i $pc
#> => ADDRESS <call+38>:	mov %rax,-0x8(%rbp)
print $rax > 0
#> $1 = 1
continue
stepi
print $rax
#> $2 = -9
x/i $pc
#> => ADDRESS <call+38>:	mov %rax,-0x8(%rbp)
continue
stepi
#> written
print $rax
#> $3 = 8
continue
stepi
#> [Detaching after fork from child process N]
x/i $pc
#> => ADDRESS <call+38>:	mov %rax,-0x8(%rbp)
print $rax > 0
#> $4 = 1
continue
stepi
print $rax
#> $5 = 9
continue
#> last 9
#> [Inferior 1 (process N) exited normally]
