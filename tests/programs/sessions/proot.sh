# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A shell and a pipeline, every path translated.
proot -r / /bin/sh -c 'echo one two | tr a-z A-Z | cat; exit 3'
echo "status $?"
#> ONE TWO
#> status 3
PROOT_NO_SECCOMP=1 proot -r / /bin/sh -c 'echo one two | tr a-z A-Z | cat; exit 3'
echo "status $?"
#> ONE TWO
#> status 3
