# SPDX-License-Identifier: GPL-2.0
# before: start ./spin threads
# after: wait $pid; echo "ended with $?"
# drop: ^\[New LWP|^#[0-9]|^ADDRESS in|detached
# SIGKILL from outside ends a process that gdb holds.
eval "attach %d", $pid
eval "shell kill -KILL %d", $pid
#> ended with 137
