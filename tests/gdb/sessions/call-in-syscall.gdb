# SPDX-License-Identifier: GPL-2.0
# before: mkfifo fifo; exec 8<>fifo; start ./spin reading <&8; wait_until has_state $pid S
# after: about $pid; echo >&8; wait $pid; echo "ended with $?"; cat spin.said
# Call functions while the process sits in read(): the read goes on afterwards as if nothing had been.
eval "attach %d", $pid
backtrace 1
#~ #0 ADDRESS in read \(\)( from /lib/libc\.so\.6)?
print (int)close(99)
#> $1 = -1
call beat()
print beats
#> $2 = 1
detach
#> [Inferior 1 (process N) detached]
#> spin: runs, not traced, 1 thread
#> ended with 0
#> read 1
#> hits 0, go 1
