# SPDX-License-Identifier: GPL-2.0
# program: signals
# A temporary breakpoint in a handler, step in it and out of it through the signal return.
handle SIGUSR1 SIGUSR2 nostop noprint pass
tbreak on_usr1
run
#> Temporary breakpoint 1, on_usr1 (sig=10) at ./signals.c:15
backtrace 2
#> #0 on_usr1 (sig=10) at ./signals.c:15
#> #1 <signal handler called>
step
#> 16		after = 0;
step
#> 17	}
finish
#> <signal handler called>
x/2i $pc
#> => ADDRESS:	mov $0xf,%rax
#>  ADDRESS:	syscall
stepi 2
print usr1
#> $1 = 1
tbreak 34
continue
#> Temporary breakpoint 2, both () at ./signals.c:34
continue
#> usr1 1 usr2 1 value 0
