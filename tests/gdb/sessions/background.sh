# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: ^ADDRESS in|^#|^\[Switching
# The program in the background: interrupt it, look at it, let it go on, stop it again.
open_gdb ./spin
ask 'run asleep >said &'
wait_until grep -q ready said
ask 'info threads'
#> * 1 Thread ADDRESS (LWP N) "spin" (running)
ask 'interrupt' '*received signal SIGINT*'
#> Program received signal SIGINT, Interrupt.
ask 'print go'
#> $1 = 1
ask 'signal SIGUSR1 &' '*SIGUSR1*'
# the program runs, so the breakpoint is there at once and stops it without another command
ask 'tbreak beat' 'Temporary breakpoint *, beat *'
#> Temporary breakpoint 1, beat () at ./spin.c:25
ask 'set var go = 0'
ask 'continue &' '*exited normally]'
#> [Inferior 1 (process N) exited normally]
close_gdb
cat said
#> hits 1, go 0
