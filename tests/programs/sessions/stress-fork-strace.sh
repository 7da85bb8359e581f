# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# limit: 150
# stress-ng's fork stressor under strace -f -c: each fork is seen.
strace -f -c -o counts stress-ng --fork 1 --fork-ops 40 --timeout 100 --temp-path . >said 2>&1
echo "status $?"
#> status 0
counts counts | grep -E ' (clone|wait4)$'
#> 41 0 clone
grep -o 'successful run completed' said
#> successful run completed
