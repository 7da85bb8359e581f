# SPDX-License-Identifier: GPL-2.0
# program: family
# after: wait_until grep -q shared said; cat said
# Stop at exec in the followed child, before the first instruction of the new program.
set follow-fork-mode child
catch exec
run fork-exec >said
#> process N is executing new program: family
#> Thread 2.1 "family" hit Catchpoint 1 (exec'd family), ADDRESS in ?? () from /lib64/ld-linux-x86-64.so.2
info sharedlibrary
tbreak leaf
continue
#> Thread 2.1 "family" hit Temporary breakpoint 2.2, leaf () at ./family.c:79
continue
#> [Inferior 2 (process N) exited with code 05]
#> leaf
#> child exited 5
#> shared 1
