# SPDX-License-Identifier: GPL-2.0
# program: count
# Thousands of single steps by themselves: a stop condition that gdb must look at after each instruction.
set can-use-hw-watchpoints 0
break factorial
start
set var rounds = 50
watch total if total >= 600
#> Watchpoint 3: total
continue
#> Watchpoint 3: total
#> Old value = 595
#> New value = 630
print n
#> $1 = 35
delete
continue
#> total 1275
#> [Inferior 1 (process N) exited normally]
