# SPDX-License-Identifier: GPL-2.0
# program: family exec-file ./count 8
# exec of another program: breakpoints that it has not stay behind as pending, others are set anew.
set breakpoint pending on
break main
break sum_to
run
#> Breakpoint 1, main (argc=4, argv=ADDRESS) at ./family.c:85
continue
#> process N is executing new program: count
#> Breakpoint 1, main (argc=2, argv=ADDRESS) at ./count.c:51
continue
#> Breakpoint 2, sum_to (n=2) at ./count.c:29
continue
#> [Inferior 1 (process N) exited with code 010]
