# SPDX-License-Identifier: GPL-2.0
# program: family exec-file ./family32 exec
# exec from 64 to 32 bits and from there back: gdb changes its architecture each time.
catch exec
run
#> process N is executing new program: family32
#~ Catchpoint 1 \(exec'd family32\), .* /lib/ld-linux.so.2
print sizeof(long)
#> $1 = 4
print $_siginfo.si_signo
#> $2 = 5
break exec_self
continue
#~ Breakpoint 2(\.[0-9])?, exec_self \(what=ADDRESS "leaf"\) at ./family.c:49
set var self = "./family"
continue
#> process N is executing new program: family
#~ Catchpoint 1 \(exec'd family\), .* /lib64/ld-linux-x86-64.so.2
print sizeof(long)
#> $3 = 8
continue
#> leaf
#> [Inferior 1 (process N) exited with code 05]
