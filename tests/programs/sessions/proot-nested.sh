# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# proot offers the programs in it a ptrace of its own making, on top of the kernel's.
for noseccomp in 0 1; do
	PROOT_NO_SECCOMP=$noseccomp proot ./tracer
	echo "status $?"
done
#> stopped by signal 19
#> word 42, errno 0
#> 7 stops
#> exited with 6
#> status 0
#> stopped by signal 19
#> word 42, errno 0
#> 7 stops
#> exited with 6
#> status 0
