# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# any-order
# Calls and returns of functions by name, on whichever goroutine.
dlv trace -e ./sums 'main\.(add|squares?)$' 2>&1 | sed 's/goroutine([0-9]*)/goroutine/'
#> > goroutine: main.add(1)
#> > goroutine: main.add(2)
#> > goroutine: main.add(3)
#> >> goroutine: => (6)
#> > goroutine: main.square(3)
#> >> goroutine: => (9)
#> >> goroutine: => (14)
#> squares 14
