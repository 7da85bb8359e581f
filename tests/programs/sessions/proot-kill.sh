# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Signals through proot: a handled one, the program's own death, the death of proot.
proot sh -c 'trap "echo trapped" USR1; kill -USR1 $$; sleep 0'
echo "status $?"
#> trapped
#> status 0
proot sh -c 'kill -TERM $$'
echo "status $?"
#> proot info: pid N: terminated with signal 15
#> status 255
# proot ignores SIGTERM, and at SIGQUIT kills all that it traces
start proot sh -c 'echo ready; sleep 1000 & sleep 1000'
two_sleep() { [ "$(pgrep -cx sleep)" -eq 2 ]; }
wait_until two_sleep
kill -TERM "$pid"
kill -QUIT "$pid"
wait "$pid"
echo "status $?"
grep -c 'terminated with signal 9' "$said"
#> status 255
#> 3
