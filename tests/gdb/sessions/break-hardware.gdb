# SPDX-License-Identifier: GPL-2.0
# program: count
# Breakpoints in debug registers, lasting and temporary; a fifth one finds no register.
start
hbreak add if n > 3
#> Hardware assisted breakpoint 2 at ADDRESS: file ./count.c, line 16.
thbreak sum_to
continue
#> Breakpoint 2, add (n=4) at ./count.c:16
continue
#> Breakpoint 2, add (n=5) at ./count.c:16
continue
#> Temporary breakpoint 3, sum_to (n=2) at ./count.c:29
hbreak factorial
hbreak crash
hbreak sizes
hbreak main
try continue
#> Cannot insert hardware breakpoint 7.
#> error: Command aborted.
kill
#> [Inferior 1 (process N) killed]
