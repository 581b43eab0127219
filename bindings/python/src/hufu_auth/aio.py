"""The asyncio client: the same operations, without a thread for each."""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
import warnings
import weakref
from collections.abc import Awaitable, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Callable, Literal, Optional, Union

from hufu_auth import _native, results
from hufu_auth._base import (
    Backend,
    BaseClient,
    CredentialKind,
    Given,
    HeadersLike,
    Platform,
    SessionSource,
    checked_transport,
    request_body,
    request_headers,
)
from hufu_auth._exchange import async_exchange_of, signed
from hufu_auth._fetch import Wanted, async_fetch
from hufu_auth._later import log
from hufu_auth._transport import AsyncTransport
from hufu_auth.stores import AsyncStore, Store

SignOutScope = Literal["local", "others", "global"]


class AsyncClient(BaseClient):
    """One session of one person, for programs with an event loop.

    Belongs to the loop that uses it, until that one is closed or rests. Cancelling a task cancels its operation, and leaves
    what others wait for. Close it with `aclose`, or use it in an `async with` statement.

    Args:
        base_url: `https://host[:port][/prefix]`. Plain `http` only to loopback, unless `allow_http`.
        backend: The dialect of the server.
        platform: Where the program runs; sent as `X-Platform` to servers that ask for it.
        send_platform: Send it to other servers too, with the application's requests.
        session: `borrowed` where `credential` gives a token per request (Clerk).
        app_key: What the backend knows the application by: Supabase's anon key, Authing's app id.
        connection: Authing's identity source of the mini-program.
        origins: Further origins that may receive the token; `base_url`'s always may.
        allow_http: Allows `http` to other hosts. Tokens then travel in clear text.
        storage_key: The key under which the session is stored.
        silent_sign_in: Renew an ended session by a new WeChat code, unseen.
        early_refresh_ms: A token is renewed this long before its end, or a fifth of its life.
        lock_wait_ms: How long to wait for another process that is refreshing.
        store: Where the session is kept; by default in memory, as long as the client lives.
        credential: Called with the kind (`wechat_code`, `web_token`, `sign_out`) and whether an
            old one was refused; gives a text or a `Credential`, or raises `HostFailure`. May be `async`.
        present: Called with a `Present`: shows the person a page or a code. May be `async`.
        transport: A `hufu_auth.httpx.AsyncTransport`, to send by httpx in the place of libcurl.
        ca_file: A PEM file of certificate authorities to trust in place of the system's. Without it
            `REQUESTS_CA_BUNDLE` may name them.

    Raises:
        InvalidArgument: A base URL or origin that cannot be used.
        TypeError: An argument of the wrong type; the sentence names it.

    >>> async def main() -> None:
    ...     async with AsyncClient("https://api.example.com") as client:
    ...         print((await client.session()).state)
    >>> asyncio.run(main())
    signed_out
    """

    _is_driven = sys.platform == "linux"

    def __init__(
        self,
        base_url: str,
        *,
        backend: Backend = "unified",
        platform: Platform = "desktop",
        send_platform: bool = False,
        session: SessionSource = "own",
        app_key: str = "",
        connection: str = "",
        origins: Sequence[str] = (),
        allow_http: bool = False,
        storage_key: str = "hufu.session",
        silent_sign_in: bool = False,
        early_refresh_ms: float = 60_000,
        lock_wait_ms: float = 35_000,
        store: Optional[Union[Store, AsyncStore]] = None,
        credential: Optional[
            Callable[[CredentialKind, bool], Union[Given, Awaitable[Given]]]
        ] = None,
        present: Optional[Callable[[results.Present], object]] = None,
        transport: Optional[AsyncTransport] = None,
        ca_file: Union[str, os.PathLike[str], None] = None,
    ) -> None:
        config = {
            "base_url": base_url,
            "backend": backend,
            "platform": platform,
            "send_platform": send_platform,
            "session": session,
            "app_key": app_key,
            "connection": connection,
            "origins": list(origins) if isinstance(origins, (list, tuple)) else origins,
            "allow_http": allow_http,
            "storage_key": storage_key,
            "silent_sign_in": silent_sign_in,
            "early_refresh_ms": early_refresh_ms,
            "lock_wait_ms": lock_wait_ms,
        }
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._answers: dict[int, asyncio.Task[None]] = {}
        self._sending: set[asyncio.Task[results.Answered]] = set()
        self._transport: Optional[AsyncTransport]
        super().__init__(
            config,
            store=store,
            credential=credential,
            present=present,
            transport=checked_transport(AsyncTransport, transport),
            ca_file=ca_file,
        )

    # -- The operations. --

    async def sign_in_with_wechat(
        self,
        *,
        code: Optional[str] = None,
        nickname: Optional[str] = None,
        avatar_url: Optional[str] = None,
        encrypted_data: Optional[str] = None,
        iv: Optional[str] = None,
        raw_data: Optional[str] = None,
        signature: Optional[str] = None,
    ) -> results.Session:
        """Sign in with a code of `wx.login`; without a code, `credential` is asked for one.

        Raises:
            CredentialInvalid: The code was used or is old.
            NotAllowed: WeChat has blocked the person.
            Declined: The person refused.
        """
        given = {
            "code": code,
            "nickname": nickname,
            "avatar_url": avatar_url,
            "encrypted_data": encrypted_data,
            "iv": iv,
            "raw_data": raw_data,
            "signature": signature,
        }
        return results.session(await self._call("sign_in_with_wechat", given))

    async def sign_in_with_oauth(self, *, provider: str, redirect_to: str) -> results.Session:
        """Start a sign-in through a browser with PKCE; `present` opens the page."""
        given = {"provider": provider, "redirect_to": redirect_to}
        return results.session(await self._call("sign_in_with_oauth", given))

    async def exchange_code_for_session(self, *, code: str) -> results.Session:
        """Finish `sign_in_with_oauth` with the code that came back."""
        return results.session(await self._call("exchange_code_for_session", {"code": code}))

    async def sign_in_with_password(self, *, email: str, password: str) -> results.Session:
        """Sign in by e-mail and password."""
        given = {"email": email, "password": password}
        return results.session(await self._call("sign_in_with_password", given))

    async def sign_up(self, *, email: str, password: str) -> results.SignedUp:
        """Register by e-mail and password."""
        given = {"email": email, "password": password}
        return results.signed_up(await self._call("sign_up", given))

    async def sign_in_anonymously(self) -> results.Session:
        """Sign in as nobody in particular."""
        return results.session(await self._call("sign_in_anonymously", {}))

    async def sign_in_with_device(self, *, client_name: Optional[str] = None) -> results.Session:
        """Sign in by a code that a signed-in device approves; `present` shows it (RFC 8628)."""
        return results.session(
            await self._call("sign_in_with_device", {"client_name": client_name})
        )

    async def preview_device(self, *, user_code: str) -> results.DevicePreview:
        """See who asks, before approving or denying."""
        return results.DevicePreview(**await self._call("preview_device", {"user_code": user_code}))

    async def approve_device(self, *, user_code: str, number: str) -> None:
        """Let the other device in; `number` is what it shows.

        Raises:
            WrongNumber: It shows another number.
        """
        await self._call("approve_device", {"user_code": user_code, "number": number})

    async def deny_device(self, *, user_code: str) -> None:
        """Do not let the other device in."""
        await self._call("deny_device", {"user_code": user_code})

    async def access_token(self) -> results.AccessToken:
        """A token that will still be good when the request arrives; renews it if needed.

        However many ask at once, in this process and in others that share the store, the server
        is asked once.
        """
        return results.AccessToken(**await self._call("access_token", {}))

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Optional[HeadersLike] = None,
        body: Union[bytes, str, None] = None,
        json: object = None,
        timeout_ms: float = 0,
    ) -> results.Response:
        """Send the application's request, signed.

        On a 401 the token is renewed once and the request is sent once more; a second 401 is the
        answer. Redirects are followed only within the origin.

        Args:
            url: Of one of the configured origins.
            method: In capitals.
            headers: A mapping, or pairs; `Authorization`, `X-Platform` and `Host` are dropped.
            body: `str` is sent as UTF-8.
            json: Sent as JSON in the place of a body.
            timeout_ms: For all of it, the wait for a token included; 0: no limit.

        Raises:
            OriginRefused: The URL is of another origin, so nothing was sent.
            InvalidArgument: A header that is not one line.
            HufuError: What renewing the token raises: it is never sent without its token.
        """
        pairs = request_headers(headers)
        content = request_body(pairs, body, json)
        return results.response(await self._send(method, url, pairs, content, timeout_ms))

    async def session(self) -> results.Session:
        """The session as it is, read from the store the first time; no request."""
        return results.session(await self._call("session", {}))

    async def user(self) -> results.User:
        """The person, as of the last answer that named them.

        Raises:
            SignedOut: Nobody is signed in.
        """
        return results.User(**await self._call("user", {}))

    async def fetch_profile(self) -> results.Profile:
        """The person's profile."""
        return results.profile(await self._call("fetch_profile", {}))

    async def update_profile(
        self, *, nickname: Optional[str] = None, avatar_url: Optional[str] = None
    ) -> results.Profile:
        """Change the profile; what is not given stays as it is."""
        given = {"nickname": nickname, "avatar_url": avatar_url}
        return results.profile(await self._call("update_profile", given))

    async def upload_avatar(self, *, file: Union[str, os.PathLike[str]]) -> results.Profile:
        """Upload a picture, by its path."""
        return results.profile(await self._call("upload_avatar", {"file": os.fspath(file)}))

    async def bind_phone(self, *, code: str) -> results.Profile:
        """Add a phone number, with the code of the phone-number button."""
        return results.profile(await self._call("bind_phone", {"code": code}))

    async def create_bind_code(self, *, target: str) -> results.BindCode:
        """Issue a code that the other half redeems; `target` is that half, `wechat` or `web`.

        Raises:
            ReauthRequired: Signed in more than ten minutes ago.
            ProviderAlreadyLinked: The account has such a half.
        """
        return results.BindCode(**await self._call("create_bind_code", {"target": target}))

    async def redeem_bind_code(self, *, bind_code: str, platform: str) -> results.Binding:
        """Redeem a typed code or a scanned secret; `platform` is the other half, `wechat` or `web`.

        Raises:
            BindCodeInvalid: Alike for unknown, used, expired and foreign codes.
        """
        given = {"bind_code": bind_code, "platform": platform}
        return results.binding(await self._call("redeem_bind_code", given))

    async def accept_binding(self, *, binding_id: str) -> results.Binding:
        """The redeemer joins the account in the preview; the outcome holds the number to show."""
        return results.binding(await self._call("accept_binding", {"binding_id": binding_id}))

    async def confirm_binding(self, *, binding_id: str, number: str) -> results.Binding:
        """The issuer types the number that the redeemer's screen shows.

        Raises:
            WrongNumber: It shows another number.
            IdentityInUse: Both accounts have data (see `merge_accounts`).
            BindingExpired: It took too long.
        """
        given = {"binding_id": binding_id, "number": number}
        return results.binding(await self._call("confirm_binding", given))

    async def decline_binding(self, *, binding_id: str) -> None:
        """Either side says no."""
        await self._call("decline_binding", {"binding_id": binding_id})

    async def wait_for_binding(self, *, binding_id: str, since: str = "") -> results.Binding:
        """Wait until the binding leaves the state `since`, by default its present one.

        Raises:
            BindingDeclined: Somebody said no.
            BindingExpired: It took too long.
        """
        given = {"binding_id": binding_id, "since": since}
        return results.binding(await self._call("wait_for_binding", given))

    async def unbind(self, *, provider: str) -> None:
        """Take an identity off the account.

        Raises:
            LastIdentity: It is the only one.
            ReauthRequired: Signed in more than ten minutes ago.
        """
        await self._call("unbind", {"provider": provider})

    async def merge_accounts(
        self, *, bind_code: str, platform: str, survivor: str
    ) -> results.Binding:
        """Merge two accounts that both have data, where `redeem_bind_code` raised `IdentityInUse`.

        `survivor` is `issuer` or `redeemer`, whose account stays. Goes on like any binding.
        """
        given = {"bind_code": bind_code, "platform": platform, "survivor": survivor}
        return results.binding(await self._call("merge_accounts", given))

    async def sign_out(self, *, scope: SignOutScope = "local") -> None:
        """Sign out. Local state goes even when the server cannot be reached.

        With the scope `others` this session stays.
        """
        await self._call("sign_out", {"scope": scope})

    async def signed_headers(self, url: str) -> dict[str, str]:
        """The headers for a request to `url` that is sent by other means; waits for a token.

        Raises:
            OriginRefused: The URL is not of a configured origin, so it gets no token.
            SignedOut: Nobody is signed in.
            HufuError: What renewing the token raises.
        """
        found = self.authorize(url)
        if found is not None:
            return found
        self._attach()
        async with async_exchange_of(self, "GET", url, (), replayable=False) as exchange:
            return signed(await exchange.next())

    # -- Leaving. --

    async def aclose(self) -> None:
        """Ends everything that runs with `Cancelled`. What is stored stays.

        A client that is closed cannot be used again; closing it twice is no error.
        """
        if self._is_closed:
            return
        self._is_closed = True
        self._net.detach()
        here, home, native = asyncio.get_running_loop(), self._loop, self._native
        if home is None or home is here or not home.is_running():
            home = self._attach()
        for sending in self._sending:
            home.call_soon_threadsafe(sending.cancel)
        # A store may have to be asked meanwhile, by this very loop.
        await here.run_in_executor(None, lambda: native.close(asks_nobody=False))
        if home is here:
            self._let_go(home)
        elif not home.is_closed():
            home.call_soon_threadsafe(self._let_go, home)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        if not getattr(self, "_is_closed", True) and self._loop is not None:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=1, source=self)

    # -- How it is done. --

    async def _call(self, operation: str, given: dict[str, Any]) -> Any:
        self._attach()
        try:
            answer = await self._end_of(*self._native.begin(operation, given))
        except _native.Failed as failed:
            error = self._error_from(failed)
            log.debug("%s: %s", operation, error.code)
            raise error from error.__cause__
        log.debug("%s: done", operation)
        return answer

    async def _send(
        self,
        method: str,
        url: str,
        headers: list[tuple[str, str]],
        body: Optional[bytes],
        timeout_ms: float,
    ) -> results.Answered:
        self._attach()
        try:
            if self._transport is not None:
                return await self._send_by_transport(method, url, headers, body, timeout_ms)
            begun = self._native.begin_fetch(method, url, headers, body, timeout_ms)
            answer: results.Answered = await self._end_of(*begun)
        except _native.Failed as failed:
            error = self._error_from(failed)
            log.debug("fetch: %s", error.code)
            raise error from error.__cause__
        return answer

    async def _send_by_transport(
        self,
        method: str,
        url: str,
        headers: list[tuple[str, str]],
        body: Optional[bytes],
        timeout_ms: float,
    ) -> results.Answered:
        """Ends with the client, in time, and with the task that waits."""
        wanted = Wanted(method, url, headers, body, timeout_ms)
        sending = asyncio.ensure_future(async_fetch(self, wanted))
        self._sending.add(sending)
        try:
            await asyncio.wait({sending}, timeout=wanted.seconds_left())
            if not sending.done():
                _native.fail("timeout", "")
        finally:
            sending.cancel()
            self._sending.discard(sending)
        if sending.cancelled():
            _native.fail("cancelled", "the client is closed")
        return sending.result()

    async def _end_of(self, ticket: int, operation: int) -> Any:
        try:
            return await self._come(ticket)
        except asyncio.CancelledError:
            self._native.cancel(operation)
            raise

    async def _come(self, ticket: int) -> Any:
        """What comes through the mailbox under that ticket."""
        future = self._attach().create_future()
        self._waiting[ticket] = future
        try:
            return await future
        finally:
            self._waiting.pop(ticket, None)

    def _attach(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            if self._loop is not None:
                self._leave(self._loop)
            self._loop = loop
            for descriptor in self._native.descriptors():
                loop.add_reader(descriptor, _turn, weakref.ref(self))
        return loop

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        """Lets go of a loop that is over, or that rests with nothing of ours under way."""
        if loop.is_closed():  # nobody waits there any more, and nobody answers
            for question in self._answers:
                self._native.refuse(question, "host_fault", "the event loop is closed")
            self._waiting.clear()
            self._answers.clear()
            self._sending.clear()
            return
        is_busy = bool(self._waiting or self._answers or self._sending)
        if loop.is_running() or (is_busy and not self._is_closed):
            raise RuntimeError(
                f"{self!r} is used by another event loop: open one client for each loop"
            )
        for descriptor in self._native.descriptors():
            loop.remove_reader(descriptor)

    def _let_go(self, loop: asyncio.AbstractEventLoop) -> None:
        for descriptor in self._native.descriptors():
            loop.remove_reader(descriptor)
        self._turn()

    def _open(self) -> None:
        super()._open()
        # After fork() the loop is not the parent's either.
        self._loop = None
        self._waiting.clear()
        self._answers.clear()
        self._sending.clear()

    def _at_exit(self) -> None:
        self._is_closed = True
        self._native.close(asks_nobody=True)  # the loop is gone

    def _serve(self) -> None:
        pass  # the loop does, from the first operation on

    def _turn(self) -> None:
        for item in self._native.turn() or ():
            kind = item[0]
            if kind == "done" or kind == "failed":
                future = self._waiting.pop(item[1], None)
                if future is None or future.done():
                    continue
                if kind == "done":
                    future.set_result(item[2])
                else:
                    future.set_exception(self._error_of(item[2]))
            elif kind == "event":
                self._tell(item)
            elif kind == "given_up":
                if item[1] in self._answers:
                    self._answers[item[1]].cancel()
            else:
                task = asyncio.ensure_future(self._answer(item))
                self._answers[item[1]] = task
                task.add_done_callback(partial(_forget, self._answers, item[1]))

    async def _answer(self, item: tuple[Any, ...]) -> None:
        try:
            value = self._question(item)
            if inspect.isawaitable(value):
                value = await value
            self._give(item, value)
        except _native.Failed:
            raise
        except BaseException as error:
            self._refuse(item, error)
            if not isinstance(error, Exception):
                raise


def _forget(answers: dict[int, asyncio.Task[None]], question: int, _: object) -> None:
    answers.pop(question, None)


def _turn(client: weakref.ref[Any]) -> None:
    found: AsyncClient | None = client()
    if found is not None:
        found._turn()
