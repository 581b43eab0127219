"""The real gunicorn."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path


class Gunicorn:
    """Workers that serve `app:app` of a folder; `url` is where they listen."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str):
        command = [sys.executable, "-m", "gunicorn", *options]
        self._process = subprocess.Popen(
            [*command, "--bind", "127.0.0.1:0", "--graceful-timeout", "30", "app:app"],
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, **environment},
        )
        said = []
        for line in self._process.stderr:
            said.append(line)
            found = re.search(r"Listening at: (\S+)", line)
            if found:
                self.url = found[1]
                break
        else:
            raise AssertionError("".join(said))
        threading.Thread(target=self._process.stderr.read, daemon=True).start()

    def stop(self) -> int:
        """As an operator does; gives its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=120)
        finally:
            self._process.kill()
