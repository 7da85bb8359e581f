# SPDX-License-Identifier: GPL-2.0
# program: signals
# Catch signals by name; the handlers run as if nobody looked.
handle SIGUSR1 SIGUSR2 nostop noprint
catch signal SIGUSR1
run
#~ Catchpoint 1 \(signal SIGUSR1\), ADDRESS in (\?\? \(\) from /lib/libc\.so\.6|__pthread_kill_implementation\.constprop\.0 \(\))
print $_siginfo.si_signo
#> $1 = 10
print $_siginfo.si_code
#> $2 = -6
python print('from itself', gdb.parse_and_eval('$_siginfo._sifields._kill.si_pid') == gdb.selected_inferior().pid)
#> from itself True
delete
catch signal all
continue
#~ Catchpoint 2 \(signal SIGUSR2\), ADDRESS in (\?\? \(\) from /lib/libc\.so\.6|__pthread_kill_implementation\.constprop\.0 \(\))
continue
#> usr1 1 usr2 1 value 0
#> [Inferior 1 (process N) exited normally]
