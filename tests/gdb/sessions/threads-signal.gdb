# SPDX-License-Identifier: GPL-2.0
# program: spin threads
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# A signal for one thread of several, sent with tgkill by gdb's "signal" command.
tbreak sleeping_thread
run
#~ Thread 3 "spin" hit Temporary breakpoint 1, sleeping_thread .*
break on_hit
signal SIGUSR1
#> Thread 3 "spin" hit Breakpoint 2, on_hit (sig=10) at ./spin.c:78
finish
print hits
#> $1 = 1
kill
