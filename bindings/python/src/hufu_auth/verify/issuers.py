"""The issuers that there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Callable, Optional, Union, get_args

from hufu_auth._given import Platform
from hufu_auth.verify.faults import clerk_fault, gotrue_fault, unified_fault
from hufu_auth.verify.fetch import safe_url
from hufu_auth.verify.issuer import Algorithm, Issuer, IssuerKind
from hufu_auth.verify.origin import checked_origins
from hufu_auth.verify.proved import auth_time, clerk_proved_at, gotrue_proved_at, never

PLATFORMS: tuple[Platform, ...] = get_args(Platform)
_PAGES: tuple[Platform, ...] = ("web", "desktop", "server")
_LEAST_SECRET_BYTES = 32  # RFC 7518, section 3.2


def clerk(
    issuer: str,
    *,
    authorized_parties: Union[str, Sequence[str]] = (),
    audience: Union[str, Sequence[str]] = (),
) -> Issuer:
    """A Clerk instance by its Frontend API URL, such as `https://clerk.example.com`.

    Name the origins of your pages in `authorized_parties`, so that a page of somebody else's
    cannot use its visitors' tokens. `audience` is for tokens of a template that sets `aud`.
    """
    name = issuer.rstrip("/")
    return Issuer(
        "clerk",
        name,
        algorithms=("RS256",),
        types=("jwt",),
        platforms=_PAGES,
        jwks=_jwks_of(name),
        audiences=_tuple_of(audience),
        authorized_parties=checked_origins(authorized_parties),
        cookie="__session",
        fault=clerk_fault,
        proved_at=clerk_proved_at,
    )


def unified(
    base_url: str,
    *,
    issuer: str = "urn:hufu:backend",
    audience: str = "urn:hufu:api",
    secret: Optional[str] = None,
    storage_key: str = "hufu.session",
) -> Issuer:
    """A unified backend, whose tokens WeChat's and devices' sign-ins get.

    `issuer` and `audience` are what it writes into `iss` and `aud`, by default as
    hufu-backend does. `secret`: it signs with HS256 and this. `storage_key`: the one of the
    pages' configuration, if that has one.
    """
    return Issuer(
        "unified",
        issuer,
        algorithms=("ES256",) if secret is None else ("HS256",),
        types=("at+jwt",),
        platforms=PLATFORMS,
        **_keys_of(base_url, secret, "unified"),
        audiences=(audience,),
        names_platform=True,
        cookie=storage_key,
        fault=unified_fault,
        proved_at=auth_time,
    )


def gotrue(
    base_url: str,
    *,
    issuer: Optional[str] = None,
    is_nameless: bool = False,
    audience: str = "authenticated",
    secret: Optional[str] = None,
    storage_key: Optional[str] = None,
) -> Issuer:
    """A GoTrue server by the URL of its project: Supabase, MemFire, or one of your own.

    `issuer` is its `GOTRUE_JWT_ISSUER`, by default the URL with `/auth/v1`. One of your own sets
    none, and its tokens have no `iss`: they are taken, too, where a `secret` is given (it signs
    with HS256 and this) and no `issuer`; with `is_nameless` no others are taken. `storage_key`: the
    one of the pages' configuration, if that has one.
    """
    url = base_url.rstrip("/") + "/auth/v1"
    if is_nameless and issuer is not None:
        raise ValueError("gotrue is nameless, or it has an issuer.")
    return Issuer(
        "gotrue",
        None if is_nameless else url if issuer is None else issuer,
        algorithms=("ES256", "RS256") if secret is None else ("HS256",),
        types=("jwt",),
        platforms=_PAGES,
        **_keys_of(url, secret, "gotrue"),
        is_nameless=is_nameless or (issuer is None and secret is not None),
        audiences=(audience,),
        session="session_id",
        cookie=_gotrue_cookie(base_url) if storage_key is None else storage_key,
        fault=gotrue_fault,
        proved_at=gotrue_proved_at,
    )


def authing(issuer: str, *, app_id: str, secret: Optional[str] = None) -> Issuer:
    """An application of Authing: `https://example.authing.cn/oidc` and its id.

    `secret`: the application signs with HS256 and this.
    """
    return Issuer(
        "authing",
        issuer,
        algorithms=("RS256", "ES256") if secret is None else ("HS256",),
        types=("at+jwt",),
        platforms=PLATFORMS,
        **_keys_of(issuer, secret, "authing"),
        audiences=(app_id,),
        proved_at=auth_time,
    )


def wx_login(*, secret: str, subject: str = "userId") -> Issuer:
    """A server with `POST /users/wxLogin`; its clients send the token without `Bearer`, too.

    `secret` is what it signs with, `subject` the claim with the person's id.
    """
    return _own("wx_login", secret, subject, is_bare=True)


def mini_login(*, secret: str, subject: str = "id") -> Issuer:
    """A server with `POST /api/v1/auth/mini-login`. See `wx_login`."""
    return _own("mini_login", secret, subject, is_bare=False)


def oidc(
    issuer: str,
    *,
    audience: Union[str, Sequence[str]],
    algorithms: Sequence[Algorithm] = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519"),
) -> Issuer:
    """Any other issuer, as it stands in its tokens, with a slash at the end if they have one. Its
    keys are where its discovery document says.

    `audience` is what `aud` has to name: your API, never an application's client id, which ID
    tokens have.
    """
    audiences = _tuple_of(audience)
    if not audiences:
        raise ValueError(f"oidc({issuer!r}) needs an audience.")
    if not algorithms or any(re.match("HS|none", name, re.IGNORECASE) for name in algorithms):
        raise ValueError(f"oidc({issuer!r}) has public keys: anybody could sign with others.")
    return Issuer(
        "oidc",
        issuer,
        algorithms=tuple(algorithms),
        types=("", "jwt", "at+jwt"),
        platforms=_PAGES,
        discovery=safe_url(issuer.rstrip("/") + "/.well-known/openid-configuration"),
        audiences=audiences,
        proved_at=auth_time,
    )


def _own(kind: IssuerKind, secret: str, subject: str, *, is_bare: bool) -> Issuer:
    return Issuer(
        kind,
        None,
        algorithms=("HS256",),
        types=("", "jwt"),
        platforms=("miniprogram",),
        secret=_secret_of(secret, kind),
        is_nameless=True,
        subject=subject,
        is_bare=is_bare,
        proved_at=never,  # a silent wx.login asks nobody
    )


def _tuple_of(one: Union[str, Sequence[str]]) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)


def _jwks_of(url: str) -> str:
    return safe_url(url.rstrip("/") + "/.well-known/jwks.json")


def _keys_of(url: str, secret: Optional[str], kind: IssuerKind) -> dict[str, Any]:
    return {"jwks": _jwks_of(url)} if secret is None else {"secret": _secret_of(secret, kind)}


def _secret_of(secret: str, kind: IssuerKind) -> Callable[[], bytes]:
    text = secret.encode()
    if len(text) < _LEAST_SECRET_BYTES:
        raise ValueError(f"The secret of {kind} has to have {_LEAST_SECRET_BYTES} bytes or more.")
    return lambda: text


# tables: begin gotrue_cookie


def _gotrue_cookie(base_url: str) -> str:
    """The key of `@supabase/supabase-js`, under which two projects share nothing."""
    found = re.match(r"https?://(\[[^.\]]*\]?|[^.:/?#]*)", base_url, re.IGNORECASE)
    project = found[1].lower() if found else ""
    return f"sb-{project}-auth-token"


# tables: end gotrue_cookie
