"""What is known of an issuer: by these rules its tokens are judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Literal, Optional

from hufu_auth._given import Platform
from hufu_auth.verify.token import Members

IssuerKind = Literal["clerk", "unified", "gotrue", "authing", "wx_login", "mini_login", "oidc"]
"""Whose tokens these are."""
Algorithm = Literal["RS256", "PS256", "ES256", "EdDSA", "Ed25519", "HS256"]
"""A signature's algorithm, as `alg` names it."""


def _no_fault(claims: Members) -> Optional[str]:
    return None


@dataclass(frozen=True, eq=False)
class Issuer:
    """An issuer of tokens; `clerk`, `unified`, `gotrue`, `authing`, `wx_login`, `mini_login` and
    `oidc` make them.

    Attributes:
        kind: Whose tokens these are.
        name: What its tokens have as `iss`, compared as it is; None where they have none.
        algorithms: What its tokens may be signed with.
        types: What `typ` may be, in small letters; `""`: it may be absent.
        platforms: What `X-Platform` may say beside its tokens.
        jwks: The address of its keys.
        discovery: The address of its discovery document, which has that of its keys.
        secret: Gives what it signs with, where there are no keys: who prints an issuer by its
            fields finds none.
        is_nameless: Whether its tokens may come without `iss`.
        audiences: `aud` has to have one of these; none: the token has none.
        names_platform: Whether its tokens say themselves what platform they are of.
        subject: The claim with the person's id at the issuer.
        session: The claim with the session's id.
        is_bare: Whether its clients send the token without a scheme.
        authorized_parties: Origins of pages that `azp` may name; none: any.
        cookie: The cookie that a session of it is in; None: none.
        fault: What else has to be so: gives the claim that is not.
        proved_at: When the person proved who they are, in seconds since 1970.
    """

    kind: IssuerKind
    name: Optional[str]
    algorithms: tuple[Algorithm, ...]
    types: tuple[str, ...]
    platforms: tuple[Platform, ...]
    proved_at: Callable[[Members], Optional[float]] = field(repr=False)
    jwks: str = ""
    discovery: str = ""
    secret: Optional[Callable[[], bytes]] = field(default=None, repr=False)
    is_nameless: bool = False
    audiences: tuple[str, ...] = ()
    names_platform: bool = False
    subject: str = "sub"
    session: str = "sid"
    is_bare: bool = False
    authorized_parties: tuple[str, ...] = ()
    cookie: Optional[str] = None
    fault: Callable[[Members], Optional[str]] = field(default=_no_fault, repr=False)

    def __post_init__(self) -> None:
        if self.name == "":
            raise ValueError(f"{self.kind} needs an issuer: what its tokens have as `iss`.")

    @property
    def title(self) -> str:
        """Who that is, for people: its name, or its kind where it has none."""
        return self.name or self.kind
