# SPDX-License-Identifier: GPL-2.0
# program: family exec-file ./family32 exec
# exec from 64 to 31 bits and from there back.
catch exec
run
#~ process N is executing new program: .*family32
print sizeof(long)
#> $1 = 4
break exec_self
continue
#~ Breakpoint 2(\.[0-9])?, exec_self \(what=ADDRESS "leaf"\) at ./family.c:49
set var self = "./family"
continue
#~ process N is executing new program: .*family
print sizeof(long)
#> $2 = 8
continue
#> leaf
#> [Inferior 1 (process N) exited with code 05]
