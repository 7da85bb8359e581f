# SPDX-License-Identifier: GPL-2.0
# program: count
# A read watchpoint stops at a read. x86 has no such thing: gdb asks for access and compares, so the write that
# changes "total" must not stop.
start
rwatch unread
#> Hardware read watchpoint 2: unread
continue
#> Hardware read watchpoint 2: unread
#> Value = 7
#~ ADDRESS in main .* at ./count.c:58
rwatch total
continue
#> [Inferior 1 (process N) exited normally]
