# SPDX-License-Identifier: GPL-2.0
# before: serve localhost:0 ./syscalls
# after: wait $server; cat gdbserver.said
# System calls and forks caught under gdbserver.
set sysroot /
eval "target remote :%d", $port
catch syscall getppid
continue
#> Catchpoint 1 (call to syscall getppid), ADDRESS in call (number=110, a=0, b=0, c=0) at ./syscalls.c:15
continue
#> Catchpoint 1 (returned from syscall getppid), ADDRESS in call (number=110, a=0, b=0, c=0) at ./syscalls.c:15
catch fork
continue
#> Catchpoint 2 (forked process N), ADDRESS in call (number=57, a=0, b=0, c=0) at ./syscalls.c:15
continue
#> [Inferior 1 (process N) exited normally]
#> written
#> last 9
