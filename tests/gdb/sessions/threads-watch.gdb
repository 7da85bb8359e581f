# SPDX-License-Identifier: GPL-2.0
# program: threads 3 >said
# after: cat said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# A hardware watchpoint stops whichever thread writes; one for a single thread stops only that.
tbreak main
run
watch sum
continue
#> Thread 2 "threads" hit Hardware watchpoint 2: sum
#> Old value = 0
#> New value = 1
continue
#> Thread 3 "threads" hit Hardware watchpoint 2: sum
#> Old value = 1
#> New value = 3
continue
#> Thread 4 "threads" hit Hardware watchpoint 2: sum
#> Old value = 3
#> New value = 6
delete
tbreak everyone_is_here
run
#> Thread 1 "threads" hit Temporary breakpoint 3, everyone_is_here () at ./threads.c:56
watch sum thread 3
continue
#> Thread 3 "threads" hit Hardware watchpoint 4: sum
#> New value = 3
continue
#> [Inferior 1 (process N) exited normally]
#> sum 6
