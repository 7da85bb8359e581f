# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# limit: 150
# User Mode Linux, a kernel whose processes run under ptrace, here by PTRACE_SYSCALL: it boots to commands in its own processes.
boot_uml nosysemu
#> status 0
#> Checking that ptrace can change system call numbers...OK
#> init: sysemu 0
#> init: 2 words
#> init: status 7
#> init: trapped
#> init: status 139
#> init: 20 times Linux
#> reboot: System halted
