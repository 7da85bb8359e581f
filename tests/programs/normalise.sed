# What differs from run to run: addresses, process numbers, ports, colours, and how wide they make the columns of a table
s/\r$//
s/\x1b\[[0-9;]*m//g
s/0x[0-9a-f]{5,}/ADDRESS/g
s/\b([Pp]rocess|[Tt]hread|pid|PID) [0-9]+/\1 N/g
# Go numbers goroutines from a store that each processor has; only the first is always the same
s/goroutine\(([2-9]|[0-9]{2,})\)/goroutine(N)/g
s/^(SYS_set_tid_address\(.*\) +=) [0-9]+$/\1 N/
s/\b(si_pid|si_uid|si_[us]time|pid) ?= ?[0-9]+/\1=N/g
s/127\.0\.0\.1:[0-9]+|(on port) [0-9]+$/\1:PORT/g
s|/tmp/sessions\.[^/]*/run/[^/>]*/||g
s|/tmp/sessions\.[^/]*/run/[^/>]*||g
s/ +/ /g
s/ $//
# What says nothing
/^$/d
/: line [0-9]+: +[0-9]+ (Killed|Terminated|Segmentation fault|Trace\/breakpoint trap) /d
/^(Terminated|Killed|Segmentation fault)$/d
/^Remote debugging from host /d
