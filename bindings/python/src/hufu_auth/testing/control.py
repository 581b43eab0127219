"""Calls of the server's control surface, `/_control/…`."""

from __future__ import annotations

import http.client
import json
from typing import Any, Optional
from urllib.parse import urlsplit

_TIMEOUT_S = 30


class ControlError(RuntimeError):
    """The server did not do what a test asked of its control surface; the message has its reason."""


class Control:
    """Every call has a connection of its own, so threads and forked processes may share this."""

    def __init__(self, url: str) -> None:
        self._authority = urlsplit(url).netloc

    def get(self, path: str) -> Any:
        return self.send("GET", path)

    def post(self, path: str, **wish: Any) -> Any:
        """Members that are None are left out."""
        return self.send("POST", path, _without_none(wish))

    def put(self, path: str, **wish: Any) -> Any:
        return self.send("PUT", path, _without_none(wish))

    def delete(self, path: str) -> None:
        self.send("DELETE", path)

    def send(self, method: str, path: str, body: Optional[dict[str, Any]] = None) -> Any:
        """The answer's JSON, or None if there is none. Raises `ControlError`."""
        content = None if body is None else json.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection(self._authority, timeout=_TIMEOUT_S)
        try:
            connection.request(method, "/_control" + path, body=content, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:
            raise ControlError(f"{method} /_control{path}: {answer.status} {_reason(text)}")
        return json.loads(text) if text else None


def _without_none(wish: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wish.items() if value is not None}


def _reason(text: str) -> str:
    try:
        return str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return text[:200]
