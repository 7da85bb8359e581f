# SPDX-License-Identifier: GPL-2.0
# any-order
# before: start ./spin threads
# after: about $pid; goes_on $pid
# Attach to a process with threads that run, sleep and wait: gdb has all of them, and lets all go.
# drop: ^(\* | )[1-4] Thread|^ADDRESS in|^\[New LWP|^#[0-9]|^warning
eval "attach %d", $pid
info threads
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
python print('named', sorted(t.name for t in gdb.selected_inferior().threads()))
#> named ['spin', 'spin', 'spin', 'spin']
python
states = []
for t in sorted(gdb.selected_inferior().threads(), key=lambda t: t.num):
    t.switch()
    f = gdb.selected_frame()
    while f and f.name() not in ('busy', 'asleep', 'paused_thread'):
        f = f.older()
    states.append(f.name())
print('threads are in', sorted(states))
end
#> threads are in ['asleep', 'asleep', 'busy', 'paused_thread']
detach
#> [Inferior 1 (process N) detached]
#> spin: runs, not traced, 4 threads
#> ended with 0
#> hits 0, go 0
