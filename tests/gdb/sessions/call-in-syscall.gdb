# SPDX-License-Identifier: GPL-2.0
# before: start ./spin long-sleep
# after: wait $pid; cat spin.said
# Call a function while the process sits in a system call: the call goes on afterwards as if nothing had been.
eval "attach %d", $pid
backtrace 1
print (int)getppid() > 1
#> $1 = 1
call beat()
print beats
#> $2 = 1
detach
#> [Inferior 1 (process N) detached]
#> ready
#> nanosleep 0
#> hits 0, go 1
