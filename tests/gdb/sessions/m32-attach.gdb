# SPDX-License-Identifier: GPL-2.0
# before: start ./spin32 asleep; wait_until has_state $pid S
# after: goes_on $pid
# A 64-bit gdb attaches to a 32-bit process in a system call, and calls a function in it.
eval "attach %d", $pid
print sizeof(void *)
#> $1 = 4
call beat()
tbreak beat
continue
#> Temporary breakpoint 1, beat () at ./spin.c:25
set var hits = 32
detach
#> [Inferior 1 (process N) detached]
#> ended with 0
#> hits 32, go 0
