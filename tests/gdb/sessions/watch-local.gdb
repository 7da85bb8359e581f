# SPDX-License-Identifier: GPL-2.0
# program: count
# drop: ^Old value = -?[0-9]{2,}$
# A watched local: gdb stops when its frame ends.
break sum_to
run
watch sum
#> Hardware watchpoint 2: sum
continue
#> New value = 0
continue
#> Old value = 0
#> New value = 1
continue
#> Old value = 1
#> New value = 3
continue
#> Watchpoint 2 deleted because the program has left the block in
#> which its expression is valid.
#> main (argc=1, argv=ADDRESS) at ./count.c:60
info watchpoints
#> No watchpoints.
continue
#> [Inferior 1 (process N) exited normally]
