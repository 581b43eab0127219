"""Desktops without a screen: a session bus, and on it a real keyring, a bad one, or none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

PASSWORD = "the person's password"


class Desktop:
    """A bus of its own, with an own home; what runs on it ends with it."""

    def __init__(self, home: Path):
        self.home = home
        for folder in (home, home / "run"):
            folder.mkdir(mode=0o700, exist_ok=True)
        # No service files: nothing starts unasked.
        config = home / "bus.conf"
        config.write_text(
            "<busconfig><type>session</type>"
            f"<listen>unix:path={home}/run/bus</listen><auth>EXTERNAL</auth>"
            '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
            '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>'
        )
        self._running: list[subprocess.Popen] = []
        bus = self._start(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
        )
        self.address = bus.stdout.readline().strip()
        assert self.address, "dbus-daemon did not start"

    def environment(self) -> dict[str, str]:
        return {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "HUFU_STORE_KEY": "",
        }

    def _start(self, command: list[str], **more) -> subprocess.Popen:
        process = subprocess.Popen(
            command, text=True, env={**os.environ, **getattr(self, "_own", {})}, **more
        )
        self._running.append(process)
        return process

    def start_gnome_keyring(self, *, unlocked: bool) -> None:
        """The real one. Its login keyring is made when it is first unlocked."""
        self._own = self.environment()
        flags = ["--foreground", "--components=secrets"] + (["--unlock"] if unlocked else [])
        daemon = self._start(
            ["gnome-keyring-daemon", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        daemon.stdin.write(PASSWORD if unlocked else "")
        daemon.stdin.close()
        self._wait_for_keyring()

    def start_bad_keyring(self, manner: str) -> None:
        """See bad_keyring.py."""
        self._own = self.environment()
        script = Path(__file__).with_name("bad_keyring.py")
        keyring = self._start([sys.executable, str(script), manner], stdout=subprocess.PIPE)
        assert keyring.stdout.readline() == "ready\n"

    def _wait_for_keyring(self) -> None:
        command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        command += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
        for _ in range(600):
            answer = subprocess.run(
                command, capture_output=True, text=True, env={**os.environ, **self._own}
            )
            if "boolean true" in answer.stdout:
                return
        raise AssertionError("gnome-keyring did not come to the bus")

    def stop_keyring(self) -> None:
        self._end(self._running.pop())

    def stop(self) -> None:
        while self._running:
            self._end(self._running.pop())

    @staticmethod
    def _end(process: subprocess.Popen) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def missing_tool() -> str | None:
    for tool in ("dbus-daemon", "dbus-send", "gnome-keyring-daemon"):
        if shutil.which(tool) is None:
            return tool
    return None
