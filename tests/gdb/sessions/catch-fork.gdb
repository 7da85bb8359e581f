# SPDX-License-Identifier: GPL-2.0
# program: family fork >said
# after: cat said
# Stop at fork itself, in the C library; then no child comes any more.
catch fork
run
#~ Catchpoint 1 \(forked process N\), ADDRESS in _Fork \(\)( from /lib/libc\.so\.6)?
info breakpoints
#> 1 catchpoint keep y fork, process N
#> 	catchpoint already hit 1 time
continue
#> [Detaching after fork from child process N]
#> [Inferior 1 (process N) exited normally]
#> child exited 3
