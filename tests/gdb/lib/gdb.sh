# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# gdb the way all sessions use it: without what else may be installed, be it a .gdbinit or debug symbols.
# Sourced, in the guest.

run_gdb() {
	"${gdb:-gdb}" -nx -q -iex 'set confirm off' -iex 'set pagination off' -iex 'set width 0' -iex 'set debuginfod enabled off' \
		-iex 'set debug-file-directory /nowhere' -iex "source ${lib:?}/commands.gdb" \
		-iex "set \$pid = ${pid:-0}" -iex "set \$pid2 = ${pid2:-0}" -iex "set \$port = ${port:-0}" "$@"
}
