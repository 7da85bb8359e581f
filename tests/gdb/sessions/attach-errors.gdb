# SPDX-License-Identifier: GPL-2.0
# before: start ./spin asleep; sleep 0 & gone=$!; wait $gone; strace -o /dev/null -p $pid 2>strace.said & strace=$!; pid2=$gone; wait_until grep -q attached strace.said
# after: kill $strace; wait $strace; about $pid; goes_on $pid
# What gdb says when it cannot attach: nobody there, already traced, itself.
eval "try attach %d", $pid2
#> error: ptrace: No such process.
eval "try attach %d", $pid
#> error: warning: process N is already traced by process N
#> ptrace: Operation not permitted.
python gdb.execute('try attach %d' % __import__('os').getpid())
#> error: I refuse to debug myself!
info inferiors
#> * 1 <null>
#> spin: runs, not traced, 1 thread
#> ended with 0
