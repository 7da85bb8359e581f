# SPDX-License-Identifier: GPL-2.0
# program: count32 3
# A 31-bit program: breakpoints, general, access and floating registers, a call, the end.
break add
run
#> Breakpoint 1, add (n=1) at ./count.c:16
backtrace
#> #1 ADDRESS in main (argc=2, argv=ADDRESS) at ./count.c:55
print sizeof(long)
#> $1 = 4
set $old = $r9
set var $r9 = 0x12345678
set var $acr5 = 77
set var $f9 = 1.5
print factorial(6)
#> $2 = 720
print $r9 == 0x12345678
#> $3 = 1
print $acr5
#> $4 = 77
print $f9
#> $5 = 1.5
print $last_break != 0
#> $6 = 1
set var $r9 = $old
delete
continue
#> status 3
#> [Inferior 1 (process N) exited with code 03]
