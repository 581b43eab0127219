"""The blocking client: how it is opened and left."""

# Written by scripts/blocking.py from aio.py: change that one.
from __future__ import annotations

import os
from collections.abc import Sequence
from types import TracebackType
from typing import Callable, Optional, Union

from hufu_auth._base import Given, results
from hufu_auth._given import Backend, CredentialKind, Platform, SessionSource, checked_transport
from hufu_auth._operations import Operations
from hufu_auth._transport import Transport
from hufu_auth.stores import Store


class Client(Operations):
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
        profile_path: `wx_login` and `mini_login`, whose documents name no such call: where this
            server has the profile, below `base_url`.
        sign_out_path: The same for the sign-out.
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
        language: In which language errors speak: `zh-CN`, or an `Accept-Language` header, which is
            the visitor's. English by default; see also `HufuError.message_in`.

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
        profile_path: str = "",
        sign_out_path: str = "",
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
        language: Optional[str] = None,
    ) -> None:
        config = {
            "base_url": base_url,
            "backend": backend,
            "platform": platform,
            "send_platform": send_platform,
            "session": session,
            "app_key": app_key,
            "connection": connection,
            "profile_path": profile_path,
            "sign_out_path": sign_out_path,
            "origins": list(origins) if isinstance(origins, (list, tuple)) else origins,
            "allow_http": allow_http,
            "storage_key": storage_key,
            "silent_sign_in": silent_sign_in,
            "early_refresh_ms": early_refresh_ms,
            "lock_wait_ms": lock_wait_ms,
        }
        super().__init__(
            config,
            store=store,
            credential=credential,
            present=present,
            transport=checked_transport(Transport, transport),
            ca_file=ca_file,
            language=language,
        )

    # -- Leaving. --

    def close(self) -> None:
        """Ends everything that runs with `Cancelled`. What is stored stays.

        A client that is closed cannot be used again; closing it twice is no error.
        """
        if self._close_once():
            self._end()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()
