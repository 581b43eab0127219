"""ends_with.py STATUS PATTERN COMMAND...: runs the command; succeeds if it exits with STATUS and its
last line matches PATTERN as a whole."""

import os
import re
import subprocess
import sys

status, pattern, *command = sys.argv[1:]
environment = {**os.environ, "LC_ALL": "C.UTF-8"}
done = subprocess.run(
    command, capture_output=True, text=True, timeout=110, check=False, env=environment
)
print(done.stdout, done.stderr, sep="\n")
lines = done.stdout.rstrip().splitlines() or [""]
if done.returncode != int(status):
    sys.exit(f"exit status {done.returncode}, not {status}")
if "\x1b" in done.stdout:
    sys.exit("colour on something that is no terminal")
if not re.fullmatch(pattern, lines[-1]):
    sys.exit(f"the last line is {lines[-1]!r}, not {pattern!r}")
