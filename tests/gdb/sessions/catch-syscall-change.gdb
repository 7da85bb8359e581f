# SPDX-License-Identifier: GPL-2.0
# program: syscalls
# Change a call at its entry: other arguments, not at all (number -1), and another result at its return.
start
catch syscall close
catch syscall write
continue
#> Catchpoint 2 (call to syscall close), ADDRESS in call (number=3, a=-1, b=0, c=0) at ./syscalls.c:15
continue
set var $rax = 0
continue
#> Catchpoint 3 (call to syscall write), ADDRESS in call (number=1, a=1, b=ADDRESS, c=8) at ./syscalls.c:15
set var $orig_rax = -1
tbreak *$pc
continue
#! written
print $rax
#> $1 = -38
set var $rax = 8
up-silently
advance 24
print result
#> $2 = 8
continue
#> [Detaching after fork from child process N]
#> Catchpoint 3 (call to syscall write), ADDRESS in write () from /lib/libc.so.6
set var $rdx = 4
continue
#> last
#> Catchpoint 3 (returned from syscall write), ADDRESS in write () from /lib/libc.so.6
print $rax
#> $3 = 4
continue
#> Catchpoint 3 (call to syscall write), ADDRESS in write () from /lib/libc.so.6
continue
#>  9
#> Catchpoint 3 (returned from syscall write), ADDRESS in write () from /lib/libc.so.6
continue
#> [Inferior 1 (process N) exited normally]
