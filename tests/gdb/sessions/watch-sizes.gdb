# SPDX-License-Identifier: GPL-2.0
# program: count
# One, two, four and eight bytes, one of them across two registers' alignment; then no register is left.
tbreak sizes
run
watch one
watch two
continue
#> Hardware watchpoint 2: one
#~ Old value = 0 .*
#~ New value = 1 .*
continue
#> Hardware watchpoint 3: two
#> Old value = 0
#> New value = 2
delete
watch odd.four
continue
#> Hardware watchpoint 4: odd.four
#> Old value = 0
#> New value = 4
delete
tbreak sizes
run
watch eight
continue
#> Hardware watchpoint 6: eight
#> Old value = 0
#> New value = 8
watch one
watch two
watch total
watch rounds
try continue
#> Could not insert hardware watchpoint 6.
#> error: Command aborted.
kill
