"""The guard of an application's own routes."""

from __future__ import annotations

import inspect
import time
from collections.abc import Sequence
from typing import Callable, ClassVar, Optional

from hufu_auth._given import Platform
from hufu_auth.verify.cookies import Cookies, CookiesOfRequest, cookies_in, judge_site, token_in
from hufu_auth.verify.fetch import Fetch, fetch_keys
from hufu_auth.verify.issuer import Issuer
from hufu_auth.verify.issuers import PLATFORMS
from hufu_auth.verify.keys import Outside
from hufu_auth.verify.people import Ids, People, Resolve
from hufu_auth.verify.person import Identity, Person
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.request import AnyRequest, Asked, asked_of, brought_in, platform_in
from hufu_auth.verify.steps import Steps, run, run_waiting
from hufu_auth.verify.verifier import Verdict, Verifier


class _Guard:
    """Lets in who has a good token. Make one and keep it: it keeps keys and verdicts. Thread-safe.

    Args:
        issuers: Whom to trust.
        resolve: Who that is in your own tables; None: nobody, 403. What it raises is 503. Without it
            the `id` is the issuer's subject, so several issuers need it: theirs could be alike. Only
            those of `clerk` and `unified` are not, and then each half of a person has an id of its
            own. Of `unified`, of which there is one at most, it is not asked: the subject is the
            `id`. Only an `AsyncGuard` takes an `async` one; others it calls in threads. It is asked
            once for all who ask at the same time.
        stale_for: For how many seconds an answer of `resolve` is kept; with 0 it is asked each time.
            `forget` ends one at once. That it is nobody is not kept.
        require_platform: Whether every request has to say `X-Platform`.
        cookies: Takes a page's session from its cookies, too.
        fetch: How keys are asked for, in networks that need a proxy: `httpx.Client(proxy=…).get`. It
            must not follow redirects, and needs a timeout. It is called in a thread of its own.
        now_s: What time it is, as `time.time` (tests: `hufu_clock.time`).
        uptime_s: A clock that nobody sets, as `time.monotonic`; for tests.
    """

    _waits: ClassVar[bool]

    def __init__(
        self,
        issuers: Sequence[Issuer],
        *,
        resolve: Optional[Resolve] = None,
        stale_for: float = 60,
        require_platform: bool = False,
        cookies: Optional[Cookies] = None,
        fetch: Fetch = fetch_keys,
        now_s: Callable[[], float] = time.time,
        uptime_s: Callable[[], float] = time.monotonic,
    ) -> None:
        kinds = sorted(issuer.kind for issuer in issuers)
        if kinds.count("unified") > 1:
            raise ValueError("Subjects of two unified backends could be alike: a guard takes one.")
        # Clerk's begin with `user_`.
        if resolve is None and len(kinds) > 1 and kinds != ["clerk", "unified"]:
            raise ValueError("Subjects of these issuers could be alike: give a resolve.")
        pages = [issuer for issuer in issuers if issuer.kind == "clerk"]
        if cookies and not all(issuer.authorized_parties for issuer in pages):
            raise ValueError("Clerk's cookie needs authorized_parties: the origins of your pages.")
        if inspect.iscoroutinefunction(resolve) and not self._waits:
            raise ValueError("A Guard waits for no coroutine: give this resolve to an AsyncGuard.")
        self._issuers = tuple(issuers)
        self._people = People(resolve, stale_for, uptime_s) if resolve else None
        self._require_platform = require_platform
        self._cookies = cookies
        self._now_s = now_s
        self._verifier = Verifier(self._issuers, Outside(fetch, uptime_s), now_s)

    def forget(self, issuer_or_id: str, subject: Optional[str] = None) -> None:
        """What `resolve` told of this identity (issuer and subject, as it was told them), or of this
        person (the `id` alone), counts no more.
        """
        if self._people:
            self._people.forget(issuer_or_id, subject)

    def _person_asking(self, request: AnyRequest) -> Steps[Person]:
        asked = asked_of(request)
        said = platform_in(asked, is_required=self._require_platform)
        brought = brought_in(asked)
        verdict: Optional[Verdict] = None
        if brought:
            verdict = yield from self._verifier.verdict(brought.token)
        elif self._cookies:
            judge_site(asked, self._cookies)
            verdict = yield from self._verdict_in(cookies_in(asked))
        if verdict is None or (brought and brought.is_bare and not verdict.issuer.is_bare):
            raise Refused("no_token")
        person = yield from self._person_of(verdict, said, asked)
        if brought and self._cookies:
            other = yield from self._other_in(cookies_in(asked), verdict, person)
            if other:
                raise Refused("other_person")
        return person

    def _person_with(self, token: str) -> Steps[Person]:
        verdict = yield from self._verifier.verdict(token)
        return (yield from self._person_of(verdict))

    def _person_in(self, request: AnyRequest) -> Steps[Optional[Person]]:
        """A cookie that is no good names nobody."""
        if self._cookies is None:
            raise TypeError("verified_user needs a guard with cookies=Cookies(), or with origins.")
        try:
            verdict = yield from self._verdict_in(cookies_in(asked_of(request)))
            return (yield from self._person_of(verdict)) if verdict else None
        except Refused as refused:
            if refused.status == 503:
                raise
            return None

    def _other_in(
        self, cookies: CookiesOfRequest, known: Verdict, person: Person
    ) -> Steps[Optional[Person]]:
        """Somebody else whom a good cookie names. Of this identity it is nobody else: `resolve` is
        not asked again. What is no good, or cannot be judged now, takes nothing from who is proved.
        """
        for issuer in self._issuers:
            try:
                verdict = yield from self._verdict_of(issuer, cookies)
                if verdict is None or verdict[:2] == known[:2]:
                    continue
                other = yield from self._person_of(verdict)
            except Refused:
                continue
            if other.id != person.id:
                return other
        return None

    def _verdict_in(self, cookies: CookiesOfRequest) -> Steps[Optional[Verdict]]:
        """The first that is good: another issuer's cookie may be old, or forged."""
        faults: list[Refused] = []
        for issuer in self._issuers:
            try:
                verdict = yield from self._verdict_of(issuer, cookies)
            except Refused as refused:
                faults.append(refused)
            else:
                if verdict:
                    return verdict
        if faults:
            raise max(faults, key=lambda fault: fault.status == 503)
        return None

    def _verdict_of(self, issuer: Issuer, cookies: CookiesOfRequest) -> Steps[Optional[Verdict]]:
        """A cookie counts for the issuer that it is of."""
        token = token_in(cookies, issuer)
        if token is None:
            return None
        verdict = yield from self._verifier.verdict(token)
        if verdict.issuer is not issuer:
            raise Refused("unknown_issuer")
        return verdict

    def _person_of(
        self, verdict: Verdict, said: Optional[Platform] = None, asked: Optional[Asked] = None
    ) -> Steps[Person]:
        platform = _platform_of(verdict, said)
        # A page's token names the page; what has no Origin is no page.
        is_page = asked is not None and bool(asked.lines("origin"))
        if verdict.issuer.kind == "clerk" and is_page and "azp" not in verdict.claims:
            raise Refused("wrong_claims", "azp")
        ids = yield from self._ids_of(verdict)
        return Person(ids, platform, verdict, self._now_s)

    def _ids_of(self, verdict: Verdict) -> Steps[Ids]:
        if verdict.issuer.kind == "unified":
            # Its tokens say themselves who was absorbed; the issuer's entry has looked at that.
            return tuple(dict.fromkeys((verdict.subject, *verdict.claims.get("ids", ()))))
        if self._people is None:
            return (verdict.subject,)
        return (yield from self._people.who(Identity(verdict)))


class Guard(_Guard):
    __doc__ = _Guard.__doc__
    _waits = False

    def authenticate(self, request: AnyRequest) -> Person:
        """Who asks. Raises `Refused`: answer with its `status`, `headers` and `body`."""
        return run(self._person_asking(request))

    def verify(self, token: str) -> Person:
        """Whose token this is, where there is no request: a WebSocket's first message."""
        return run(self._person_with(token))

    def verified_user(self, request: AnyRequest) -> Optional[Person]:
        """Whose session is in its cookies, proved; None: nobody's that is good. Raises `Refused`
        only where nobody can tell. It wants the request: what a framework has made of its cookies
        (`request.COOKIES`) may be others than those that `authenticate` reads.
        """
        return run(self._person_in(request))


class AsyncGuard(_Guard):
    __doc__ = _Guard.__doc__
    _waits = True

    async def authenticate(self, request: AnyRequest) -> Person:
        """Who asks. Raises `Refused`: answer with its `status`, `headers` and `body`."""
        return await run_waiting(self._person_asking(request))

    async def verify(self, token: str) -> Person:
        """Whose token this is, where there is no request: a WebSocket's first message."""
        return await run_waiting(self._person_with(token))

    async def verified_user(self, request: AnyRequest) -> Optional[Person]:
        """Whose session is in its cookies, proved; None: nobody's that is good. Raises `Refused`
        only where nobody can tell. It wants the request: what a framework has made of its cookies
        (`request.COOKIES`) may be others than those that `authenticate` reads.
        """
        return await run_waiting(self._person_in(request))


def _platform_of(verdict: Verdict, said: Optional[Platform]) -> Optional[Platform]:
    """X-Platform chooses nothing, and has to agree with what is proved."""
    issuer = verdict.issuer
    possible: tuple[Platform, ...] = issuer.platforms
    if issuer.names_platform:
        possible = tuple(each for each in PLATFORMS if each == verdict.claims.get("platform"))
        if not possible:
            raise Refused("wrong_claims", "platform")
    if said is not None and said not in possible:
        raise Refused("wrong_platform")
    return said or (possible[0] if len(possible) == 1 else None)
