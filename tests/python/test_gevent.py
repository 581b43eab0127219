"""The real gevent: nothing dead-locks, and the other greenlets go on."""

import subprocess
import sys
import textwrap
import types
import urllib.request
from pathlib import Path

import hufu_auth
import pytest

from support.gunicorn import Gunicorn

PROGRAM = Path(__file__).parent / "support" / "in_greenlets.py"
STORIES = [
    "everything_in_python",
    "a_native_client",
    "other_libraries",
    "a_greenlet_that_is_ended",
    "threads_of_their_own",
    "nobody_closes_it",
]
APP = """
    import os

    import hufu_auth
    from hufu_auth.cookies import CookieStore


    class Shelf(dict):
        load = dict.get
        save = dict.__setitem__

        def erase(self, key):
            self.pop(key, None)


    base = os.environ["BASE"]
    client = hufu_auth.Client(base, platform="miniprogram", store=Shelf())
    if os.environ["SIGNS_IN"] == "early":
        client.sign_in_with_wechat(code=os.environ["CODE"])


    def app(environ, start_response):
        if environ["PATH_INFO"] == "/plain":
            said = "plain"
        elif environ["PATH_INFO"] == "/cookies":
            options = {"backend": "gotrue", "app_key": "anon", "store": CookieStore({})}
            with hufu_auth.Client(base, **options) as guest:
                said = guest.session().state
        else:
            if client.session().state == "signed_out":
                client.sign_in_with_wechat(code=os.environ["CODE"])
            said = str(client.fetch(base + "/api/user/profile").status)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [said.encode()]
"""


@pytest.mark.parametrize("story", STORIES)
def test_a_program_of_greenlets(story):
    done = subprocess.run(
        [sys.executable, str(PROGRAM), story], capture_output=True, text=True, timeout=120
    )
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr


@pytest.mark.parametrize("signs_in, options", [("late", []), ("early", ["--preload"])])
def test_a_worker_of_gunicorn(server, tmp_path, signs_in, options):
    """A store in Python; with --preload opened before gevent patches the worker."""
    (tmp_path / "app.py").write_text(textwrap.dedent(APP))
    code = server.code_of(server.add_person())
    workers = Gunicorn(
        tmp_path,
        {"BASE": server.url, "CODE": code, "SIGNS_IN": signs_in},
        *["--worker-class", "gevent", "--workers", "1", *options],
    )

    def get(path: str) -> str:
        with urllib.request.urlopen(workers.url + path, timeout=60) as answer:
            return answer.read().decode()

    try:
        said = [get(path) for path in ("/plain", "/cookies", "/profile", "/plain")]
    finally:
        status = workers.stop()
    assert said == ["plain", "signed_out", "200", "plain"]
    assert status == 0


def test_eventlet_is_refused_where_it_would_dead_lock(monkeypatch):
    patcher = types.SimpleNamespace(is_monkey_patched=lambda module: module == "thread")
    monkeypatch.setitem(sys.modules, "eventlet.patcher", patcher)
    with hufu_auth.Client("https://api.example.com") as client:
        with pytest.raises(RuntimeError, match="eventlet.*use gevent"):
            client.on_event(print)


def test_a_program_without_gevent_does_not_load_it():
    code = "import sys, hufu_auth; hufu_auth.Client('https://a.example').close(); print('gevent' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
