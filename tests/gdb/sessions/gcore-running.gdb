# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads; gcore -o running $pid >gcore.said 2>&1; echo "gcore: $?"; mv running.$pid running.core
# after: about $pid; goes_on $pid
# drop: ^\[New LWP|^#[0-9]|^\[Current thread|^Core was|^Program term|^\[Switching
# The gcore program on a running process with threads, and the core read afterwards.
#> gcore: 0
file spin
core-file running.core
print go
#> $1 = 1
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 4
#> spin: runs, not traced, 4 threads
#> ended with 0
#> hits 0, go 0
