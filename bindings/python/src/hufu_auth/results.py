"""What operations give back. All of it is frozen; secrets do not show when it is printed.

>>> AccessToken(token="eyJhbGci", expires_in_ms=60_000)
AccessToken(expires_in_ms=60000)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Optional

from hufu_auth import _native
from hufu_auth._response import Headers as Headers
from hufu_auth._response import Response as Response

# tables: begin enumerations
State = Literal["signed_out", "signing_in", "signed_in", "needs_user"]
"""The public state. `needs_user`: the session is kept, but only the person can bring it back."""
EndCause = Literal[
    "sign_out",
    "refused",
    "token_reused",
    "not_renewable",
    "silent_refused",
    "record_broken",
    "record_foreign",
    "store_emptied",
    "not_lent",
]
"""What ended a session."""
EventKind = Literal[
    "signed_in",
    "refreshed",
    "user_updated",
    "needs_user",
    "signed_out",
    "store_failed",
    "initial_session",
    "password_recovery",
    "assurance_changed",
]
"""What happened to the session; every change of state is told once."""
SignUpState = Literal["signed_in", "confirmation_pending"]
"""What came of a sign-up. `confirmation_pending`: an address is to be confirmed first."""
SentAs = Literal["", "picture", "link"]
"""How somebody may have sent what was to be scanned from a screen; `link` may be a card, too. Empty: it was scanned, or was to be tapped on this phone."""
# tables: end enumerations
Assurance = Literal["aal1", "aal2", ""]
"""How sure a server is of who is here."""
ScanKind = Literal["mini_program_code", "link", "page", ""]
"""What is to be scanned: WeChat's own code, an ordinary link that opens the mini-program, or a QR
code of the application's own."""
SignInState = Literal["pending", "scanned", "agreed", "approved", "denied", "over", ""]
"""How far somebody elsewhere is with a sign-in that waits for them."""
Json = dict[str, Any]
"""A program's own data at the server."""


@dataclass(frozen=True)
class User:
    """A person as the backend knows them. Nickname and picture are hints to show, never proof."""

    id: str
    nickname: str
    avatar_url: str


@dataclass(frozen=True)
class SessionEnd:
    """How the last session ended, or why only the person can go on with this one.

    No token in it, no code of one, and nobody's name: it may be logged.
    """

    cause: EndCause
    rule: str
    """The rule by which it ended, of docs/rules.md."""
    code: Optional[str]
    """The error that ended it; None for a sign-out."""
    http_status: int
    """Of the server's answer; 0 where none ended it."""
    server_code: str
    """The server's own name for that, e.g. `session_not_found`."""
    at_ms: float
    """When that was, by this machine's clock, in ms since 1970."""

    def message_in(self, language: str) -> str:
        """Why that was, and what to do: for `zh-CN`, a locale, or an `Accept-Language` header."""
        return _native.why_ended(self.cause, language)


@dataclass(frozen=True)
class Session:
    """The session as an application sees it: no token in it."""

    state: State
    user: Optional[User]
    is_new_user: bool
    """Set by a sign-in that registered the person."""
    expires_in_ms: float
    """Of the access token, from now; 0 if unknown or none."""
    ended: Optional[SessionEnd] = None
    """Where nobody is signed in, or `needs_user`: why."""
    assurance: Assurance = ""
    """`aal2` after a second factor; empty where the server knows no such levels."""
    assurance_to_reach: Assurance = ""
    """`aal2` where the person has a second factor to show."""
    link: str = ""
    """Where a page was asked for `as_link`."""


@dataclass(frozen=True)
class SignedUp:
    """The result of a sign-up or of a code: a session, or an address to be confirmed."""

    state: SignUpState
    address: str
    """Where the e-mail was sent to, or would have been."""
    user: Optional[User]
    is_new_user: bool
    expires_in_ms: float
    """Of the access token, from now; 0 if unknown or none."""


@dataclass(frozen=True)
class AccessToken:
    """An access token for a caller that sends requests by other means."""

    token: str = field(repr=False)
    expires_in_ms: float
    """From now; 0 for a borrowed token, whose life the host knows."""


@dataclass(frozen=True)
class Identity:
    """One way of signing in that belongs to a person."""

    provider: str
    app_id: str


@dataclass(frozen=True)
class Profile:
    """The person's profile at the backend."""

    id: str
    nickname: str
    avatar_url: str
    email: str
    platform: str
    identities: tuple[Identity, ...]


@dataclass(frozen=True)
class LinkedIdentity:
    """One way of signing in to an account."""

    identity_id: str
    """For `unlink_identity`."""
    provider: str
    email: str
    created_at_ms: float
    """Since 1970, as all times of an account; 0 if unknown."""
    last_sign_in_at_ms: float
    identity_data: Json
    """What the provider said."""


@dataclass(frozen=True)
class LinkedIdentities:
    """The ways of signing in to an account."""

    identities: tuple[LinkedIdentity, ...]


@dataclass(frozen=True)
class Factor:
    """A second factor: an authenticator app."""

    id: str
    type: str
    """`totp`, `phone` or `webauthn`."""
    friendly_name: str
    status: str
    """`verified`, or `unverified` before its first code."""
    created_at_ms: float


@dataclass(frozen=True)
class Factors:
    """The second factors of an account."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Account:
    """Everything that the server says of the person.

    `user_metadata` is whatever they like to say of themselves: no right may depend on it.
    """

    id: str
    email: str
    phone: str
    new_email: str
    """Waits for its confirmation."""
    new_phone: str
    email_confirmed_at_ms: float
    """0 if it is not, as with all times here."""
    phone_confirmed_at_ms: float
    is_anonymous: bool
    role: str
    aud: str
    """Whom the tokens are for: `authenticated`."""
    created_at_ms: float
    updated_at_ms: float
    last_sign_in_at_ms: float
    invited_at_ms: float
    banned_until_ms: float
    app_metadata: Json
    """Of the server; the person cannot change it."""
    user_metadata: Json
    """Of the person, as it came."""
    raw: Json
    """All of it as the server said it, `recovery_sent_at` and the like too."""
    identities: tuple[LinkedIdentity, ...]
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class EnrolledFactor:
    """A new factor, to be put into an authenticator app, and proved by its first code."""

    id: str
    type: str
    friendly_name: str
    secret: str = field(repr=False)
    """To be typed where nothing can be scanned."""
    uri: str = field(repr=False)
    """`otpauth://…`"""
    qr_code: str = field(repr=False)
    """The same as a picture: the text of an SVG."""


@dataclass(frozen=True)
class FactorChallenge:
    """A factor is asked for its code."""

    id: str
    expires_at_ms: float
    """By the server's clock, in ms since 1970."""


@dataclass(frozen=True)
class BindCode:
    """A bind code to show to the person."""

    binding_id: str
    bind_code: str = field(repr=False)
    """`XXXXX-XXXXX`, to be typed."""
    qr: str = field(repr=False)
    """A secret of its own, to be scanned."""
    picture: str = field(repr=False)
    """The code of the mini-program, as a `data:` address; empty where there is none."""
    url: str = field(repr=False)
    """What opens the mini-program when it is scanned; empty where there is none."""
    scan_kind: ScanKind
    """Which of the three is the best that there is."""
    expires_in_ms: float


@dataclass(frozen=True)
class BindingPreview:
    """The other half, as far as it may be shown before both have agreed."""

    nickname: str
    """Masked."""
    platform: str
    provider: str


@dataclass(frozen=True)
class Binding:
    """A binding between two halves of one person."""

    binding_id: str
    state: str
    """issued, pending, accepted, confirmed, declined, expired, already_linked."""
    role: str
    """`issuer` or `redeemer`; empty where the answer does not say."""
    number: str
    """Two digits to show to the redeemer, after `accept_binding`."""
    preview: Optional[BindingPreview]
    expires_in_ms: float
    url: str
    """What its issuer draws now, where that is a link: another one each minute."""


@dataclass(frozen=True)
class DevicePreview:
    """Who asks to sign in on another device, for the person to recognise."""

    client_name: str
    platform: str
    location: str
    state: str
    """pending, approved."""


@dataclass(frozen=True)
class OpenedMiniProgram:
    """A sign-in to which somebody has agreed in the mini-program, and which waits for its page."""

    sign_in: str = field(repr=False)
    """Its handle: for `enter_return_code`, `finish_sign_in`, `close_sign_in`."""
    state: str
    """`agreed`; `approved` where no return code is asked for."""


@dataclass(frozen=True)
class Returning:
    """Who has agreed in the mini-program: to be asked whether to go on as them."""

    nickname: str
    avatar_url: str


@dataclass(frozen=True)
class Launch:
    """What the mini-program was opened for by a code or a link of ours, and who asks."""

    opened: Literal["sign_in", "phone_sign_in", "binding", ""]
    """Empty: nothing of ours."""
    needs_sign_in: bool
    """First sign in, then call `launch` again, without arguments."""
    scan_id: str
    """For `approve_scan`; of a binding its `binding_id`."""
    client_name: str
    platform: str
    location: str
    browser: str
    sent_as: SentAs
    """To be warned of: nobody sends on their own screen."""
    number_needed: bool
    """To be typed, as the other screen shows it."""
    state: str
    expires_in_ms: float
    binding: Optional[Binding]


@dataclass(frozen=True)
class ApprovedScan:
    """A sign-in elsewhere, approved."""

    state: str
    """`approved`; `agreed` where the page still asks for the code."""
    return_code: str = field(repr=False)
    """Six digits, to be typed into the page that began; empty where none is asked for."""
    expires_in_ms: float


@dataclass(frozen=True)
class WebViewUrl:
    """An address for a web-view, which signs the person in there once."""

    url: str = field(repr=False)
    expires_in_ms: float


@dataclass(frozen=True)
class Event:
    """What happened to the session."""

    kind: EventKind
    state: State
    user: Optional[User]
    reason: Optional[str]
    """An error code: why, for `needs_user`, `signed_out` and `store_failed`."""


@dataclass(frozen=True)
class Credential:
    """What a `credential` function gives where a text is not enough: a code and open data."""

    value: str = field(repr=False)
    encrypted_data: Optional[str] = field(default=None, repr=False)
    iv: Optional[str] = field(default=None, repr=False)
    raw_data: Optional[str] = field(default=None, repr=False)
    signature: Optional[str] = field(default=None, repr=False)


@dataclass(frozen=True)
class Present:
    """What a `present` function shows: a page to open, or a code to read or scan.

    A sign-in that waits shows itself again when its state or its address changes.
    """

    show: Literal["open_url", "show_code", "open_mini_program"]
    """`open_mini_program`: `url` opens it, at the person's tap."""
    url: str
    code: str
    number: str
    """Two digits to show beside the code, for the approving person to type."""
    expires_in_ms: float = 0
    """How long the code is good; 0 where there is none."""
    state: SignInState = ""
    """Empty with `open_url`."""
    picture: str = field(default="", repr=False)
    """The code of the mini-program, as a `data:` address; empty where there is none."""
    scan_kind: ScanKind = ""
    """What `picture`, or `url`, is."""
    sign_in: str = field(default="", repr=False)
    """The handle of the sign-in: for `close_sign_in`."""


# ---- from the extension's dicts -----------------------------------------------------------------

Given = dict[str, Any]
Answered = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and body, as the extension gives them."""


def user(given: Optional[Given]) -> Optional[User]:
    """None where nobody is named."""
    return None if given is None else User(**given)


def session(given: Given) -> Session:
    """The session, with its user, or how it ended."""
    ended = given["ended"]
    parts = {"user": user(given["user"]), "ended": None if ended is None else SessionEnd(**ended)}
    return Session(**{**given, **parts})


def signed_up(given: Given) -> SignedUp:
    """What came of a sign-up, with the user if one is signed in."""
    return SignedUp(**{**given, "user": user(given["user"])})


def profile(given: Given) -> Profile:
    """The profile, with its identities."""
    identities = tuple(Identity(**each) for each in given["identities"])
    return Profile(**{**given, "identities": identities})


def linked_identities(given: Given) -> LinkedIdentities:
    """The ways of signing in."""
    return LinkedIdentities(tuple(LinkedIdentity(**each) for each in given["identities"]))


def factors(given: Given) -> Factors:
    """The second factors."""
    return Factors(tuple(Factor(**each) for each in given["factors"]))


def account(given: Given) -> Account:
    """The account, with its identities and factors."""
    lists = {
        "identities": linked_identities(given).identities,
        "factors": factors(given).factors,
    }
    return Account(**{**given, **lists})


def binding(given: Given) -> Binding:
    """The binding, with its preview if there is one."""
    preview = given["preview"]
    return Binding(**{**given, "preview": None if preview is None else BindingPreview(**preview)})


def launch(given: Given) -> Launch:
    """What was opened, with the binding if it was one."""
    found = given["binding"]
    return Launch(**{**given, "binding": None if found is None else binding(found)})


def response(given: Answered) -> Response:
    """The answer of `fetch`."""
    status, headers, content = given
    return Response(status, Headers(headers), content)
