# SPDX-License-Identifier: GPL-2.0
# Commands that the sessions have beside gdb's own.
python
class Try(gdb.Command):
    """Run a command that fails, print why, and go on: try COMMAND."""
    def __init__(self):
        super().__init__("try", gdb.COMMAND_USER)

    def invoke(self, command, from_tty):
        try:
            gdb.execute(command)
        except gdb.error as error:
            print("error:", str(error).rstrip())
        else:
            print("no error")

Try()
end
