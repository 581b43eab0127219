"""The real gunicorn with --preload: a client opened before the fork serves all workers after it."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

REFRESH = "POST /api/auth/refresh"
APP = """
    import os

    import hufu_auth

    base = os.environ["BASE"]
    store = hufu_auth.FileStore(os.environ["STORE"], key="00" * 32) if os.environ["STORE"] else None
    client = hufu_auth.Client(base, platform="miniprogram", store=store)
    client.sign_in_with_wechat(code=os.environ["CODE"])


    def app(environ, start_response):
        answer = client.fetch(base + "/api/user/profile")
        start_response(f"{answer.status} Answered", [("Content-Type", "text/plain")])
        return [str(os.getpid()).encode()]
"""


class Gunicorn:
    """Four workers; `url` is where they listen."""

    def __init__(self, folder, environment):
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--preload",
            "--workers",
            "4",
            "--threads",
            "4",
        ]
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
            pytest.fail("".join(said))
        threading.Thread(target=self._process.stderr.read, daemon=True).start()

    def stop(self) -> int:
        """As an operator does; gives its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=120)
        finally:
            self._process.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is shared on Linux only")
@pytest.mark.parametrize("store", ["memory", "file"])
def test_workers_of_a_preloaded_program_refresh_once_and_stop(strict_server, tmp_path, store):
    """The server ends the session of who brings a refresh token twice."""
    server = strict_server
    (tmp_path / "app.py").write_text(textwrap.dedent(APP))
    workers = Gunicorn(
        tmp_path,
        {
            "BASE": server.url,
            "CODE": server.code_of(server.add_person()),
            "STORE": str(tmp_path / "store") if store == "file" else "",
        },
    )

    def ask(_: int) -> str:
        with urllib.request.urlopen(workers.url, timeout=120) as answer:
            assert answer.status == 200
            return answer.read().decode()

    try:
        with ThreadPoolExecutor(16) as pool:
            seen = set(pool.map(ask, range(64)))
            for expiries in range(1, 5):
                server.pass_time(minutes=16)
                seen |= set(pool.map(ask, range(64)))
                assert server.count(REFRESH) == expiries
        assert len(seen) > 1
    finally:
        status = workers.stop()
    assert status == 0
