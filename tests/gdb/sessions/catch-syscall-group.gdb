# SPDX-License-Identifier: GPL-2.0
# program: family fork-exec
# after: cat said
# A whole group of calls, in a process that forks; the child is let go and not stopped.
tbreak by_fork_exec
run fork-exec >said
#> Temporary breakpoint 1, by_fork_exec () at ./family.c:64
catch syscall group:process
continue
#~ Catchpoint 2 \(call to syscall (clone|fork)\), .*
continue
#> [Detaching after fork from child process N]
#~ Catchpoint 2 \(returned from syscall (clone|fork)\), .*
continue
#~ Catchpoint 2 \(call to syscall wait4\), ADDRESS in wait4 \(\)( from /lib/libc\.so\.6)?
continue
#~ Catchpoint 2 \(returned from syscall wait4\), ADDRESS in wait4 \(\)( from /lib/libc\.so\.6)?
continue
#~ Catchpoint 2 \(call to syscall exit_group\), ADDRESS in _exit \(\)( from /lib/libc\.so\.6)?
continue
#> [Inferior 1 (process N) exited normally]
#> leaf
#> child exited 5
#> shared 1
