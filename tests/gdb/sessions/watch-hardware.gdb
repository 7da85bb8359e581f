# SPDX-License-Identifier: GPL-2.0
# program: count
# A write watchpoint in a debug register: each change stops with the old and the new value.
start
watch total
#> Hardware watchpoint 2: total
continue
#> Hardware watchpoint 2: total
#> Old value = 0
#> New value = 1
#> add (n=1) at ./count.c:17
continue 4
#> Old value = 10
#> New value = 15
continue
#> total 15
#> Old value = 15
#> New value = 7
info watchpoints
#> 	breakpoint already hit 6 times
continue
#> status 0
#> [Inferior 1 (process N) exited normally]
