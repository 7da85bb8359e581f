# SPDX-License-Identifier: GPL-2.0
# program: count32 3
# A 32-bit program: breakpoints, registers, calls, exit.
break add
run
#> Breakpoint 1, add (n=1) at ./count.c:16
backtrace
#~ #1 ADDRESS in main \(argc=2, argv=ADDRESS\) at ./count.c:55
print sizeof(long)
#> $1 = 4
print factorial(6)
#> $2 = 720
set $saved = $eax
set var $eax = 0x12345678
print $eax
#> $3 = 305419896
set var $eax = $saved
set var $xmm1.v4_int32[1] = 5
stepi
print $xmm1.v4_int32[1]
#> $4 = 5
finish
delete
break sum_to
continue
#> total 15
#> Breakpoint 2, sum_to (n=2) at ./count.c:29
step
step
#> 32			sum += i;
continue
#> status 3
#> [Inferior 1 (process N) exited with code 03]
