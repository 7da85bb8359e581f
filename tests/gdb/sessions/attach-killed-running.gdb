# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads
# after: wait $pid; echo "ended with $?"
# drop: ^\[(New (LWP|process)|Thread .* exited)|^#[0-9]|^ADDRESS in
# SIGKILL from outside ends a process that runs under gdb. All threads die at the same time: a gdb that sees the leader do
# so before it has collected the others tells of a thread that exits and comes back ("[New process N]").
eval "attach %d", $pid
eval "shell (sleep 0.5; kill -KILL %d) &", $pid
continue
#> Program terminated with signal SIGKILL, Killed.
#> The program no longer exists.
#> ended with 137
