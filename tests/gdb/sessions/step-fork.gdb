# SPDX-License-Identifier: GPL-2.0
# program: family fork
# next over fork() stays in the parent; the child is let go.
break by_fork
run
next
#> [Detaching after fork from child process N]
#> 33		if (!child)
print child > 0
#> $1 = 1
next
#> 35		wait_for(child);
next
#> child exited 3
#> 36	}
continue
#> shared 1
#> [Inferior 1 (process N) exited normally]
