# SPDX-License-Identifier: GPL-2.0
# program: family exec
# next over exec: the process is a new program, gdb reads its symbols, breakpoints are set again.
break exec_self
run
#> Breakpoint 1, exec_self (what=ADDRESS "leaf") at ./family.c:49
break leaf
next
#> process N is executing new program: family
#> Breakpoint 2, leaf () at ./family.c:79
backtrace
#> #1 ADDRESS in main (argc=2, argv=ADDRESS) at ./family.c:107
continue
#> leaf
#> [Inferior 1 (process N) exited with code 05]
