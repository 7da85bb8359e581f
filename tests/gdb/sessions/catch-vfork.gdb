# SPDX-License-Identifier: GPL-2.0
# program: family vfork
catch vfork
run
#~ Catchpoint 1 \(vforked process N\), .*vfork .*
continue
#> [Detaching after vfork from child process N]
#> child exited 4
