# SPDX-License-Identifier: GPL-2.0
# program: count
# A read watchpoint stops at a read. x86 has no such thing: gdb asks for access and compares, so the write that
# changes "total" must not stop. (The program runs without watchpoints until sizes() is over: QEMU 7.2 takes its
# unaligned store for a hit of a watchpoint elsewhere in that page.)
start
advance 58
#> main (argc=1, argv=ADDRESS) at ./count.c:58
rwatch unread
#> Hardware read watchpoint 2: unread
continue
#> Hardware read watchpoint 2: unread
#> Value = 7
#~ ADDRESS in main .* at ./count.c:58
rwatch total
#> Hardware read watchpoint 3: total
continue
#> [Inferior 1 (process N) exited normally]
