"""looks.py STORIES COMMAND...: what the demo shows on a terminal has that many headings and colours, none with NO_COLOR; whoever speaks Chinese reads
Chinese. The text is the same without them."""

import os
import pty
import re
import subprocess
import sys
import unicodedata

stories, *command = sys.argv[1:]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
HAN = re.compile(r"[\u4e00-\u9fff]")
# What differs from run to run: addresses, ids, times, how often threads overlapped.
NUMBERS = re.compile(r"[0-9A-Za-z_./:-]*\d[0-9A-Za-z_./:-]*")


def on_a_terminal(language: str, **variables: str) -> str:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "LANGUAGE")
    }
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdout=theirs, env={**environment, "LC_ALL": language, **variables}
    ) as demo:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not piece:
                break
            said += piece
    os.close(ours)
    if demo.returncode != 0:
        sys.exit(f"exit status {demo.returncode}: {said.decode()}")
    return said.decode().replace("\r\n", "\n")


def width(line: str) -> int:
    """In columns: Chinese signs take two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line)


def steps(text: str) -> list[str]:
    return re.findall(r"^ *\d+  \S.*", text, re.MULTILINE)


coloured = on_a_terminal("C.UTF-8")
plain = on_a_terminal("C.UTF-8", NO_COLOR="1")
chinese = ESCAPE.sub("", on_a_terminal("zh_CN.UTF-8"))
if not ESCAPE.search(coloured) or ESCAPE.search(plain):
    sys.exit("colours on a terminal, and none with NO_COLOR")
first, second = (
    [NUMBERS.sub("", line) for line in steps(text)] for text in (ESCAPE.sub("", coloured), plain)
)
wide = [line for line in (plain + chinese).splitlines() if width(line) > 100]
if wide:
    sys.exit(f"wider than a terminal: {wide}")
if first != second or len(first) < 20:
    sys.exit(f"the colours change what is said:\n{first}\n{second}")
if (
    len(re.findall("^─+$", plain, re.MULTILINE)) != int(stories)
    or len(re.findall("^━+$", plain, re.MULTILINE)) != 1
):
    sys.exit(f"not a heading for each story:\n{plain}")
unsaid = [line for line in steps(chinese) if not HAN.search(line)]
if unsaid or len(steps(chinese)) != len(first) or not chinese.rstrip().endswith("步）"):
    sys.exit(f"not in Chinese: {unsaid or chinese}")
