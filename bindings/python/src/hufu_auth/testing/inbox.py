"""The mails and text messages that the server sent: nothing leaves the machine, all lie here."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional
from urllib.parse import urlencode

from hufu_auth.testing.control import Control

_PAUSE_S = 0.02
_NAMED = 5
"""So many others an error names."""


class NoMail(LookupError):
    """Nothing came to this address while `Inbox.last` waited; the message says what came to others."""


@dataclass(frozen=True)
class Message:
    """A mail or a text message, as it lies in the inbox.

    `kind` is what it is for: `signup`, `invite`, `magiclink`, `recovery`, `email_change_current`,
    `email_change_new`, `reauthentication`, `sms` or `phone_change`. What a kind does not have is
    empty: a text message has no `link`.
    """

    id: str
    to: str
    channel: str
    kind: str
    subject: str
    code: str
    link: str
    token_hash: str
    text: str
    html: str
    sent_at_ms: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Message:
        texts = {name: str(answer[name]) for name in ("id", "to", "channel", "kind", "subject")}
        return cls(
            **texts,
            code=answer["code"],
            link=answer["link"],
            token_hash=answer["tokenHash"],
            text=answer["text"],
            html=answer["html"],
            sent_at_ms=answer["sentAtMs"],
        )


class Inbox:
    """What the server sent, by address: `inbox.last("ada@example.com").code`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    @classmethod
    def at(cls, url: str) -> Inbox:
        """That of a server which runs already, with `--control`."""
        return cls(Control(url))

    def last(self, to: str, *, kind: Optional[str] = None, wait_s: float = 2) -> Message:
        """The newest message to an e-mail address or phone number, of that kind if one is named.

        Waits up to `wait_s` for one that may still come. Raises `NoMail`.
        """
        deadline = time.monotonic() + wait_s
        while True:
            for each in self.all(to):
                if kind in (None, each.kind):
                    return each
            if time.monotonic() >= deadline:
                raise NoMail(_nothing_came(to, kind, self.all()))
            time.sleep(_PAUSE_S)

    def all(self, to: str = "") -> list[Message]:
        """Every message to an address, or to anybody; the newest first."""
        path = "/inbox?" + urlencode({"to": to}) if to else "/inbox"
        return [Message.of(each) for each in self._control.get(path)["messages"]]

    def clear(self) -> None:
        """Nothing lies there any more. Codes and links that were sent stay good."""
        self._control.delete("/inbox")


def _nothing_came(to: str, kind: Optional[str], there: Sequence[Message]) -> str:
    what = "mail" if kind is None else f"mail of kind {kind}"
    if not there:
        return f"No {what} to {to}; the inbox is empty."
    newest = ", ".join(f"{each.to} ({each.kind})" for each in there[:_NAMED])
    return f"No {what} to {to}; what came instead ({len(there)}): {newest}{', …' if there[_NAMED:] else ''}."
