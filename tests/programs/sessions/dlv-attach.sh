# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Attach to a running Go program with its threads, change it, let it go.
mkfifo fifo
exec 8<>fifo
start ./sums wait <&8
cat >script <<'END'
break main.add
continue
print n + 100
stack 1
clear 1
set stop = true
exit
END
echo n | dlv attach --allow-non-terminal-interactive=true --init script "$pid" ./sums
echo
#> > main.add() sums.go:18 (hits goroutine(1):1 total:1) (PC: ADDRESS)
#> 101
#> 1 ADDRESS in main.wait
#> Would you like to kill the process? [Y/n]
echo >&8
wait "$pid"
echo "ended with $?"
#> ended with 4
cat "$said"
#> stopped
