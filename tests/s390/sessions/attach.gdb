# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads; echo $pid >/host/pid
# Attach to a process with four threads, one of them busy; change it, let it go, and find it again until it ends.
file spin
eval "attach %d", $pid
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
print hits
#> $1 = 0
set var hits = 9
detach
#> [Inferior 1 (process N) detached]
eval "attach %d", $pid
print hits
#> $2 = 9
set var go = 0
continue
#> [Inferior 1 (process N) exited normally]
