# What differs from run to run: addresses, process numbers, ports, and how wide they make the columns of a table
s/\r$//
s/0x[0-9a-f]{5,}/ADDRESS/g
s/\b([Pp]rocess|LWP|pid|PID|core) [0-9]+/\1 N/g
s/\b(pid|child)=[0-9]+/\1=N/g
s/\b(b)=[0-9]{6,}/\1=ADDRESS/
s/(Process .* created; pid =) [0-9]+/\1 N/
s/Thread [0-9]{3,}\.[0-9]+/Thread N.N/g
s/(localhost|127\.0\.0\.1)?:[0-9]{4,5}\b|(on port) [0-9]+$/\2:PORT/g
s:/lib/[a-z0-9_]+-linux-gnu/:/lib/:g
s|/tmp/sessions\.[^/]*/run/[^/]*/||g
s/ +/ /g
s/ $//
s/(Process created; pid =|Attached; pid =) [0-9]+/\1 N/
# The cross compiler's debug information names the file alone
s: at ([a-z0-9]+\.c\:): at ./\1:
# A loop that is one line: which of its instructions it is found at is chance
s/ADDRESS in (busy \(\) at )/\1/
s/^ADDRESS\t([0-9]+\t+for \(; go; beats\+\+\))/\1/
# What says nothing
/^\[Thread debugging using libthread_db enabled\]$/d
/^Remote debugging from host /d
/^Using host libthread_db library /d
/^$/d
/: line [0-9]+: [0-9]+ Killed /d
