# SPDX-License-Identifier: GPL-2.0
# program: family
# after: wait_until grep -q shared said; cat said
# Goes with the child of a vfork through its exec.
set follow-fork-mode child
break leaf
run vfork-exec >said
#> [Attaching after Thread ADDRESS (LWP N) vfork to child process N]
#> [Detaching vfork parent process N after child exec]
#> process N is executing new program: family
#> Thread 2.1 "family" hit Breakpoint 1, leaf () at ./family.c:79
continue
#> [Inferior 2 (process N) exited with code 05]
#> leaf
#> child exited 5
#> shared 1
