# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -o '|command': into a pipe.
strace -o '|sed s/^/out:/ >said' -e trace=exit_group ./count 4
echo "status $?"
cat said
#> total 15
#> status 4
#> out:exit_group(4) = ?
#> out:+++ exited with 4 +++
