# SPDX-License-Identifier: GPL-2.0
# program: syscalls
# after: wait_until grep -q last said; cat said
# The same fork, followed into the child, which must not inherit the step.
set follow-fork-mode child
break the_call
run >said
continue 3
info breakpoints
#> 	breakpoint already hit 4 times
stepi
#~ \[Attaching after .* fork to child process N\]
print $rax
#> $1 = 0
continue
#> Thread 2.1 "syscalls" hit Breakpoint 1, ADDRESS in call (number=231, a=0, b=0, c=0) at ./syscalls.c:15
print $rax == 231
#> $2 = 1
continue
#> [Inferior 2 (process N) exited normally]
#> written
#> last 9
