# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -P: only calls about one file; -y: the file behind each descriptor.
strace -y -e trace=read,openat -P /etc/hostname -o trace sh -c 'read name </etc/hostname'
calls trace
#> openat(AT_FDCWD<>, "/etc/hostname", O_RDONLY) = 3</etc/hostname>
#> read(0</etc/hostname>, "\n", 1) = 1
#> +++ exited with 0 +++
