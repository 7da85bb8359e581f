# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A table of how often each function was called.
ltrace -c -o counts ./calls
awk 'NR > 2 { print $(NF - 1), $NF }' counts | sort
#> 1 malloc
#> 1 puts
#> 3 strlen
#> 7 total
