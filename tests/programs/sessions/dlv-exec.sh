# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: ^> main.square
# Breakpoints, steps, goroutines on several threads, and to the end.
cat >script <<'END'
break main.add
condition 1 n == 2
continue
print n + 100
print total
next
next
print total + 200
stack 1
clear 1
break main.square
continue
print n < 4
clear 2
continue
END
dlv exec --allow-non-terminal-interactive=true --init script ./sums
echo "status $?"
#> Breakpoint 1 set at ADDRESS for main.add() sums.go:18
#> > main.add() sums.go:18 (hits goroutine(1):1 total:1) (PC: ADDRESS)
#> 102
#> 1
#> > main.add() sums.go:19 (PC: ADDRESS)
#> > main.add() sums.go:20 (PC: ADDRESS)
#> 203
#> 1 ADDRESS in main.main
#> total 6
#> true
#> squares 14
#> script:15: Process N has exited with status 0
#> status 0
