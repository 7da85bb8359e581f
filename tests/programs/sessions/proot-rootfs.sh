# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Another root file system, with a directory bound into it.
mkdir shared
echo "from outside" >shared/file
proot -r root -b "$PWD/shared:/host" -w / /bin/sh -c 'ls /; cat /host/file; echo back >/host/file; ls /etc/passwd; uname -s'
echo "status $?"
#> bin
#> init
#> from outside
#> ls: /etc/passwd: No such file or directory
#> Linux
#> status 0
cat shared/file
#> back
