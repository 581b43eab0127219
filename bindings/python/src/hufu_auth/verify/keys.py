"""An issuer's public keys: asked for seldom, and kept while it is away.

Not PyJWT's PyJWKClient, which refuses everybody while the issuer is away, lets each forged key name
ask again, reads answers of any size, and follows redirects.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Callable, NamedTuple, Optional

from hufu_auth.verify.fetch import TIMEOUT_S, Fetch, json_in, safe_url
from hufu_auth.verify.forked import Forked
from hufu_auth.verify.issuer import Issuer
from hufu_auth.verify.key_set import KeySet, PublicKey, key_set_of
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.steps import Landing, Steps

_FRESH_S = 5 * 60.0
"""After this the keys are asked for again, while those that are here serve on."""
_WAIT_S = 10 * 60.0
"""After this an answer is waited for: a key that the issuer withdrew is no good any more."""
_KEPT_S = 60 * 60.0
"""While the issuer is away its keys serve on for so long."""
_APART_S = 10.0
"""An unknown key is a reason to ask again, but not for every forged token."""
_MOST_THREADS = 2
"""A `fetch` that hangs keeps its thread; beside so many no other one is begun."""


class Outside(NamedTuple):
    """What keys need from outside."""

    fetch: Fetch
    uptime_s: Callable[[], float]


class _Known(NamedTuple):
    """One answer: replaced as a whole, so that no thread sees half of it."""

    keys: KeySet
    withdrawn: frozenset[str]
    asked_s: float


class Keys(Forked):
    """The keys of one issuer, for all threads and event loops. A thread of their own asks for them."""

    def __init__(self, issuer: Issuer, outside: Outside) -> None:
        self._issuer = issuer
        self._outside = outside
        self._known: Optional[_Known] = None
        self._is_away = False
        self._fault: Optional[BaseException] = None
        super().__init__()

    def named(self, name: str) -> Steps[Sequence[PublicKey]]:
        """The keys of that name. Refuses with `unknown_key`, or with `keys_unavailable` where nobody
        can tell now.
        """
        found = self._found(name)
        if found and self._age_s() < _FRESH_S:
            return found
        is_news = yield from self._renewed(has_key=bool(found))
        found = self._found(name)
        if found:
            return found
        if is_news or (self._known and name in self._known.withdrawn):
            raise Refused("unknown_key")
        rest_ms = (self._asked_s + _APART_S - self._outside.uptime_s()) * 1000
        refused = Refused("keys_unavailable", self._issuer.title, retry_after_ms=math.ceil(rest_ms))
        raise refused from self._fault

    def is_current(self, name: str, key: PublicKey) -> bool:
        """Whether this key serves, and nothing has to be asked to say so."""
        return self._age_s() < _FRESH_S and key in self._found(name)

    def _age_s(self) -> float:
        known = self._known
        return math.inf if known is None else self._outside.uptime_s() - known.asked_s

    def _found(self, name: str) -> Sequence[PublicKey]:
        known = self._known if self._age_s() < _KEPT_S else None
        return known.keys.get(name, ()) if known else ()

    def _renewed(self, *, has_key: bool) -> Steps[bool]:
        """Whether there is an answer that was asked for after this call had begun. With a key to go
        on with nobody waits.
        """
        goes_on = has_key and (self._is_away or self._age_s() < _WAIT_S)
        with self._lock:
            is_soon = self._outside.uptime_s() - self._asked_s < _APART_S
            is_soon = is_soon or self._threads == _MOST_THREADS
            flight = self._flight if is_soon else self._take_off()
        if goes_on or flight is None:
            return False
        has_landed: bool = yield Landing(flight, TIMEOUT_S)
        return has_landed and not is_soon

    def _begin_alone(self) -> None:
        self._lock = threading.Lock()
        self._threads = 0
        self._flight: Optional[Future[bool]] = None
        self._asked_s = -math.inf

    def _take_off(self) -> Future[bool]:
        self._asked_s = self._outside.uptime_s()
        flight: Future[bool] = Future()
        flight.set_running_or_notify_cancel()  # of those who wait none may call it off
        self._flight = flight
        given = (flight, self._asked_s)
        thread = threading.Thread(target=self._ask, args=given, name=__name__, daemon=True)
        try:
            thread.start()
            self._threads += 1
        except RuntimeError as fault:  # of threads, too, there may be no more
            self._is_away, self._fault, self._flight = True, fault, None
            flight.set_result(False)
        return flight

    def _ask(self, flight: Future[bool], asked_s: float) -> None:
        before = self._known.keys if self._known else {}
        keys: KeySet = {}
        fault: Optional[BaseException] = None
        try:
            keys = key_set_of(self._json(self._url()), self._issuer.algorithms, before)
        except BaseException as error:  # the issuer's fault, the network's or `fetch`'s, no token's
            fault = error
        with self._lock:
            self._threads -= 1
            # One that took far too long has been given up, and another one is on its way.
            counts = flight is self._flight
            if counts and keys:
                self._known = _Known(keys, frozenset(before.keys() - keys.keys()), asked_s)
            if counts:
                self._is_away, self._fault, self._flight = not keys, fault, None
        flight.set_result(counts and bool(keys))

    def _url(self) -> str:
        if not self._issuer.discovery:
            return self._issuer.jwks
        document = self._json(self._issuer.discovery)
        # OpenID Connect Discovery, section 4.3.
        if not isinstance(document, dict) or document.get("issuer") != self._issuer.name:
            raise ValueError("no discovery document")
        url = safe_url(str(document.get("jwks_uri")))
        if not url.startswith("https:") and not self._issuer.discovery.startswith("http:"):
            raise ValueError("an issuer elsewhere has no keys on this machine")
        return url

    def _json(self, url: str) -> Any:
        return json_in(self._outside.fetch(url), url)
