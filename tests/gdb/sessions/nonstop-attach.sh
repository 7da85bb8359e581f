# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# any-order
# drop: ^\[(New (Thread|LWP|process)|Thread .* exited|Switching to)|^ADDRESS in|^#|^beat |^busy |^[0-9]+	|^asleep|^Reading|^\(No debugging
# Attach in non-stop mode; let two threads run, stop them one by one, let all run, and detach.
count() { ask "python print('$1: stopped', sum(t.is_stopped() for t in gdb.selected_inferior().threads()), 'of', len(gdb.selected_inferior().threads()))"; }
start ./spin threads
open_gdb ./spin
ask 'set non-stop on'
ask "attach $pid"
await 'Thread 2 "spin" stopped.' 'Thread 3 "spin" stopped.' 'Thread 4 "spin" stopped.'
count attached
#> attached: stopped 4 of 4
ask 'thread 2'
ask 'continue &'
ask 'thread 3'
ask 'continue &'
count 'two go'
#> two go: stopped 2 of 4
ask 'interrupt' 'Thread 3 "spin" stopped.'
count 'one goes'
#> one goes: stopped 3 of 4
ask 'interrupt -a' 'Thread 2 "spin" stopped.'
count 'none goes'
#> none goes: stopped 4 of 4
ask 'set var hits = 12'
ask 'continue -a &'
count 'all go'
#> all go: stopped 0 of 4
ask 'detach'
#> [Inferior 1 (process N) detached]
close_gdb
goes_on "$pid"
#> ended with 0
#> hits 12, go 0
