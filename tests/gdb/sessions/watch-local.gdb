# SPDX-License-Identifier: GPL-2.0
# program: count
# A watched local: gdb stops when its frame ends. (Not set before the instruction that a step over the breakpoint runs:
# QEMU 7.2 hangs its guest when a single-stepped instruction also hits a watchpoint.)
break sum_to
run
next
watch sum
#> Hardware watchpoint 2: sum
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
