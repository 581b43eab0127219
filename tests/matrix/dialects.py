"""How each of the five servers spells what they all say: a grant, a profile, a refusal.

Sources: RFC 6749 and the sources of supabase/auth for gotrue, authing-miniapp-wx and Authing's v3 API for
authing, the documents that wx_login, mini_login and unified are written after.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]

BEGAN_S = 1_800_000_000  # the wall clock of the players, in seconds, when a case begins
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
PASSWORD = "correct horse battery"
CODE = "wx-code"


def encoded(value: Json) -> str:
    text = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def jwt(name: str, issued_s: int, life_s: int) -> str:
    """A token that says when it ends, as most servers' do. Nobody here looks at its signature."""
    claims = {"sub": "user-1", "iat": issued_s, "exp": issued_s + life_s, "jti": name}
    return f"{encoded({'alg': 'HS256', 'typ': 'JWT'})}.{encoded(claims)}.c2lnbmVk"


@dataclass(frozen=True)
class Dialect:
    """One server, and the names of its members."""

    name: str
    config: Json
    sign_in: str
    arguments: Json
    life_s: int
    access: str
    refresh: str
    life: str
    user: str
    silent: bool = False
    """Whether a new code renews the session."""
    renews: bool = True
    """Whether there is a refresh token."""
    plain: bool = False
    """Whether a sign-in is answered with the token alone, as text."""
    error: Json = field(default_factory=dict)
    """A refusal, with `$code`, `$message` and `$status` where these stand."""

    @property
    def pass_ms(self) -> int:
        """After that the first token is over."""
        return (self.life_s + 60) * 1000

    def first_token(self) -> str:
        return jwt("first", BEGAN_S, self.life_s)

    def second_token(self) -> str:
        return jwt("second", BEGAN_S + self.pass_ms // 1000, self.life_s)

    def person(self) -> Json:
        match self.name:
            case "gotrue":
                metadata = {"name": "小虎", "avatar_url": "https://img.example.com/1.png"}
                return {"id": "user-1", "email": "t@example.com", "user_metadata": metadata}
            case "mini_login":
                picture = {"avatar": "https://img.example.com/1.png"}
            case "wx_login":
                return {"id": "user-1", "nick_name": "小虎", "avatar_url": ""}
            case "authing":
                return {"userId": "user-1", "nickname": "小虎", "photo": ""}
            case _:
                picture = {"avatarUrl": "https://img.example.com/1.png"}
        return {"id": "user-1", "nickname": "小虎", **picture}

    def grant(self, token: str, refresh: str | None, call: str) -> Json:
        body: Json = {self.access: token}
        if self.life:
            body[self.life] = self.life_s
        if refresh is not None and self.refresh:
            body[self.refresh] = refresh
        if self.user:
            body[self.user] = self.person()
        if self.name in ("gotrue", "authing"):
            body["token_type"] = "bearer"
        return self.wrapped(body, call)

    def wrapped(self, body: Json, call: str) -> Json:
        """Authing puts what its own API says into `data`; its token endpoint is plain OAuth."""
        if self.name == "authing" and call != "renewal":
            return {"statusCode": 200, "message": "success", "data": body}
        return body

    def inside(self, body: Json) -> Json:
        """Where the members of a grant stand."""
        return body.get("data", body) if self.name == "authing" else body

    def profile(self) -> Json:
        person = {**self.person(), "email": "t@example.com", "platform": "miniprogram"}
        person["identities"] = [{"provider": "wechat"}]
        if self.name == "authing":
            return {"statusCode": 200, "message": "success", "data": person}
        return person

    def refusal(self, status: int, code: str, message: str) -> Json:
        """An error as this server writes it; without a message where that is empty."""

        def put(value: Any) -> Any:
            return {"$code": code, "$message": message, "$status": status}.get(value, value)

        return {key: put(value) for key, value in self.error.items() if put(value) != ""}


BASE: Json = {"base_url": "https://api.example.com", "platform": "miniprogram"}
WECHAT: Json = {"code": CODE}

DIALECTS = (
    Dialect(
        "unified",
        {**BASE, "backend": "unified"},
        "sign_in_with_wechat",
        WECHAT,
        900,
        *("token", "refreshToken", "expiresIn", "user"),
        error={"error": "$code", "message": "$message", "requestId": "r-1"},
    ),
    Dialect(
        "gotrue",
        {**BASE, "backend": "gotrue", "platform": "web", "app_key": "anon-key"},
        "sign_in_with_password",
        {"email": "t@example.com", "password": PASSWORD},
        3600,
        *("access_token", "refresh_token", "expires_in", "user"),
        error={"code": "$status", "error_code": "$code", "msg": "$message"},
    ),
    Dialect(
        "authing",
        {**BASE, "backend": "authing", "app_key": "app-1", "connection": "wx"},
        "sign_in_with_wechat",
        WECHAT,
        3600,
        *("access_token", "refresh_token", "expires_in", ""),
        error={"error": "$code", "error_description": "$message"},
    ),
    Dialect(
        "wx_login",
        {**BASE, "backend": "wx_login", "silent_sign_in": True},
        "sign_in_with_wechat",
        {**WECHAT, "encrypted_data": "ZGF0YQ==", "iv": "aXY="},
        7 * 24 * 3600,
        *("token", "", "", ""),
        silent=True,
        renews=False,
        plain=True,
        error={
            "statusCode": "$status",
            "error": "Bad Request",
            "code": "$code",
            "message": "$message",
        },
    ),
    Dialect(
        "mini_login",
        {**BASE, "backend": "mini_login", "silent_sign_in": True},
        "sign_in_with_wechat",
        WECHAT,
        7 * 24 * 3600,
        *("token", "", "", "user"),
        silent=True,
        renews=False,
        error={"code": "$status", "error": "$code", "message": "$message"},
    ),
)

SILENT_UNIFIED = replace(
    DIALECTS[0],
    config={**DIALECTS[0].config, "silent_sign_in": True},
    life_s=30 * 24 * 3600,
    silent=True,
    renews=False,
)
"""The article's own server: no refresh token, so a new code renews the session."""


def columns() -> list[tuple[Dialect, str]]:
    """Every dialect with every kind of call that it makes."""
    found = []
    for dialect in (*DIALECTS, SILENT_UNIFIED):
        if dialect is not SILENT_UNIFIED:
            found += [(dialect, "sign_in"), (dialect, "signed")]
        if dialect.renews:
            found.append((dialect, "renewal"))
        if dialect.silent:
            found.append((dialect, "silent"))
    return found
