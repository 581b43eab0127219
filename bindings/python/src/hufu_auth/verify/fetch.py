"""How issuers are asked for their keys, and a backend for its people."""

from __future__ import annotations

import http.client
import json as json_texts
import os
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any, Callable, NamedTuple, Optional, Protocol
from urllib.parse import urlsplit

TIMEOUT_S = 5.0
MOST_BYTES = 256 * 1024
_HERE = ("127.0.0.1", "localhost", "::1")


class Fetched(Protocol):
    """What an address has answered: a response of httpx or of requests will do."""

    @property
    def status_code(self) -> int: ...

    @property
    def content(self) -> bytes: ...


Fetch = Callable[[str], Fetched]


class Post(Protocol):
    """That of a client of httpx or a session of requests will do."""

    def __call__(self, url: str, /, *, json: Any, headers: Mapping[str, str]) -> Fetched: ...


class AsyncPost(Protocol):
    """That of an async client of httpx will do."""

    async def __call__(self, url: str, /, *, json: Any, headers: Mapping[str, str]) -> Fetched: ...


class _Answer(NamedTuple):
    status_code: int
    content: bytes


def safe_url(url: str) -> str:
    """The address, if nobody on the way can read or change what goes there: over https; on this
    machine over http, too.
    """
    parts = urlsplit(url)
    if parts.hostname and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    ):
        return url
    raise ValueError(f"Over https only, not {url}.")


def json_in(answer: Fetched, url: str) -> Any:
    """What that address has answered. Raises `ValueError` where it is none, or no JSON."""
    if answer.status_code != 200:
        raise ValueError(f"{url} answered {answer.status_code}")
    if len(answer.content) > MOST_BYTES:
        raise ValueError(f"{url} answered too much")
    return json_texts.loads(answer.content)


def fetch_keys(url: str) -> Fetched:
    """GET, directly: no proxy, no redirect; not longer than five seconds once it is connected."""
    return _asked("GET", url, None, {"Accept": "application/json"})


def post_json(url: str, /, *, json: Any, headers: Mapping[str, str]) -> Fetched:
    """The same with POST."""
    body = json_texts.dumps(json).encode()
    return _asked("POST", url, body, {"Content-Type": "application/json", **headers})


def _asked(method: str, url: str, body: Optional[bytes], headers: Mapping[str, str]) -> Fetched:
    parts = urlsplit(safe_url(url))
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    # Without a port http.client takes the last group of an address of IPv6 for one.
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, parts.hostname or "", port)
    try:
        connection.connect()
        # Its own timeout begins anew with every drop that comes.
        end = threading.Timer(TIMEOUT_S, _hang_up, [connection.sock])
        end.daemon = True
        end.start()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return _Answer(answer.status, answer.read(MOST_BYTES + 1))
        finally:
            end.cancel()
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    return http.client.HTTPSConnection(host, port, timeout=TIMEOUT_S, context=_trusted())


def _hang_up(link: socket.socket) -> None:
    try:
        # Not TLS's own farewell, which another thread may not say in the middle of a read.
        socket.socket.shutdown(link, socket.SHUT_RDWR)
    except OSError:
        pass  # it is gone


def _trusted() -> ssl.SSLContext:
    """The system's authorities, or the environment's: OpenSSL reads SSL_CERT_FILE and SSL_CERT_DIR."""
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if named and os.path.isdir(named):
        return ssl.create_default_context(capath=named)
    return ssl.create_default_context(cafile=named or None)
