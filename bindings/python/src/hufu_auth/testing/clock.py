"""The server's clock, which tests move so that nobody has to wait."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Union

from hufu_auth.testing.control import Control


class MockClock:
    """What the server takes for the time: tokens and codes expire by it. Clients have their own."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def advance(self, by: Union[float, timedelta]) -> None:
        """Moves the clock by seconds or a timedelta; a negative one goes back."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        self._control.post("/clock/advance", ms=round(seconds * 1000))

    def now(self) -> datetime:
        """The server's time, in UTC."""
        return datetime.fromtimestamp(self.time(), timezone.utc)

    def time(self) -> float:
        """The server's time in seconds since 1970, as `time.time` gives the machine's."""
        return float(self._control.get("/clock")["nowMs"]) / 1000

    @property
    def offset(self) -> timedelta:
        """How far it is ahead of the machine's."""
        return timedelta(milliseconds=self._control.get("/clock")["offsetMs"])
