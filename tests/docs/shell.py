"""A terminal in which a person types what a document says."""

import os
import pty
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# Generous: a first build on a busy machine. Nothing is judged by how long it took.
PATIENCE_S = 3600
LONGEST_SHOWN = 4_000  # letters of what a program said before it failed

# What a line leaves behind for the next of the same terminal: its folder, and all that it has set.
KEEPING = (
    'set -a -o pipefail; trap \'pwd >"$HUFU_KEPT/folder"; env -0 >"$HUFU_KEPT/environment"\' EXIT\n'
)


class Shell:
    """Each line begins where the last has left off: in its folder, with what it exported."""

    def __init__(self, folder: Path, environment: dict[str, str], kept: Path):
        self.folder = folder
        self.environment = {**environment, "HUFU_KEPT": str(kept)}
        self._kept = kept

    def run(self, line: str) -> str:
        """To its end, which has to be a good one; gives what it said."""
        done = subprocess.run(
            ["bash", "-c", KEEPING + line],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, f"{line}: status {done.returncode}\n{tail(done.stdout)}"
        self.folder = Path((self._kept / "folder").read_text().strip())
        settings = (self._kept / "environment").read_text().split("\0")
        self.environment = dict(each.split("=", 1) for each in settings if "=" in each)
        return done.stdout

    def start(self, line: str) -> "Running":
        """Until it is ended."""
        return Running(line, self.folder, self.environment)


class Running:
    """A program on a terminal of its own: what it says is read by a thread, for nobody else empties a terminal."""

    def __init__(self, line: str, folder: Path, environment: dict[str, str]):
        self.line, self.said = line, ""
        self._is_over = False
        self._more = threading.Condition()
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            ["bash", "-c", line.removesuffix(" &")],
            cwd=folder,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,  # so that what it started ends with it
        )
        os.close(theirs)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def has_said(self, is_it: Callable[[str], bool], patience_s: float) -> bool:
        """Waits until what it has said so far is this, or it is over, or patience is."""
        with self._more:
            self._more.wait_for(lambda: is_it(self.said) or self._is_over, patience_s)
            return is_it(self.said)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def wait(self) -> None:
        """Until it ends by itself, and well."""
        status = self.process.wait(PATIENCE_S)
        self._listener.join()
        assert status == 0, f"{self.line}: status {status}\n{tail(self.said)}"

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _listen(self) -> None:
        with suppress(OSError):  # how Linux says that the other side is gone
            while some := os.read(self._ours, 65536):
                with self._more:
                    self.said += some.decode(errors="replace")
                    self._more.notify_all()
        os.close(self._ours)
        with self._more:
            self._is_over = True
            self._more.notify_all()


def tail(text: str) -> str:
    return text[-LONGEST_SHOWN:]
