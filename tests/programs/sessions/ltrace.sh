# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Library calls with their arguments and results.
ltrace -o trace ./calls
#> hello
cat trace
#> malloc(20) = ADDRESS
#> puts("hello") = 6
#> strlen("ab") = 2
#> strlen("ab") = 2
#> strlen("ab") = 2
#> strcmp("one", "two") = -5
#> free(ADDRESS) = <void>
#> +++ exited (status 6) +++
