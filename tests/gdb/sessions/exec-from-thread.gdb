# SPDX-License-Identifier: GPL-2.0
# program: family thread-exec
# drop: ^\[|^Thread [13] |^\* [13] Thread
# A thread that is not the leader calls exec: it becomes the leader, all others are gone. (Whether gdb then takes it for
# its first thread or for a new one depends on what it saw of the leader's end.)
break exec_in_thread
run
#> 73		exec_self("leaf");
print $_thread
#> $1 = 2
break leaf
continue
#> process N is executing new program: family
#> 79		printf("leaf\n");
python print('threads', len(gdb.selected_inferior().threads()), 'leader', gdb.selected_thread().ptid[1] == gdb.selected_inferior().pid)
#> threads 1 leader True
continue
#> leaf
python print('exit code', gdb.parse_and_eval('$_exitcode'))
#> exit code 5
