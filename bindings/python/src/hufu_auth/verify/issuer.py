"""Who may issue tokens, and by which rules theirs are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Optional

Kind = Literal["clerk", "unified", "gotrue"]

_LEAST_SECRET_BYTES = 32  # RFC 7518, section 3.2


@dataclass(frozen=True)
class Issuer:
    """One issuer of access tokens. `Issuer.clerk`, `.unified` and `.gotrue` make the usual ones.

    Attributes:
        kind: Whose token it is, for the application.
        name: The claim `iss`, compared as it is.
        algorithms: Signature algorithms that its tokens may have.
        keys_url: Its JWKS; used unless there is a `secret`.
        secret: The shared secret of HS256.
        audience: The claim `aud` has to name it. None: the token must not have one.
        may_be_nameless: Tokens without `iss` are taken, for as long as no other issuer of the
            `Verifier` has a secret. Only with a `secret`, which then tells whose they are.
        token_type: The header `typ` has to be this, where one is given.
        session_claim: The claim with the session's id.
        authorized_parties: Origins that `azp` may name; none given: any. A token without `azp` is
            taken, because native applications have none.
    """

    kind: Kind
    name: str
    algorithms: tuple[str, ...]
    keys_url: str = ""
    secret: Optional[str] = field(default=None, repr=False)
    audience: Optional[str] = None
    may_be_nameless: bool = False
    token_type: Optional[str] = None
    session_claim: str = "sid"
    authorized_parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("An issuer needs a name: what its tokens have as `iss`.")
        if self.secret is None:
            _require_keys(self)
            if self.may_be_nameless:
                raise ValueError(
                    f"{self.name} needs a secret: without `iss` nothing else tells it."
                )
        elif len(self.secret.encode()) < _LEAST_SECRET_BYTES:
            raise ValueError(f"The secret of {self.name} has to have 32 bytes or more.")
        elif any(not name.startswith("HS") for name in self.algorithms):
            raise ValueError(
                f"{self.name} has a secret, so its algorithms have to be HS256 and alike."
            )

    @classmethod
    def clerk(
        cls, issuer: str, *, authorized_parties: Sequence[str] = (), audience: Optional[str] = None
    ) -> Issuer:
        """A Clerk instance by its Frontend API URL, such as `https://clerk.example.com`.

        Name the origins of your pages in `authorized_parties`, so that a page of somebody else's
        cannot use its visitors' tokens. `audience` is for tokens made from a template that sets it.
        """
        issuer = issuer.rstrip("/")
        return cls(
            "clerk",
            issuer,
            ("RS256",),
            keys_url=issuer + "/.well-known/jwks.json",
            audience=audience,
            token_type="JWT",
            authorized_parties=tuple(authorized_parties),
        )

    @classmethod
    def unified(
        cls,
        base_url: str,
        *,
        name: str = "urn:hufu:mock-server",
        audience: str = "urn:hufu:api",
        secret: Optional[str] = None,
    ) -> Issuer:
        """A unified backend, whose tokens WeChat's and devices' sign-ins get.

        `name` and `audience` are what it writes into `iss` and `aud`, by default as
        hufu-mock-server does. `secret`: it signs with HS256.
        """
        return cls(
            "unified",
            name,
            ("ES256",) if secret is None else ("HS256",),
            keys_url=base_url.rstrip("/") + "/.well-known/jwks.json",
            secret=secret,
            audience=audience,
            token_type="at+jwt",
        )

    @classmethod
    def gotrue(
        cls,
        base_url: str,
        *,
        issuer: Optional[str] = None,
        audience: str = "authenticated",
        secret: Optional[str] = None,
    ) -> Issuer:
        """A GoTrue server (Supabase, MemFire) by the URL of its project. `secret`: it signs with HS256.

        `issuer` is what it writes into `iss` (`GOTRUE_JWT_ISSUER`), by default its URL with
        `/auth/v1`. Supabase's compose file for servers of one's own sets none, and its tokens have
        no `iss`: they are taken where a `secret` is given here and for no other issuer.
        """
        url = base_url.rstrip("/") + "/auth/v1"
        return cls(
            "gotrue",
            url if issuer is None else issuer,
            ("ES256", "RS256") if secret is None else ("HS256",),
            keys_url=url + "/.well-known/jwks.json",
            secret=secret,
            audience=audience,
            may_be_nameless=secret is not None and issuer is None,
            token_type="JWT",
            session_claim="session_id",
        )


def _require_keys(issuer: Issuer) -> None:
    if any(name.startswith("HS") or name == "none" for name in issuer.algorithms):
        raise ValueError(f"{issuer.name} has public keys: nothing that anybody can sign with them.")
    if not issuer.keys_url:
        raise ValueError(f"{issuer.name} needs a keys_url or a secret.")
