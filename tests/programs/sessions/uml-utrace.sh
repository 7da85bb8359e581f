# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# limit: 240
# This project's own User Mode Linux, utrace under whatever ptrace the kernel here has: it boots to a compiler and strace.
uml=./linux.um boot_uml mem=256M rootflags=/ init="$PWD/uml-work"
#> status 0
#> work: CONFIG_UTRACE=y
#> work: compiled
#> work: status 42
#> work: strace ended with 7
#> work: execve("./a", ["./a"], ENVIRONMENT) = 0
#> work: +++ exited with 42 +++
#> work: write(1, "42\n", 3) = 3
#> work: +++ exited with 7 +++
#> work: gdb: exited with code 052
#> reboot: Power down
