"""An issuer's public keys: asked for seldom, and kept while it is away."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from typing import Callable, Optional
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_FRESH_S = 5 * 60.0
"""After this a key that the issuer withdrew is no good any more."""
_KEPT_S = 60 * 60.0
"""While the issuer is away its keys serve on for so long."""
_ASK_APART_S = 60.0
"""An unknown key is a reason to ask again, but not for every forged token."""
_TIMEOUT_S = 5.0
_MOST_BYTES = 256 * 1024

FetchKeys = Callable[[str], bytes]


class KeysUnavailable(Exception):
    """An issuer's keys cannot be had right now: answer 503, and let the client try again."""


class Keys:
    """The keys at one URL. Thread-safe: one thread asks, those who come meanwhile wait for it."""

    def __init__(self, url: str, fetch: FetchKeys, monotonic: Callable[[], float]) -> None:
        self._url = url
        self._fetch = fetch
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._keys: Optional[KeySet] = None
        self._fetched_s = 0.0
        self._asked_s: Optional[float] = None

    def holding(self, key_id: Optional[str]) -> KeySet:
        """The issuer's keys; asks for them again if they are old or have no `key_id`.

        Raises `KeysUnavailable` where there are none to go on with.
        """
        if self._is_fresh() and self._has(key_id):
            return self._known()
        with self._lock:
            if not (self._is_fresh() and self._has(key_id)) and self._may_ask():
                self._ask()
            if not self._is_usable():
                raise KeysUnavailable(f"The keys of {self._url} cannot be had right now.")
            return self._known()

    def _ask(self) -> None:
        self._asked_s = self._monotonic()
        try:
            # Anything that goes wrong here is the issuer's or the network's fault, not a token's.
            self._keys = KeySet.import_key_set(json.loads(self._fetch(self._url)))
        except (
            OSError,
            http.client.HTTPException,
            ValueError,
            KeyError,
            TypeError,
            JoseError,
        ) as error:
            if self._is_usable():
                return
            raise KeysUnavailable(f"The keys of {self._url} cannot be had right now.") from error
        self._fetched_s = self._monotonic()

    def _known(self) -> KeySet:
        assert self._keys is not None
        return self._keys

    def _has(self, key_id: Optional[str]) -> bool:
        return self._keys is not None and any(key.kid == key_id for key in self._keys.keys)

    def _is_fresh(self) -> bool:
        return self._keys is not None and self._monotonic() - self._fetched_s < _FRESH_S

    def _is_usable(self) -> bool:
        return self._keys is not None and self._monotonic() - self._fetched_s < _KEPT_S

    def _may_ask(self) -> bool:
        return self._asked_s is None or self._monotonic() - self._asked_s >= _ASK_APART_S


def fetch_keys(url: str) -> bytes:
    """GET, directly: no proxy, no redirect, https but for loopback."""
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    connection = _connect(parts.scheme, parts.hostname or "", parts.port)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        body = answer.read(_MOST_BYTES + 1)
    finally:
        connection.close()
    if answer.status != 200:
        raise ValueError(f"status {answer.status}")
    if len(body) > _MOST_BYTES:
        raise ValueError("too large")
    return body


def _connect(scheme: str, host: str, port: Optional[int]) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT_S, context=context)
    if scheme == "http" and host in ("127.0.0.1", "localhost", "::1"):
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT_S)
    raise ValueError("keys come over https only")
