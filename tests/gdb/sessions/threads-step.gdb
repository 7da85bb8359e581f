# SPDX-License-Identifier: GPL-2.0
# program: threads 3 >said
# after: cat said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# Step in one thread while the others run, and with the others locked.
break work if me == 1
run
#> Thread 3 "threads" hit Breakpoint 1, work (me=1) at ./threads.c:26
next
#> 27		sum += slots[me];
set scheduler-locking on
next
#> 28	}
next
#> worker (number=0x1) at ./threads.c:37
next
#> 38		return NULL;
print slots[2]
#> $1 = 0
show scheduler-locking
#> Mode for locking scheduler during execution is "on".
set scheduler-locking step
break 28
set scheduler-locking off
continue
#> Thread 4 "threads" hit Breakpoint 2, work (me=2) at ./threads.c:28
print slots[2]
#> $2 = 3
continue
#> [Inferior 1 (process N) exited normally]
#> sum 6
