# SPDX-License-Identifier: GPL-2.0
# program: count
# Read and write registers of each set: general, access, floating and vector ones; the last break is where it came from.
break add
run
set $old = $r9
set var $r9 = 0x1234567812345678
print $r9 == 0x1234567812345678
#> $1 = 1
set var $acr5 = 77
print $acr5
#> $2 = 77
set var $f9 = 1.5
print $f9
#> $3 = 1.5
set var $v20.v4_int32[2] = 78
print $v20.v4_int32[2]
#> $4 = 78
print $last_break != 0
#> $5 = 1
print factorial(3)
#> $6 = 6
print $r9 == 0x1234567812345678
#> $7 = 1
print $acr5
#> $8 = 77
print $f9
#> $9 = 1.5
print $v20.v4_int32[2]
#> $10 = 78
try set var $last_break = 1
set var $r9 = $old
delete
continue
#> [Inferior 1 (process N) exited normally]
