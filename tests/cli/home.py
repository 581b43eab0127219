"""One person's home directory, and the program run in it: with pipes, or on a terminal."""

import base64
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path

# Generous: the machine may be busy. Nothing is judged by how long it took.
PATIENCE_S = 90


BROWSER = """#!/usr/bin/env python3
# In place of xdg-open: a browser in which somebody scans WeChat's code at once.
import html, pathlib, re, sys, urllib.request
page = urllib.request.urlopen(sys.argv[1])
links = re.findall(r'<a href="([^"]*person=[^"]*)"', page.read().decode())
target = urllib.parse.urljoin(page.url, html.unescape(links[0]))
last = urllib.request.urlopen(target)
pathlib.Path(__file__).with_name("seen").write_text(last.url + "\\n" + last.read().decode())
"""


VIEWER = """#!/bin/sh
# In place of xdg-open: somebody's program for pictures.
here="$(dirname "$0")"
stat -c '%a %n' "$(dirname "$1")" "$1" > "$here/about"
cp "$1" "$here/seen"
"""


def wait_until(holds) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        """The last object on standard output."""
        return json.loads(self.out.strip().splitlines()[-1])

    @property
    def error(self) -> dict:
        return json.loads(self.err.strip().splitlines()[-1])["error"]


class Home:
    def __init__(self, folder: Path, hufu: Path, server: Path):
        folder.mkdir()
        self.folder = folder
        self.hufu = hufu
        self.environment = {
            "HOME": str(folder),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "HUFU_STORE_KEY": base64.b64encode(os.urandom(32)).decode(),
            "HUFU_MOCK_SERVER": str(server),
        }

    def start(self, *words: str, **more) -> subprocess.Popen:
        """With pipes; the caller ends it."""
        pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        return subprocess.Popen(
            [self.hufu, *words], env=self.environment, text=True, **{**pipes, **more}
        )

    def run(self, *words: str, given: str = "", status: int | None = 0, **more) -> Done:
        process = self.start(*words, **more)
        out, err = process.communicate(given, timeout=PATIENCE_S)
        done = Done(process.returncode, out or "", err or "")
        if status is not None:
            assert done.status == status, (words, done)
        return done

    def on_terminal(self, *words: str, columns: int = 0) -> "Terminal":
        return Terminal([str(self.hufu), *words], self.environment, columns)

    def install_browser(self) -> Path:
        """One that scans WeChat's code; the file in which it notes where it has ended, and what it saw."""
        return self._install(BROWSER) / "seen"

    def install_viewer(self) -> Path:
        """A program for pictures; the folder in which it leaves what it was shown, `seen`, and `about` it."""
        return self._install(VIEWER)

    def _install(self, opener: str) -> Path:
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "xdg-open").write_text(opener)
        (programs / "xdg-open").chmod(0o755)
        self.environment["PATH"] = f"{programs}:{self.environment['PATH']}"
        return programs

    def files(self) -> dict[str, bytes]:
        """All that lies in this home, by name; locks are left out, for they hold nothing."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, command: list[str], environment: dict, columns: int):
        self.screen = ""
        self._read = 0
        self.process, self._ours = pty.fork()
        if self.process == 0:
            size = struct.pack("HHHH", 0, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            # As a shell on a terminal starts programs, whatever has started us ignores.
            for each in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
                signal.signal(each, signal.SIG_DFL)
            os.execve(command[0], command, environment)

    def see(self, pattern: str) -> re.Match:
        """Waits until the pattern stands behind what was seen before."""
        ends = time.monotonic() + PATIENCE_S
        while True:
            found = re.search(pattern, self.screen[self._read :])
            if found:
                self._read += found.end()
                return found
            assert time.monotonic() < ends and self._more(), (pattern, self.screen)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> int:
        """Reads to the end; the exit status."""
        while self._more():
            pass
        os.close(self._ours)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def _more(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE_S)
        if not ready:
            return False
        try:
            some = os.read(self._ours, 65536)
        except OSError:  # how Linux says that the other side is gone
            return False
        self.screen += some.decode(errors="replace")
        return bool(some)
