# SPDX-License-Identifier: GPL-2.0
# before: serve localhost:0 ./count32 2
# after: wait $server; cat gdbserver.said
# A 64-bit gdbserver with a 32-bit program.
set sysroot /
eval "target remote :%d", $port
break sum_to
continue
#> Breakpoint 1, sum_to (n=2) at ./count.c:29
print sizeof(long)
#> $1 = 4
print $eip == $pc
#> $2 = 1
next
watch sum
continue
#> Hardware watchpoint 2: sum
kill
#> [Inferior 1 (process N) killed]
#> total 15
#! status 2
