# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads; spinner=$pid; serve --attach localhost:0 $pid
# after: wait $server; about $spinner; kill $spinner; wait $spinner; echo "ended with $?"; cat spin.said
# drop: ^#[0-9]|^ADDRESS in|^warning
# gdbserver attaches to a running process with threads, and detaches when gdb does.
set sysroot /
eval "target remote :%d", $port
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
print go
#> $1 = 1
break asleep thread 3
tbreak beat if !go
set var hits = 5
detach
#> [Inferior 1 (process N) detached]
#> spin: runs, not traced, 4 threads
#> ended with 0
#> hits 5, go 0
