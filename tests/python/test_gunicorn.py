"""The real gunicorn with --preload: a client opened before the fork serves all workers after it."""

import sys
import textwrap
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.gunicorn import Gunicorn

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
        *["--preload", "--workers", "4", "--threads", "4"],
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
