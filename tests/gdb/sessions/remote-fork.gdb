# SPDX-License-Identifier: GPL-2.0
# before: serve --multi localhost:0
# after: wait $server; sort gdbserver.said
# Forks under gdbserver: the child followed; both kept; vfork and exec of the child.
set sysroot /
eval "target extended-remote :%d", $port
file family
set remote exec-file ./family
set follow-fork-mode child
break in_child
run fork
#> [Detaching after fork from parent process N]
#> Thread 2.1 "family" hit Breakpoint 1, in_child (status=3) at ./family.c:16
continue
#> [Inferior 2 (process N) exited with code 03]
inferior 1
set follow-fork-mode parent
set detach-on-fork off
break wait_for
run fork
#> Thread 1.1 "family" hit Breakpoint 2.2, wait_for (child=N) at ./family.c:24
info inferiors
#> * 1 process N 1 (extended-remote :PORT) family
#>  3 process N 1 (extended-remote :PORT) family
kill inferiors 1 3
set follow-fork-mode child
break leaf
run vfork-exec
#> Thread 4.1 "family" hit Breakpoint 3.3, leaf () at ./family.c:79
kill inferiors 1 4
monitor exit
#> child exited 3
