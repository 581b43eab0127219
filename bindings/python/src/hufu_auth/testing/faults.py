"""Faults: what goes wrong between a client and the server, where and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Optional, Union

from hufu_auth.testing.control import Control

Body = Union[str, Mapping[str, Any], Sequence[Any]]


class Fault:
    """One fault that was asked for. In a `with` it ends with the block."""

    def __init__(self, control: Control, fault_id: str, route: str) -> None:
        self._control = control
        self.id = fault_id
        self.route = route

    @property
    def hits(self) -> int:
        """How many requests met it."""
        return int(self._now()["hits"])

    @property
    def seen(self) -> int:
        """How many requests of its route came while it lasted, those that it let pass among them."""
        return int(self._now()["seen"])

    def remove(self) -> None:
        """Ends it. A fault whose hits are used up ends nothing and may stay."""
        self._control.delete(f"/faults/{self.id}")

    def _now(self) -> dict[str, Any]:
        for each in self._control.get("/faults")["faults"]:
            if each["faultId"] == self.id:
                return dict(each)
        raise LookupError(f"The fault on {self.route} was removed.")

    def __enter__(self) -> Fault:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.remove()


class Faults:
    """Asks the server to misbehave."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
        route: str,
        *,
        times: Optional[int] = 1,
        after: int = 0,
        delay_ms: Optional[int] = None,
        status: Optional[int] = None,
        body: Optional[Body] = None,
        content_type: Optional[str] = None,
        retry_after: Union[int, str, None] = None,
        redirect: Optional[str] = None,
        huge_body_bytes: Optional[int] = None,
        drip_ms: Optional[int] = None,
        cut_after_bytes: Optional[int] = None,
        reset: bool = False,
        lost_answer: bool = False,
        hang: bool = False,
    ) -> Fault:
        """Lets requests of `route` meet a fault. Of several that fit, the oldest with hits left is taken.

        `route` is a method and a pattern as the server's OpenAPI file has them, such as
        `POST /api/auth/refresh`, or `*` for all. The first `after` requests pass, the next `times`
        (None: all) meet the fault.

        - `delay_ms`: a wait before anything else
        - `status`, with `body` and `retry_after` (seconds or an HTTP date): answered in the handler's place
        - `body`, `content_type`, `retry_after` without `status`: the handler's answer is changed
        - `redirect`: 302 there, or with `status`
        - `huge_body_bytes`: a body of that size; `drip_ms`: the answer byte by byte with that pause
        - `cut_after_bytes`: the connection closes within the answer
        - `reset`: the connection is reset before the handler runs
        - `lost_answer`: the handler runs, what it did stays, and no answer comes
        - `hang`: silence

        Raises `ControlError` for a route that there is not, or a fault that would do nothing.
        """
        wish: dict[str, Any] = {
            "route": route,
            "after": after,
            "delayMs": delay_ms,
            "status": status,
            "body": body,
            "contentType": content_type,
            "retryAfter": retry_after,
            "redirect": redirect,
            "hugeBodyBytes": huge_body_bytes,
            "dripMs": drip_ms,
            "cutAfterBytes": cut_after_bytes,
            "reset": reset,
            "lostAnswer": lost_answer,
            "hang": hang,
        }
        # To the server an absent `times` is 1, and null is all.
        given = {name: value for name, value in wish.items() if value is not None}
        answer = self._control.send("POST", "/faults", {**given, "times": times})
        return Fault(self._control, answer["faultId"], route)

    def clear(self) -> None:
        """Ends all of them."""
        self._control.delete("/faults")
