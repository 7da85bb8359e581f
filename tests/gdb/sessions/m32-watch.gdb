# SPDX-License-Identifier: GPL-2.0
# program: count32
# Debug registers of a 32-bit program, and software watchpoints.
start
watch total
continue
#> Hardware watchpoint 2: total
#> Old value = 0
#> New value = 1
continue 4
#> Old value = 10
#> New value = 15
delete
rwatch unread
continue
#> Hardware read watchpoint 3: unread
#> Value = 7
delete
set can-use-hw-watchpoints 0
watch total
continue
#> Watchpoint 4: total
#> Old value = 15
#> New value = 7
delete
continue
#> [Inferior 1 (process N) exited normally]
