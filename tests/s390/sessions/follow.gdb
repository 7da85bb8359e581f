# SPDX-License-Identifier: GPL-2.0
# program: family fork-exec
# gdb goes with the child of a fork, and through its exec. The parent, which it has let go, prints when the child is dead, and
# gdb hears of that by the connection: either may be first.
# any-order
set follow-fork-mode child
break leaf
run
#~ .*Breakpoint 1, leaf \(\) at ./family.c:79
bt
#~ #1 ADDRESS in main \(argc=2, argv=ADDRESS\) at ./family.c:.*
continue
#> [Inferior 2 (process N) exited with code 05]
