# SPDX-License-Identifier: GPL-2.0
# program: count
# An access watchpoint sees the read and the write of "total += n". (No breakpoint on the instruction that reads: see
# watch-local.)
start
awatch total if total == 1
continue
#> Hardware access (read/write) watchpoint 2: total
#> Old value = 0
#> New value = 1
continue
#> Hardware access (read/write) watchpoint 2: total
#> Value = 1
#> add (n=1) at ./count.c:18
continue
#> Hardware access (read/write) watchpoint 2: total
#> Value = 1
#> ADDRESS in add (n=2) at ./count.c:16
info watchpoints
#> 	breakpoint already hit 3 times
kill
