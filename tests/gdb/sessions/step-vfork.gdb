# SPDX-License-Identifier: GPL-2.0
# program: family vfork
# next over vfork(): parent and child share memory, and the child must not run into gdb's breakpoints.
break by_vfork
run
next
#> [Detaching after vfork from child process N]
#> 42		if (!child)
next
#> 44		wait_for(child);
next
#> child exited 4
continue
#> shared 1
#> [Inferior 1 (process N) exited normally]
