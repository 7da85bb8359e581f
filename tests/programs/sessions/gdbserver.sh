# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# gdbserver with a program that wraps the program, and without address space randomisation being switched off.
serve --wrapper env GREETING=hello -- --no-disable-randomization localhost:0 ./family leaf
gdb -nx -q -batch -iex 'set sysroot /' -iex 'set debuginfod enabled off' -iex 'set debug-file-directory /nowhere' \
	-ex "target remote :$port" -ex 'break leaf' -ex continue -ex 'print (char *)getenv("GREETING")' -ex continue ./family
#> Breakpoint 1, leaf () at ./family.c:79
#> $1 = ADDRESS "hello"
#> [Inferior 1 (process N) exited with code 05]
wait "$server"
cat gdbserver.said
#> leaf
#> Child exited with status 5
