# SPDX-License-Identifier: GPL-2.0
# program: count
# gdb's checkpoints: copies of the process made by calling fork in it.
break add if n == 2
run
checkpoint
print total
#> $1 = 1
finish
#> Value returned is $2 = 3
print total
#> $3 = 3
restart 1
#> Switching to Thread ADDRESS (LWP N)
print total
#> $4 = 1
info checkpoints
delete
continue
#> total 15
#> [Inferior 1 (process N) exited normally]
