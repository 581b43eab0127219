"""An issuer's public keys: asked for seldom, and kept while it is away."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import threading
from typing import Any, Callable, Optional, cast
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, RSAKey

_FRESH_S = 5 * 60.0
"""After this a key that the issuer withdrew is no good any more."""
_KEPT_S = 60 * 60.0
"""While the issuer is away its keys serve on for so long."""
_ASK_APART_S = 60.0
"""An unknown key is a reason to ask again, but not for every forged token."""
_TIMEOUT_S = 5.0
_MOST_BYTES = 256 * 1024
_LEAST_RSA_BITS = 2048  # RFC 7518, section 3.3

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
        self._keys: Optional[dict[str, list[Key]]] = None
        self._fetched_s = 0.0
        self._asked_s: Optional[float] = None

    def named(self, key_id: str) -> list[Key]:
        """The issuer's keys of that name, perhaps none; asks again where they are old or have none.

        Raises `KeysUnavailable` where there are no keys to go on with.
        """
        if self._is_fresh() and self._has(key_id):
            return self._known(key_id)
        with self._lock:
            if not (self._is_fresh() and self._has(key_id)) and self._may_ask():
                self._ask()
            if not self._is_usable():
                raise KeysUnavailable(f"The keys of {self._url} cannot be had right now.")
            return self._known(key_id)

    def _ask(self) -> None:
        self._asked_s = self._monotonic()
        try:
            # Anything that goes wrong here is the issuer's or the network's fault, not a token's.
            self._keys = _understood(json.loads(self._fetch(self._url)))
        except (
            OSError,
            http.client.HTTPException,
            ValueError,
            RecursionError,
        ) as error:
            if self._is_usable():
                return
            raise KeysUnavailable(f"The keys of {self._url} cannot be had right now.") from error
        self._fetched_s = self._monotonic()

    def _known(self, key_id: str) -> list[Key]:
        assert self._keys is not None
        return self._keys.get(key_id, [])

    def _has(self, key_id: str) -> bool:
        return self._keys is not None and key_id in self._keys

    def _is_fresh(self) -> bool:
        return self._keys is not None and self._monotonic() - self._fetched_s < _FRESH_S

    def _is_usable(self) -> bool:
        return self._keys is not None and self._monotonic() - self._fetched_s < _KEPT_S

    def _may_ask(self) -> bool:
        return self._asked_s is None or self._monotonic() - self._asked_s >= _ASK_APART_S


def _understood(key_set: object) -> dict[str, list[Key]]:
    """The keys of a JWKS by their names. What is not understood is passed over (RFC 7517, section 5),
    key by key; a set of which nothing is understood is no set. Raises `ValueError`.
    """
    entries: Any = (
        cast("dict[str, Any]", key_set).get("keys") if isinstance(key_set, dict) else None
    )
    if not isinstance(entries, list):
        raise ValueError("no key set")
    understood: dict[str, list[Key]] = {}
    for entry in entries:
        key = _key_of(entry)
        if key is not None and isinstance(key.kid, str):
            understood.setdefault(key.kid, []).append(key)
    if entries and not understood:
        raise ValueError("no key that signs access tokens")
    return understood


def _key_of(entry: Any) -> Optional[Key]:
    """None for a key that is not understood, too short, or not for signatures."""
    try:
        key = JWKRegistry.import_key(entry)
        if key.get("use", "sig") != "sig":
            return None
        if isinstance(key, RSAKey) and key.public_key.key_size < _LEAST_RSA_BITS:
            return None
    except (
        JoseError,
        ValueError,
        KeyError,
        TypeError,
        Warning,
    ):  # a warning: with `python -W error`
        return None
    return key


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


def _trusted() -> ssl.SSLContext:
    """The system's authorities, or the environment's: OpenSSL reads SSL_CERT_FILE and SSL_CERT_DIR."""
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if named and os.path.isdir(named):
        return ssl.create_default_context(capath=named)
    return ssl.create_default_context(cafile=named or None)


def _connect(scheme: str, host: str, port: Optional[int]) -> http.client.HTTPConnection:
    if scheme == "https":
        context = _trusted()
        return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT_S, context=context)
    if scheme == "http" and host in ("127.0.0.1", "localhost", "::1"):
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT_S)
    raise ValueError("keys come over https only")
