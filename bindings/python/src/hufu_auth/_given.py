"""What an application gives: the words it may use, and whether it is what it has to be."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Callable, Literal, Optional, TypeVar, Union

from hufu_auth.stores import MemoryStore

T = TypeVar("T")
# tables: begin enumerations
Backend = Literal["unified", "gotrue", "wx_login", "mini_login", "authing"]
"""The dialect of the server."""
Platform = Literal["web", "miniprogram", "desktop", "server"]
"""Where the program runs; sent as `X-Platform` to servers that ask for it."""
SessionSource = Literal["own", "borrowed"]
"""Whose session it is: `own` tokens of the backend, or `borrowed` from an owner like Clerk."""
CredentialKind = Literal["wechat_code", "web_token", "sign_out"]
"""What a host is asked for, as a `credential` function."""
# tables: end enumerations
SignOutScope = Literal["local", "others", "global"]
"""Whose sessions end: this one, this person's others, or all."""
HeadersLike = Union[Mapping[str, str], Iterable[tuple[str, str]]]


def request_headers(headers: Optional[HeadersLike]) -> list[tuple[str, str]]:
    """As pairs, in their order."""
    if headers is None:
        return []
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return [_pair(each) for each in pairs]


def _pair(given: Any) -> tuple[str, str]:
    try:
        name, value = given
    except (TypeError, ValueError):
        raise TypeError("headers must be a mapping, or pairs of name and value") from None
    return name, value


def request_body(
    headers: list[tuple[str, str]], body: Union[bytes, str, None], json: object
) -> Optional[bytes]:
    """The body as bytes; adds its type to `headers` where only we know it."""
    if json is not None:
        if body is not None:
            raise TypeError("body and json exclude each other")
        if not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", "application/json"))
        import json as json_text

        return json_text.dumps(json).encode()
    if isinstance(body, str):
        return body.encode()
    if body is None or isinstance(body, bytes):
        return body
    raise TypeError(f"body must be bytes or str, not {type(body).__name__}")


def authorities(ca_file: Union[str, os.PathLike[str], None]) -> str:
    """Also of requests' own variable, which the native client does not read; it may name a folder."""
    if ca_file is not None:
        return os.fspath(ca_file)
    bundle = os.environ.get("REQUESTS_CA_BUNDLE", "")
    return "" if os.path.isdir(bundle) else bundle


def checked_store(store: object) -> object:
    if store is None:
        return MemoryStore()
    for name in ("load", "save", "erase"):
        if not callable(getattr(store, name, None)):
            raise TypeError(f"store must have the methods load, save and erase; {name} is missing")
    return store


def checked_call(name: str, given: Optional[Callable[..., Any]]) -> Optional[Callable[..., Any]]:
    if given is not None and not callable(given):
        raise TypeError(f"{name} must be callable, not {type(given).__name__}")
    return given


def checked_language(given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise TypeError(f"language must be a str, not {type(given).__name__}")
    return given


def checked_transport(kind: type[T], given: Optional[T]) -> Optional[T]:
    """`TypeError` where it is the other client's, or none."""
    if given is None or isinstance(given, kind):
        return given
    raise TypeError(
        f"transport must be a hufu_auth.httpx.{kind.__name__}, not {type(given).__name__}"
    )
