# SPDX-License-Identifier: GPL-2.0
# program: count
# Read and write general, floating and vector registers; memory of code and data.
break add
run
set var $rax = 0x1234567812345678
print $rax
#> $1 = 1311768465173141112
print $eax
#> $2 = 305419896
set var $xmm3.v4_int32[2] = 77
stepi
print $xmm3.v4_int32[2]
#> $3 = 77
set var $st0 = 1.5
stepi
print $st0
#> $4 = 1.5
set var $eflags |= 1
print $eflags & 1
#> $5 = 1
set var n = 1000
print rounds
#> $6 = 5
set var rounds = 1
delete
continue
#~ total [0-9]+
#> [Inferior 1 (process N) exited normally]
