"""G3: how a key server is asked: over https or on this machine, without redirects, with an end."""

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hufu_auth.verify import clerk, fetch, fetch_keys, oidc, unified

from serving import serving


class KeyServer(BaseHTTPRequestHandler):
    seen: list[str] = []
    gone = threading.Event()

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_response({"/moved": 302, "/broken": 500}.get(self.path, 200))
        self.send_header("Location", "/keys")
        self.end_headers()
        if self.path == "/drip":
            try:
                while not self.gone.wait(0.02):
                    self.wfile.write(b" ")
            except OSError:
                self.gone.set()
        self.wfile.write(b"x" * (fetch.MOST_BYTES + 9) if self.path == "/huge" else b"{}")

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def home():
    KeyServer.seen = []
    KeyServer.gone = threading.Event()
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), KeyServer)) as url:
        yield url


def test_status_and_content_are_told_redirects_are_not_followed(home):
    answers = [fetch_keys(home + path) for path in ("", "/keys?x=1", "/moved", "/broken")]
    assert [each.status_code for each in answers] == [200, 200, 302, 500]
    assert answers[1].content == b"{}"
    assert KeyServer.seen == ["/", "/keys?x=1", "/moved", "/broken"]


def test_an_address_of_ipv6_has_the_port_of_its_scheme(monkeypatch):
    asked = []

    def connect(address, *rest, **more):
        asked.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    for url in ("http://[::1]/keys", "https://[2001:db8::1]/keys", "https://[2001:db8::1]:8443/"):
        with pytest.raises(OSError, match="nobody there"):
            fetch_keys(url)
    assert asked == [("::1", 80), ("2001:db8::1", 443), ("2001:db8::1", 8443)]


def test_of_a_huge_answer_not_much_is_read(home):
    assert len(fetch_keys(home + "/huge").content) == fetch.MOST_BYTES + 1


def test_an_answer_that_drips_has_an_end(home, monkeypatch):
    monkeypatch.setattr(fetch, "TIMEOUT_S", 1)
    with contextlib.suppress(OSError):  # where it ends in the middle of the headers
        fetch_keys(home + "/drip")
    assert KeyServer.gone.wait(10)


@pytest.mark.parametrize(
    "make",
    [
        lambda: unified("http://api.example.com"),
        lambda: clerk("ftp://clerk.example.com"),
        lambda: oidc("file:///etc", audience="x"),
        lambda: oidc("https://", audience="x"),
        lambda: fetch_keys("http://api.example.com/keys"),
    ],
)
def test_keys_come_over_https_only(make):
    with pytest.raises(ValueError, match="https only"):
        make()
