"""The blocking client: every operation is one line, every decision is the core's."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Callable, Literal, Optional, Union

from hufu_auth import _greenlets, _native
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
    results,
)
from hufu_auth._exchange import exchange_of, signed
from hufu_auth._later import log
from hufu_auth._transport import Transport
from hufu_auth.stores import Store

SignOutScope = Literal["local", "others", "global"]


class Client(BaseClient):
    """One session of one person, for programs that wait.

    May be used from any thread; after `os.fork` it goes on in the child, as a client of its own.
    Close it, or use it in a `with` statement.

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
            old one was refused; gives a text or a `Credential`, or raises `HostFailure`.
        present: Called with a `Present`: shows the person a page or a code.
        transport: A `hufu_auth.httpx.Transport`, to send by httpx in the place of libcurl.
        ca_file: A PEM file of certificate authorities to trust in place of the system's. Without it
            `REQUESTS_CA_BUNDLE` may name them.

    Raises:
        InvalidArgument: A base URL or origin that cannot be used.
        TypeError: An argument of the wrong type; the sentence names it.

    >>> with Client("https://api.example.com") as client:
    ...     client.state
    'signed_out'
    """

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
        store: Optional[Store] = None,
        credential: Optional[Callable[[CredentialKind, bool], Given]] = None,
        present: Optional[Callable[[results.Present], object]] = None,
        transport: Optional[Transport] = None,
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
        self._server: Optional[_greenlets.RealThread] = None
        self._green: Optional[_greenlets.Waiting] = None
        self._transport: Optional[Transport]
        super().__init__(
            config,
            store=store,
            credential=credential,
            present=present,
            transport=checked_transport(Transport, transport),
            ca_file=ca_file,
        )

    # -- The operations. --

    def sign_in_with_wechat(
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
        return results.session(self._call("sign_in_with_wechat", given))

    def sign_in_with_oauth(self, *, provider: str, redirect_to: str) -> results.Session:
        """Start a sign-in through a browser with PKCE; `present` opens the page."""
        given = {"provider": provider, "redirect_to": redirect_to}
        return results.session(self._call("sign_in_with_oauth", given))

    def exchange_code_for_session(self, *, code: str) -> results.Session:
        """Finish `sign_in_with_oauth` with the code that came back."""
        return results.session(self._call("exchange_code_for_session", {"code": code}))

    def sign_in_with_password(self, *, email: str, password: str) -> results.Session:
        """Sign in by e-mail and password."""
        given = {"email": email, "password": password}
        return results.session(self._call("sign_in_with_password", given))

    def sign_up(self, *, email: str, password: str) -> results.SignedUp:
        """Register by e-mail and password."""
        given = {"email": email, "password": password}
        return results.signed_up(self._call("sign_up", given))

    def sign_in_anonymously(self) -> results.Session:
        """Sign in as nobody in particular."""
        return results.session(self._call("sign_in_anonymously", {}))

    def sign_in_with_device(self, *, client_name: Optional[str] = None) -> results.Session:
        """Sign in by a code that a signed-in device approves; `present` shows it (RFC 8628)."""
        return results.session(self._call("sign_in_with_device", {"client_name": client_name}))

    def preview_device(self, *, user_code: str) -> results.DevicePreview:
        """See who asks, before approving or denying."""
        return results.DevicePreview(**self._call("preview_device", {"user_code": user_code}))

    def approve_device(self, *, user_code: str, number: str) -> None:
        """Let the other device in; `number` is what it shows.

        Raises:
            WrongNumber: It shows another number.
        """
        self._call("approve_device", {"user_code": user_code, "number": number})

    def deny_device(self, *, user_code: str) -> None:
        """Do not let the other device in."""
        self._call("deny_device", {"user_code": user_code})

    def access_token(self) -> results.AccessToken:
        """A token that will still be good when the request arrives; renews it if needed.

        However many ask at once, in this process and in others that share the store, the server
        is asked once.
        """
        return results.AccessToken(**self._call("access_token", {}))

    def fetch(
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
        return results.response(self._send(method, url, pairs, content, timeout_ms))

    def session(self) -> results.Session:
        """The session as it is, read from the store the first time; no request."""
        return results.session(self._call("session", {}))

    def user(self) -> results.User:
        """The person, as of the last answer that named them.

        Raises:
            SignedOut: Nobody is signed in.
        """
        return results.User(**self._call("user", {}))

    def fetch_profile(self) -> results.Profile:
        """The person's profile."""
        return results.profile(self._call("fetch_profile", {}))

    def update_profile(
        self, *, nickname: Optional[str] = None, avatar_url: Optional[str] = None
    ) -> results.Profile:
        """Change the profile; what is not given stays as it is."""
        given = {"nickname": nickname, "avatar_url": avatar_url}
        return results.profile(self._call("update_profile", given))

    def upload_avatar(self, *, file: Union[str, os.PathLike[str]]) -> results.Profile:
        """Upload a picture, by its path."""
        return results.profile(self._call("upload_avatar", {"file": os.fspath(file)}))

    def bind_phone(self, *, code: str) -> results.Profile:
        """Add a phone number, with the code of the phone-number button."""
        return results.profile(self._call("bind_phone", {"code": code}))

    def create_bind_code(self, *, target: str) -> results.BindCode:
        """Issue a code that the other half redeems; `target` is that half, `wechat` or `web`.

        Raises:
            ReauthRequired: Signed in more than ten minutes ago.
            ProviderAlreadyLinked: The account has such a half.
        """
        return results.BindCode(**self._call("create_bind_code", {"target": target}))

    def redeem_bind_code(self, *, bind_code: str, platform: str) -> results.Binding:
        """Redeem a typed code or a scanned secret; `platform` is the other half, `wechat` or `web`.

        Raises:
            BindCodeInvalid: Alike for unknown, used, expired and foreign codes.
        """
        given = {"bind_code": bind_code, "platform": platform}
        return results.binding(self._call("redeem_bind_code", given))

    def accept_binding(self, *, binding_id: str) -> results.Binding:
        """The redeemer joins the account in the preview; the outcome holds the number to show."""
        return results.binding(self._call("accept_binding", {"binding_id": binding_id}))

    def confirm_binding(self, *, binding_id: str, number: str) -> results.Binding:
        """The issuer types the number that the redeemer's screen shows.

        Raises:
            WrongNumber: It shows another number.
            IdentityInUse: Both accounts have data (see `merge_accounts`).
            BindingExpired: It took too long.
        """
        given = {"binding_id": binding_id, "number": number}
        return results.binding(self._call("confirm_binding", given))

    def decline_binding(self, *, binding_id: str) -> None:
        """Either side says no."""
        self._call("decline_binding", {"binding_id": binding_id})

    def wait_for_binding(self, *, binding_id: str, since: str = "") -> results.Binding:
        """Wait until the binding leaves the state `since`, by default its present one.

        Raises:
            BindingDeclined: Somebody said no.
            BindingExpired: It took too long.
        """
        given = {"binding_id": binding_id, "since": since}
        return results.binding(self._call("wait_for_binding", given))

    def unbind(self, *, provider: str) -> None:
        """Take an identity off the account.

        Raises:
            LastIdentity: It is the only one.
            ReauthRequired: Signed in more than ten minutes ago.
        """
        self._call("unbind", {"provider": provider})

    def merge_accounts(self, *, bind_code: str, platform: str, survivor: str) -> results.Binding:
        """Merge two accounts that both have data, where `redeem_bind_code` raised `IdentityInUse`.

        `survivor` is `issuer` or `redeemer`, whose account stays. Goes on like any binding.
        """
        given = {"bind_code": bind_code, "platform": platform, "survivor": survivor}
        return results.binding(self._call("merge_accounts", given))

    def sign_out(self, *, scope: SignOutScope = "local") -> None:
        """Sign out. Local state goes even when the server cannot be reached.

        With the scope `others` this session stays.
        """
        self._call("sign_out", {"scope": scope})

    def signed_headers(self, url: str) -> dict[str, str]:
        """The headers for a request to `url` that is sent by other means; waits for a token.

        Raises:
            OriginRefused: The URL is not of a configured origin, so it gets no token.
            SignedOut: Nobody is signed in.
            HufuError: What renewing the token raises.
        """
        found = self.authorize(url)
        if found is not None:
            return found
        with exchange_of(self, "GET", url, (), replayable=False) as exchange:
            return signed(exchange.next())

    # -- Leaving. --

    def close(self) -> None:
        """Ends everything that runs with `Cancelled`. What is stored stays.

        A client that is closed cannot be used again; closing it twice is no error.
        """
        if self._is_closed:
            return
        self._is_closed = True
        self._net.detach()
        if self._green is not None:
            _greenlets.in_real_thread(self._end)
        else:
            self._end()

    def _end(self) -> None:
        is_server = self._server is not None and self._server.is_here()  # it would wait for itself
        self._native.close(asks_nobody=is_server)
        if self._server is not None and not is_server:
            self._server.join()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    # -- How it is done. --

    def _call(self, operation: str, given: dict[str, Any]) -> Any:
        try:
            if self._waits_as_greenlet():
                answer = self._end_of(*self._native.begin(operation, given))
            else:
                answer = self._native.call(operation, given)
        except _native.Failed as failed:
            error = self._error_from(failed)
            log.debug("%s: %s", operation, error.code)
            raise error from error.__cause__
        log.debug("%s: done", operation)
        return answer

    def _send(
        self,
        method: str,
        url: str,
        headers: list[tuple[str, str]],
        body: Optional[bytes],
        timeout_ms: float,
    ) -> results.Answered:
        try:
            if self._transport is not None:
                from hufu_auth._fetch import Wanted, fetch

                return fetch(self, Wanted(method, url, headers, body, timeout_ms))
            if self._waits_as_greenlet():
                begun = self._native.begin_fetch(method, url, headers, body, timeout_ms)
                answer: results.Answered = self._end_of(*begun)
                return answer
            return self._native.fetch(method, url, headers, body, timeout_ms)
        except _native.Failed as failed:
            error = self._error_from(failed)
            log.debug("fetch: %s", error.code)
            raise error from error.__cause__

    def _next(self, exchange: _native.Exchange, seconds: Optional[float] = None) -> Any:
        """The next step of an exchange. Raises `_native.Failed`."""
        if self._waits_as_greenlet():
            return self._end_of(exchange.begin_next(), seconds=seconds)
        return exchange.next(0 if seconds is None else seconds * 1000)

    def _waits_as_greenlet(self) -> bool:
        if self._green is None and _greenlets.are_used():
            self._green = _greenlets.Waiting()
            self._serve()
        return self._green is not None

    def _end_of(
        self, ticket: int, operation: Optional[int] = None, seconds: Optional[float] = None
    ) -> Any:
        """What comes of it, awaited as a greenlet does. Raises `_native.Failed`."""
        assert self._green is not None
        try:
            item = self._green.end_of(ticket, seconds)
        except BaseException:  # gevent.Timeout and GreenletExit are none of Exception's
            if operation is not None:
                self._native.cancel(operation)
            raise
        if item is None:
            _native.fail("timeout", "")
        if item[0] == "failed":
            raise _native.Failed(*item[2])
        return item[2]

    def _open(self) -> None:
        super()._open()
        self._server = self._green = None
        if self._is_asked or self._listeners:
            self._serve()

    def _at_exit(self) -> None:
        self.close()

    def _serve(self) -> None:
        if self._server is not None:
            return
        if _greenlets.are_used():
            self._green = self._green or _greenlets.Waiting()
        else:
            _greenlets.check_threads()
        self._server = _greenlets.RealThread(_serve, (self._native, weakref.ref(self)))


def _serve(lent: tuple[_native.Client, weakref.ref[Client]]) -> None:
    """Answers what the client asks of Python; holds no client, so that it can go."""
    native, client = lent
    try:
        while (items := native.take()) is not None:
            for item in items:
                _handle(native, client(), item)
    except _native.Failed:
        pass  # the program is ending


def _handle(native: _native.Client, client: Optional[Client], item: tuple[Any, ...]) -> None:
    kind = item[0]
    if client is None:
        if kind not in ("event", "given_up"):
            native.refuse(item[1], "host_fault", "the client is gone")
    elif kind == "given_up":
        pass  # a thread cannot be called back; its answer will find nobody
    elif client._green is not None:
        _handle_green(client, client._green, item)
    elif kind == "event":
        client._tell(item)
    elif kind in ("credential", "present", "http", "upload"):
        # These may take as long as a person does, or a network.
        threading.Thread(
            target=_answer, args=(client, item), name=f"hufu-{kind}", daemon=True
        ).start()
    else:
        _answer(client, item)


def _handle_green(client: Client, green: _greenlets.Waiting, item: tuple[Any, ...]) -> None:
    if item[0] in ("done", "failed"):
        green.bring(item[1], item)
    elif item[0] == "event":
        green.tell(client._tell, item)
    else:
        green.spawn(_answer, client, item)


def _answer(client: Client, item: tuple[Any, ...]) -> None:
    try:
        client._give(item, client._question(item))
    except _native.Failed:
        raise
    except BaseException as error:
        client._refuse(item, error)
