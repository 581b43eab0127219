"""People at the fakes of WeChat and Clerk: what their phones and pages give to an application."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional
from urllib.parse import urljoin, urlsplit

from hufu_auth import Credential, CredentialKind, HostFailure
from hufu_auth.testing.control import Control

_TIMEOUT_S = 30


@dataclass(frozen=True)
class PhoneCode:
    """What the phone-number button gives: a code, and the older encrypted form beside it."""

    code: str
    encrypted_data: str
    iv: str


@dataclass(frozen=True)
class OpenData:
    """What `wx.getUserProfile` gives, made with the session key of the last login code."""

    raw_data: str
    signature: str
    encrypted_data: str
    iv: str
    user_info: Mapping[str, Any]


@dataclass(frozen=True)
class WechatPerson:
    """Somebody with WeChat on their phone. `openid` and `unionid` are those of the mini-program."""

    _url: str = field(repr=False)
    _control: Control = field(repr=False)
    id: str
    nickname: str
    avatar_url: str
    phone_number: str
    openid: str
    unionid: Optional[str]

    @classmethod
    def of(cls, url: str, control: Control, answer: Mapping[str, Any]) -> WechatPerson:
        return cls(
            url,
            control,
            id=answer["personId"],
            nickname=answer["nickname"],
            avatar_url=answer["avatarUrl"],
            phone_number=answer["phoneNumber"],
            openid=answer["openid"],
            unionid=answer["unionid"],
        )

    def login_code(self) -> str:
        """What `wx.login` gives: good once, for five minutes."""
        return str(self._ask("/wechat/login-codes")["code"])

    def credential(self, kind: CredentialKind, fresh: bool) -> str:
        """For `Client(credential=…)`: the phone in a mini-program."""
        if kind != "wechat_code":
            raise HostFailure("unsupported")
        return self.login_code()

    def credential_with_data(self, kind: CredentialKind, fresh: bool) -> Credential:
        """The same with what `wx.getUserInfo` gives, for the backend `wx_login`."""
        code, data = self.credential(kind, fresh), self.open_data()
        return Credential(code, encrypted_data=data.encrypted_data, iv=data.iv)

    def website_code(self) -> str:
        """What a website gets after this person scanned its QR code."""
        return str(self._ask("/wechat/website-codes")["code"])

    def phone_code(self) -> PhoneCode:
        answer = self._ask("/wechat/phone-codes")
        return PhoneCode(answer["code"], answer["encryptedData"], answer["iv"])

    def open_data(self) -> OpenData:
        """Ask for the login code first: a new one changes the key that this is made with."""
        answer = self._ask("/wechat/open-data")
        return OpenData(
            answer["rawData"],
            answer["signature"],
            answer["encryptedData"],
            answer["iv"],
            answer["userInfo"],
        )

    def scan(self, url: str) -> str:
        """Signs in on a website: opens its sign-in page, scans the QR code there and confirms.

        Returns the address of the application that the browser ends at, `code` and all; nobody
        needs to listen there. Raises `RuntimeError` where the way ends before.
        """
        page = _page_at(url)
        callback = _redirect_of(urljoin(self._url, self._link_on(page)))
        return _redirect_of(callback)

    def scan_code(self, shown: str, how: str = "scan") -> dict[str, Any]:
        """Holds WeChat's scanner to what a screen shows: `Present.picture`, or the text of a QR code.

        `how` is `scan`, `long_press` or `album`, the latter two for a picture that somebody has
        sent. Returns what `onLaunch` gives to the mini-program, for `launch(**…)`.
        """
        shows_picture = shown.startswith("data:")
        wish = {"picture": shown} if shows_picture else {"content": shown}
        return self._launched("/wechat/scan", how=how, **wish)

    def tap(self, url: str) -> dict[str, Any]:
        """Taps a link in the phone's browser that opens the mini-program; the same is returned."""
        return self._launched("/wechat/open", url=url)

    def _launched(self, path: str, **wish: str) -> dict[str, Any]:
        options = self._control.post(path, personId=self.id, **wish)["options"]
        return {"scene": options["scene"], "query": options["query"]}

    def change(self, *, nickname: Optional[str] = None, blocked: Optional[bool] = None) -> None:
        """WeChat knows them otherwise from now on; this object keeps what it was made with."""
        self._control.put(f"/wechat/people/{self.id}", nickname=nickname, blocked=blocked)

    def _ask(self, path: str) -> dict[str, Any]:
        return dict(self._control.post(path, personId=self.id))

    # The fake's page has a link in the place of a phone, for each person that it knows.
    def _link_on(self, page: str) -> str:
        for link in re.findall(r'<a href="([^"]*)"', page):
            if str(link).endswith("person=" + self.id):
                return html.unescape(str(link))
        raise RuntimeError("WeChat's QR page does not offer this person.")


@dataclass(frozen=True)
class ClerkUser:
    """Somebody with an account at Clerk, signed in on a page."""

    _control: Control = field(repr=False)
    id: str
    first_name: str
    email: str

    def credential(self, kind: CredentialKind, fresh: bool) -> str:
        """For `Client(session="borrowed", credential=…)`: Clerk's script on a page."""
        if kind != "web_token":
            raise HostFailure("unsupported")
        return self.session_token()

    def session_token(
        self,
        *,
        expires_in_s: int = 60,
        azp: Optional[str] = None,
        version: int = 2,
        minutes_since_sign_in: Optional[int] = None,
        claims: Optional[Mapping[str, Any]] = None,
        forged: bool = False,
    ) -> str:
        """What `getToken()` gives on their page.

        `azp` is the page's origin. `claims` are put over the usual ones; None takes one away. A
        `forged` token is signed by a key that is not Clerk's.
        """
        answer = self._control.post(
            "/clerk/session-tokens",
            userId=self.id,
            version=version,
            expiresIn=expires_in_s,
            azp=azp,
            fva=None if minutes_since_sign_in is None else [minutes_since_sign_in, -1],
            claims=None if claims is None else dict(claims),
            signedBy="impostor" if forged else "current",
        )
        return str(answer["token"])

    def sign_in_again(self) -> None:
        """Tokens from now on say that they signed in just now."""
        self._control.post("/clerk/sessions", userId=self.id)


@dataclass(frozen=True)
class Person:
    """One human being, whose two halves the backend does not know to be one."""

    wechat: WechatPerson
    clerk: ClerkUser


def _redirect_of(url: str) -> str:
    status, location, _ = _get(url)
    if status in (302, 303) and location:
        return urljoin(url, location)
    raise RuntimeError(f"No redirect but status {status} from {url.partition('?')[0]}.")


# A sign-in begins at the server, which sends the browser on; a link to an account at the page itself.
def _page_at(url: str) -> str:
    status, location, page = _get(url)
    if status in (302, 303) and location:
        status, _, page = _get(urljoin(url, location))
    if status != 200:
        raise RuntimeError(f"Status {status} from {url.partition('?')[0]}.")
    return page


def _get(url: str) -> tuple[int, str, str]:
    """Status, `Location` and body; redirects are not followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", parts._replace(scheme="", netloc="", fragment="").geturl())
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()
