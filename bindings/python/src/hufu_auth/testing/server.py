"""A mock server in the hands of a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Optional, Union
from urllib.parse import urlencode

from hufu_auth.testing.clock import MockClock
from hufu_auth.testing.control import Control
from hufu_auth.testing.faults import Faults
from hufu_auth.testing.inbox import Inbox
from hufu_auth.testing.people import ClerkUser, Person, WechatPerson
from hufu_auth.testing.program import RunningProgram, find_program


@dataclass(frozen=True)
class SeenRequest:
    """A request as the server saw it, without its secrets.

    `authorization` holds a fingerprint in the token's place: the same token, the same fingerprint.
    `status` 0 means that no whole answer reached the client.
    """

    number: int
    at_ms: int
    method: str
    route: str
    path: str
    platform: str
    authorization: str
    user_agent: str
    status: int


@dataclass(frozen=True)
class AuditEntry:
    """Something that happened to an account. `user_id` is the backend's own, which `ban` takes."""

    event: str
    user_id: str
    subject: str
    detail: str


class MockServer:
    """A running `hufu-mock-server`: SQLite in memory, a free port of 127.0.0.1, control on.

    `url` is what clients take as `base_url`. `clock` and `faults` steer it; `inbox` holds the mails
    and text messages that it sent; `add_wechat_person` and `add_clerk_user` make people.
    """

    def __init__(self, running: RunningProgram) -> None:
        self._running = running
        self._control = Control(running.url)
        self.url = running.url
        self.clock = MockClock(self._control)
        self.faults = Faults(self._control)
        self.inbox = Inbox(self._control)

    @classmethod
    def start(
        cls,
        *flags: str,
        program: Union[str, Path, None] = None,
        environment: Optional[Mapping[str, str]] = None,
    ) -> MockServer:
        """Starts one; `stop`, or the end of a `with`, ends it.

        `flags` are the program's (`--refresh-reuse=strict`, `--limits=off`). `environment` is all
        that it sees of an environment, beside what every program needs. Raises `ServerNotFound` or
        `ServerNotStarted`.
        """
        path = Path(program) if program is not None else find_program()
        return cls(RunningProgram(path, flags, environment or {}))

    def stop(self) -> None:
        self._running.stop()

    def __enter__(self) -> MockServer:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.stop()

    def reset(self) -> None:
        """Nobody exists any more, nothing was asked, nothing is broken, and the clock is right."""
        self._control.post("/reset")

    def add_wechat_person(
        self,
        *,
        nickname: str = "",
        avatar_url: str = "",
        phone_number: str = "13800138000",
        openid: Optional[str] = None,
        unionid: Optional[str] = None,
        blocked: bool = False,
    ) -> WechatPerson:
        """Somebody with WeChat on their phone, who has not been at the backend yet."""
        answer = self._control.post(
            "/wechat/people",
            nickname=nickname,
            avatarUrl=avatar_url,
            phoneNumber=phone_number,
            openid=openid,
            unionid=unionid,
            blocked=blocked,
        )
        return WechatPerson.of(self.url, self._control, answer)

    def add_clerk_user(
        self,
        *,
        first_name: str = "Ada",
        last_name: str = "",
        email: str = "ada@example.com",
        email_verified: bool = True,
        image_url: str = "",
    ) -> ClerkUser:
        """Somebody with an account at Clerk, signed in there just now."""
        answer = self._control.post(
            "/clerk/users",
            firstName=first_name,
            lastName=last_name,
            email=email,
            emailVerified=email_verified,
            imageUrl=image_url,
        )
        return ClerkUser(self._control, answer["userId"], first_name, email)

    def add_person(self, *, name: str = "Ada") -> Person:
        """One human being with both: WeChat on the phone, and an account at Clerk."""
        return Person(
            wechat=self.add_wechat_person(nickname=name),
            clerk=self.add_clerk_user(first_name=name, email="ada@example.com"),
        )

    def ban(self, user_id: str, *, banned: bool = True) -> None:
        """Shuts a user of the backend out, or lets them in again.

        `user_id` is that of the unified profile and the audit log; other systems show ids of their own.
        """
        self._control.post(f"/users/{user_id}/ban", banned=banned)

    def requests(self, route: str = "") -> list[SeenRequest]:
        """The last 1,000 requests, the oldest first; of one route (`POST /api/auth/refresh`) or of all."""
        answer = self._control.get("/requests?" + urlencode({"route": route}))
        return [
            SeenRequest(
                number=each["number"],
                at_ms=each["atMs"],
                method=each["method"],
                route=each["route"],
                path=each["path"],
                platform=each["platform"],
                authorization=each["authorization"],
                user_agent=each["userAgent"],
                status=each["status"],
            )
            for each in answer["requests"]
        ]

    def count(self, route: str, status: Optional[int] = None) -> int:
        """How many requests of a route came, or how many of them got that status."""
        counters = self._control.get("/counters")["routes"].get(route, {})
        if status is None:
            return int(counters.get("requests", 0))
        return int(counters.get("statuses", {}).get(str(status), 0))

    def audit(self) -> list[AuditEntry]:
        """What happened to accounts, in order."""
        return [
            AuditEntry(each["event"], each["userId"], each["subject"], each["detail"])
            for each in self._control.get("/audit")["entries"]
        ]
