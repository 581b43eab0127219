"""Run as a program: a client and its backend in one process under gevent, on one thread.

The backend answers only if the hub goes on while the client waits: what blocks, never ends.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402

import gevent  # noqa: E402
import hufu_auth  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

ANSWERS = {
    "/api/wechat/login": {
        "success": True,
        "token": "at",
        "refreshToken": "rt",
        "expiresIn": 900,
        "user": {"id": "u"},
    },
    "/api/user/profile": {"id": "u"},
}
seen = []


def backend(environ, start_response):
    path = environ["PATH_INFO"]
    seen.append(path)
    if path == "/never":
        gevent.sleep(3600)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(ANSWERS.get(path, {})).encode()]


class Store:
    """Takes its turn with others, as one that asks a database does."""

    def __init__(self):
        self.texts, self.calls = {}, []

    def _do(self, call, key):
        self.calls.append(call)
        gevent.sleep(0)

    def load(self, key):
        self._do("load", key)
        return self.texts.get(key)

    def save(self, key, value):
        self._do("save", key)
        self.texts[key] = value

    def erase(self, key):
        self._do("erase", key)
        self.texts.pop(key, None)


def credential(kind, fresh):
    gevent.sleep(0)
    return "a code"


def everything_in_python(url):
    """Store, credential and listener; and 50 requests at once."""
    store, told = Store(), []

    def listener(event):
        began = len(told)
        gevent.sleep(0)
        assert len(told) == began, "one after the other"
        told.append(event.kind)

    with hufu_auth.Client(url, store=store, credential=credential) as client:
        client.on_event(listener)
        client.sign_in_with_wechat()
        jobs = [gevent.spawn(client.fetch_profile) for _ in range(50)]
        assert {job.get().id for job in jobs} == {"u"}
        client.sign_out()
        while "signed_out" not in told:
            gevent.sleep(0.001)
    # A sign-in erases the note of how a session ended, a sign-out leaves one.
    assert store.calls == ["load", "save", "erase", "save", "erase", "erase"]
    assert list(store.texts) == ["hufu.session.ended"]
    assert told == ["initial_session", "signed_in", "signed_out"]


def a_native_client(url):
    """Nothing of it is in Python, and the others go on all the same."""
    with hufu_auth.Client(url) as client:
        client.sign_in_with_wechat(code="a code")
        assert client.fetch(url + "/x").status == 200


def other_libraries(url):
    """requests, httpx as they are, and httpx in the place of libcurl."""
    import httpx
    import hufu_auth.httpx
    import hufu_auth.requests
    import requests

    with httpx.Client() as sender, httpx.Client() as web:
        transport = hufu_auth.httpx.Transport(sender)
        with hufu_auth.Client(url, transport=transport) as client:
            client.sign_in_with_wechat(code="a code")
            assert client.fetch(url + "/x").status == 200
            web.auth = hufu_auth.httpx.Auth(client)
            assert web.get(url + "/x").status_code == 200
            auth = hufu_auth.requests.Auth(client)
            assert requests.get(url + "/x", auth=auth).status_code == 200


def a_greenlet_that_is_ended(url):
    """By a time limit or by somebody else; the client goes on."""
    with hufu_auth.Client(url) as client:
        client.sign_in_with_wechat(code="a code")
        waits = gevent.spawn(client.fetch, url + "/never")
        while "/never" not in seen:
            gevent.sleep(0.001)
        waits.kill()
        with gevent.Timeout(0.01, False):
            client.fetch(url + "/never")
            raise AssertionError("it ended")
        try:
            client.fetch(url + "/never", timeout_ms=10)
        except hufu_auth.errors.Timeout:
            pass
        assert client.fetch_profile().id == "u"


def threads_of_their_own(url):
    """A client that greenlets of several real threads share."""
    with hufu_auth.Client(url, store=Store()) as client:
        client.sign_in_with_wechat(code="a code")
        pool = gevent.get_hub().threadpool
        jobs = [pool.spawn(client.fetch_profile) for _ in range(8)]
        assert {job.get().id for job in jobs} == {"u"}


def nobody_closes_it(url):
    """The program ends all the same."""
    client = hufu_auth.Client(url, store=Store(), credential=credential)
    client.sign_in_with_wechat()
    globals()["left"] = client


if __name__ == "__main__":
    server = WSGIServer(("127.0.0.1", 0), backend, log=None)
    server.start()
    globals()[sys.argv[1]](f"http://127.0.0.1:{server.server_port}")
    print("done")
