# SPDX-License-Identifier: GPL-2.0
# before: serve localhost:0 ./family thread-exec
# after: wait $server; cat gdbserver.said
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)
# exec from a thread that is not the leader, under gdbserver.
set sysroot /
eval "target remote :%d", $port
catch exec
continue
#> process N is executing new program: family
#~ Catchpoint 1 \(exec'd family\), .*
tbreak leaf
continue
#> Temporary breakpoint 2, leaf () at ./family.c:79
python print('threads', len(gdb.selected_inferior().threads()))
#> threads 1
continue
#> [Inferior 1 (process N) exited with code 05]
#> leaf
#> Child exited with status 5
