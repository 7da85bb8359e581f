# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# -0: root for those who are not.
chmod 777 .
nobody() { setpriv --reuid 1000 --regid 1000 --clear-groups "$@"; }
nobody id -u
#> 1000
nobody proot -0 id -u
#> 0
nobody proot -0 sh -c 'touch file; chown 5:6 file; echo "chown $?"; chroot / id -u'
#> chown 0
#> 0
nobody chown 5:6 file 2>/dev/null
echo "chown $?"
#> chown 1
