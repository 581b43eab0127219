"""A screen without glass: an X server, a session bus, and somebody who types, looks and listens."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).parent
# Generous: the machine may be busy. Nothing is judged by how long it took.
PATIENCE_S = 90


def wait_until(holds) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.2)


class Screen:
    def __init__(self, home: Path, pictures: Path):
        self.home, self.pictures = home, pictures
        ours, theirs = os.pipe()
        self._x = subprocess.Popen(
            ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "640x860x24", "-nolisten", "tcp"],
            pass_fds=[theirs],
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        with os.fdopen(ours) as told:
            display = f":{told.readline().strip()}"
        self._bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "GSK_RENDERER": "cairo",
            "DBUS_SESSION_BUS_ADDRESS": self._bus.stdout.readline().strip(),
        }

    def close(self) -> None:
        for process in (self._bus, self._x):
            process.terminate()
            process.wait()
        self._bus.stdout.close()

    def run(self, *command) -> subprocess.CompletedProcess:
        return subprocess.run(command, env=self.environment, capture_output=True, text=True)

    def picture(self, name: str) -> Path:
        file = self.pictures / f"{name}.png"
        taken = self.run("import", "-window", "root", file)
        assert taken.returncode == 0, taken.stderr
        return file

    def qr_codes(self, name: str) -> list[str]:
        """What a telephone's camera reads off the screen."""
        return self.run("zbarimg", "-q", "--raw", self.picture(name)).stdout.split()


class Program:
    """A program with one window on a screen."""

    def __init__(self, screen: Screen, command: Path, environment: dict):
        self.screen, self.name = screen, command.name
        self._log = (screen.pictures / f"{self.name}.log").open("a")
        self.process = subprocess.Popen(
            [command],
            env={**screen.environment, **environment},
            stdout=self._log,
            stderr=self._log,
        )

    def heard(self) -> list[str]:
        told = self.screen.run("/usr/bin/python3", HERE / "hear.py", self.name)
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    def wait_until_heard(self, *names: str) -> list[str]:
        """Until all of them are on the screen; then all that is there."""
        ends = time.monotonic() + PATIENCE_S
        while True:
            heard = self.heard()
            if set(names) <= set(heard):
                return heard
            assert self.process.poll() is None, f"{self.name} has ended"
            assert time.monotonic() < ends, (names, heard)
            time.sleep(0.2)

    def text_after(self, caption: str) -> str:
        heard = self.wait_until_heard(caption)
        return heard[heard.index(caption) + 1]

    def width(self) -> int:
        search = ["search", "--onlyvisible", "--sync", "--pid", str(self.process.pid)]
        window = self.screen.run("xdotool", *search).stdout.split()[0]
        told = self.screen.run("xdotool", "getwindowgeometry", "--shell", window)
        assert told.returncode == 0, told.stderr
        return int(re.search(r"^WIDTH=(\d+)$", told.stdout, re.MULTILINE)[1])

    def press(self, *keys: str) -> None:
        self._on_window("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self._on_window("type", "--delay", "60", text)

    def _on_window(self, *command: str) -> None:
        """There is no window manager, so nobody else gives the window the keyboard."""
        window = ["search", "--onlyvisible", "--sync", "--pid", str(self.process.pid)]
        done = self.screen.run("xdotool", *window, "windowfocus", *command)
        assert done.returncode == 0, done.stderr

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
        self._log.close()
