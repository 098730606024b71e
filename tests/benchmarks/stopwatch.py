"""Runs one command and prints its processor time in seconds, its peak memory in kilobytes, its exit code.

A process of its own, and a small one: the system counts the memory of the process that starts a
command as the command's, until that has used more.
"""

import os
import sys

process = os.posix_spawn(
    sys.argv[1],
    sys.argv[1:],
    os.environ,
    file_actions=[(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)],
)
_, status, used = os.wait4(process, 0)
seconds = used.ru_utime + used.ru_stime
kilobytes = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
sys.stdout.write(f"{seconds} {kilobytes} {os.waitstatus_to_exitcode(status)}\n")
