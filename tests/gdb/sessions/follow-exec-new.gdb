# SPDX-License-Identifier: GPL-2.0
# program: family exec
# follow-exec-mode new: the new program is a new inferior, and the old one can be run again.
set follow-exec-mode new
break leaf
run
#> [New inferior 2]
#> Thread 2.1 "family" hit Breakpoint 1.2, leaf () at ./family.c:79
info inferiors
#>  1 <null> family
#> * 2 process N 1 (native) family
continue
#> [Inferior 2 (process N) exited with code 05]
