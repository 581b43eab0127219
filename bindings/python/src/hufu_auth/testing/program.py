"""The program `hufu-mock-server`: where it is, and one running copy of it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_START_S = 30
_STOP_S = 10
# What programs need of the shell that they are started from. All else stays behind: settings for
# a real backend, such as DATABASE_URL or CLERK_SECRET_KEY, have no business in a test server.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "LANG")


class ServerNotFound(RuntimeError):
    """There is no `hufu-mock-server` to start; the message says how to get one."""


class ServerNotStarted(RuntimeError):
    """The server ended, or kept silent, before it listened; the message has what it said."""


def find_program() -> Path:
    """The server to start: that of `HUFU_MOCK_SERVER`, else the wheel's. Raises `ServerNotFound`."""
    named = os.environ.get("HUFU_MOCK_SERVER")
    if named:
        path = Path(named)
        if not os.access(path, os.X_OK) or path.is_dir():
            raise ServerNotFound(f"HUFU_MOCK_SERVER names {named}, which is not a program.")
        return path
    if importlib.util.find_spec("hufu_auth_mock_server") is None:
        raise ServerNotFound(
            "hufu-mock-server is not installed: in a checkout of Hufu, "
            "`pip install ./bindings/python/mock_server` builds its wheel, hufu-auth-mock-server; "
            "or set HUFU_MOCK_SERVER to a built one."
        )
    wheel: Any = importlib.import_module("hufu_auth_mock_server")
    return Path(wheel.program())


class RunningProgram:
    """A server on a free port, with its control surface."""

    def __init__(self, program: Path, flags: Sequence[str], environment: Mapping[str, str]) -> None:
        self._owner = os.getpid()
        self._errors = tempfile.TemporaryFile()
        command = [str(program), "--port", "0", "--control", "--database", "sqlite://:memory:"]
        command.append("--exit-with-stdin")  # so that it ends with us even where we are killed
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._process = subprocess.Popen(
            [*command, *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**inherited, **environment},
        )
        self.url = self._read_url()

    def stop(self) -> None:
        """Ends it. Does nothing the second time, or in a forked process, whose server it is not."""
        if os.getpid() != self._owner:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            assert end is not None
            end.close()
        self._errors.close()

    def _read_url(self) -> str:
        assert self._process.stdout is not None
        too_late = threading.Timer(_START_S, self._process.kill)
        too_late.start()
        line = self._process.stdout.readline().decode()
        too_late.cancel()
        said, _, url = line.strip().partition(" ")
        if said == "listening":
            return url
        self._process.kill()
        status = self._process.wait()
        self._errors.seek(0)
        why = (
            self._errors.read().decode(errors="replace").strip()
            or line.strip()
            or "it said nothing"
        )
        self.stop()
        raise ServerNotStarted(f"hufu-mock-server did not start (status {status}): {why}")
