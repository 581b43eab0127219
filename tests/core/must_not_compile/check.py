"""Each file holds one misuse: as it stands it must not compile, and say why; with CONTROL it must.

Usage: check.py FILE COMPILER OPTION...

The first line of a file, `// says: PATTERN`, is a regular expression that one line of what the compiler says has to
match, so that the file fails for its reason and no other. With HUFU_ONLY_FULL a run that is not --full is skipped.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SKIPPED = 77


def compile_(file: str, command: list[str], *more: str) -> tuple[bool, str]:
    done = subprocess.run(
        [*command, "-fsyntax-only", *more, file],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    return done.returncode == 0, done.stderr


def main(file: str, *command: str) -> int:
    if os.environ.get("HUFU_ONLY_FULL") and not os.environ.get("HUFU_TEST_FULL"):
        return SKIPPED
    says = re.match(r"// says: (.+)\n", Path(file).read_text())
    if not says:
        print(f"{file}: its first line does not name what the compiler says")
        return 1
    sound, output = compile_(file, list(command), "-DCONTROL")
    if not sound:
        print(f"{file}: does not compile with CONTROL either\n{output}")
        return 1
    sound, output = compile_(file, list(command))
    if sound:
        print(f"{file}: compiles")
        return 1
    # What stands in a constant that is none clang says in a note.
    said = [line for line in output.splitlines() if re.search(r" (error|note): ", line)]
    if not any(re.search(says[1], line) for line in said):
        print(f"{file}: fails, but not with {says[1]!r}\n{output}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
