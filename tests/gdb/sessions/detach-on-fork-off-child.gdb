# SPDX-License-Identifier: GPL-2.0
# program: family vfork-exec
# Keeps the parent while following the child of a vfork to its end.
set detach-on-fork off
set follow-fork-mode child
break leaf
run
#> [New inferior 2 (process N)]
#> process N is executing new program: family
#> Thread 2.1 "family" hit Breakpoint 1.2, leaf () at ./family.c:79
continue
#> leaf
#> [Inferior 2 (process N) exited with code 05]
inferior 1
continue
#> child exited 5
#> shared 1
#> [Inferior 1 (process N) exited normally]
