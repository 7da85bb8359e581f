# SPDX-License-Identifier: GPL-2.0
# program: count
# Without debug registers gdb steps through everything and finds the same changes.
set can-use-hw-watchpoints 0
break add
run
watch total
#> Watchpoint 2: total
delete 1
continue
#> Watchpoint 2: total
#> Old value = 0
#> New value = 1
#> add (n=1) at ./count.c:17
continue
#> Old value = 1
#> New value = 3
info watchpoints
#> 2 watchpoint keep y total
#> 	breakpoint already hit 2 times
delete
continue
#> total 15
#> [Inferior 1 (process N) exited normally]
