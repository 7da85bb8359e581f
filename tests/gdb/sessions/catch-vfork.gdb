# SPDX-License-Identifier: GPL-2.0
# program: family vfork >said
# after: cat said
catch vfork
run
#~ Catchpoint 1 \(vforked process N\), .*vfork .*
continue
#> [Detaching after vfork from child process N]
#> [Inferior 1 (process N) exited normally]
#> child exited 4
