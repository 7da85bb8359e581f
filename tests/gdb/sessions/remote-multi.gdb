# SPDX-License-Identifier: GPL-2.0
# before: serve --multi localhost:0; start ./spin asleep
# after: wait $server; sed 's/^Process .* created/Process created/' gdbserver.said; goes_on $pid
# One gdbserver, several programs after each other: run, kill, run, attach, detach, and its own end.
set sysroot /
eval "target extended-remote :%d", $port
file count
set remote exec-file ./count
break sum_to
run 5
#> Breakpoint 1, sum_to (n=2) at ./count.c:29
kill
#> [Inferior 1 (process N) killed]
run 6
#> Breakpoint 1, sum_to (n=2) at ./count.c:29
continue
#> [Inferior 1 (process N) exited with code 06]
delete
file spin
eval "attach %d", $pid
print go
#> $1 = 1
set var hits = 3
detach
#> [Inferior 1 (process N) detached]
monitor exit
#> Child exited with status 6
#> ended with 0
#> hits 3, go 0
