# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# limit: 150
# stress-ng's ptrace stressor.
stress-ng --ptrace 2 --ptrace-ops 400 --timeout 100 --metrics-brief --temp-path . >said 2>&1
echo "status $?"
#> status 0
sed -nE 's/.*\] +(ptrace +[0-9]+) .*/\1 operations/p; s/.*(successful run completed).*/\1/p' said
#> ptrace 400 operations
#> successful run completed
