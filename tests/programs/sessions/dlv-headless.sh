# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# A headless server and a client that connects to it.
dlv exec --headless --api-version=2 --listen=127.0.0.1:0 ./sums >server.said 2>&1 &
server=$!
wait_until grep -q 'listening at' server.said
cat >script <<'END'
break main.squares
continue
print count + 100
step
clear 1
continue
exit
END
dlv connect --allow-non-terminal-interactive=true --init script "$(sed -n 's/.*listening at: //p' server.said)"
#> > main.squares() sums.go:27 (hits goroutine(1):1 total:1) (PC: ADDRESS)
#> 104
#> > main.squares() sums.go:28 (PC: ADDRESS)
#> script:6: Process N has exited with status 0
wait $server
echo "server ended with $?"
#> server ended with 0
cat server.said
#> total 6
#> squares 14
