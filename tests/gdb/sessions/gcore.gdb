# SPDX-License-Identifier: GPL-2.0
# program: threads 3 >said
# after: cat said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)|^warning
# A core file from a live process; the process goes on; the core says the same as the process did.
break work
run
#> Thread 2 "threads" hit Breakpoint 1, work (me=0) at ./threads.c:26
set var slots[7] = 1234
generate-core-file saved.core
#> Saved corefile saved.core
delete
continue
#> [Inferior 1 (process N) exited normally]
core-file saved.core
#> #0 work (me=0) at ./threads.c:26
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
print slots[7]
#> $1 = 1234
print sum
#> $2 = 0
backtrace 2
#> #0 work (me=0) at ./threads.c:26
#> #1 ADDRESS in worker (number=0x0) at ./threads.c:36
info auxv
#> 9 AT_ENTRY Entry point of program ADDRESS
#> sum 6
