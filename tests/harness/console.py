#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Use the guest's console as a person does: prompt, ^Z, fg, ^C, exit 3. Exit status 0 if each did what it does."""
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 99, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b""


def send(data):
    global seen
    seen = b""
    os.write(fd, data)


def expect(words, seconds=60):
    global seen
    end = time.monotonic() + seconds
    while words not in seen:
        if time.monotonic() > end:
            sys.exit(f"waited {seconds} s for {words!r}, saw {seen!r}")
        if select.select([fd], [], [], 0.5)[0]:
            try:
                seen += os.read(fd, 4096)
            except OSError:
                sys.exit(f"ended before {words!r}, saw {seen!r}")


expect(b"# ", 120)
send(b"stty size\r")
expect(b"33 99")
# The job says when it runs, and when it runs again with the terminal being its own: not before that a key is for it.
# It starts no programs: a shell that ^Z finds between vfork() and the child's exec cannot stop, as the child has
send(b"sh -c 'trap \"echo \\$((40+3))\" CONT; echo $((40+2)); while :; do :; done'\r")
expect(b"42")
send(b"\x1a")
expect(b"Stopped")
send(b"fg\r")
expect(b"43")
send(b"\x03")
expect(b"# ")
send(b"echo was $?\r")
expect(b"was 130")
send(b"exit 3\r")
while True:
    try:
        if not os.read(fd, 4096):
            break
    except OSError:
        break
sys.exit(0 if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3 else "status is not 3")
