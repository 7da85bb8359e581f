# SPDX-License-Identifier: GPL-2.0
# program: count
# step goes into functions, next over them, stepi and nexti by one instruction.
start
next
#> 53		setvbuf(stdout, NULL, _IOLBF, 0);
next
#> 54		for (int i = 1; i <= rounds; i++)
next
#> 55			add(i);
step
#> add (n=1) at ./count.c:16
#> 16		total += n;
step 3
#> main (argc=1, argv=ADDRESS) at ./count.c:54
next
next
print total
#> $1 = 3
x/i $pc
stepi
x/i $pc
set $before = $pc
stepi 5
print $pc != $before
#> $2 = 1
tbreak sizes
continue
#> Temporary breakpoint 2, sizes () at ./count.c:43
nexti
next 2
#> 46		odd.four = 4;
continue
#> [Inferior 1 (process N) exited normally]
