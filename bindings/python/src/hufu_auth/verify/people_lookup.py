"""Asks a unified backend who somebody of a foreign issuer is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Callable, Optional

from hufu_auth.verify.fetch import Fetched, Post, json_in, post_json, safe_url
from hufu_auth.verify.person import Identity, Resolved

_KEY = re.compile("[!-~]+")


def lookup(
    base_url: str, server_key: str, *, post: Post = post_json
) -> Callable[[Identity], Optional[Resolved]]:
    """For `Guard(…, resolve=lookup(base_url, server_key))`: the ids of both halves are the backend's.

    Args:
        base_url: Where the unified backend is.
        server_key: By which it knows this server. A secret: no page and no mini-program may have it.
        post: How it is asked, in networks that need a proxy: `httpx.Client(proxy=…).post`. It must
            not follow redirects, and needs a timeout.
    """
    url = safe_url(base_url.rstrip("/") + "/api/people/lookup")
    if not _KEY.fullmatch(server_key):
        raise ValueError("lookup needs the server_key, as it goes into a header.")

    # Of what waits here tracebacks print all variables: the key is none of them.
    def send(about: Mapping[str, str]) -> Fetched:
        return post(url, json=about, headers={"Authorization": f"Bearer {server_key}"})

    def resolve(identity: Identity) -> Optional[Resolved]:
        # In the body: addresses stand in logs, and a subject is personal data.
        about = {"issuer": identity.issuer, "subject": identity.subject}
        return _person_in(json_in(_answer_of(send, about, url), url), url)

    return resolve


def _answer_of(
    send: Callable[[Mapping[str, str]], Fetched], about: Mapping[str, str], url: str
) -> Fetched:
    """Whoever sends has the key in its variables, so nothing of a failure goes on but its words."""
    try:
        return send(about)
    except Exception as error:
        fault = f"{url}: {type(error).__name__}: {error}"
    raise OSError(fault)


def _person_in(answer: Any, url: str) -> Optional[Resolved]:
    person = answer.get("person", "") if isinstance(answer, dict) else ""
    if person is None:
        return None
    members: dict[str, Any] = person if isinstance(person, dict) else {}
    known, ids = members.get("id", ""), members.get("ids", "")
    if not (_is_text(known) and isinstance(ids, list) and all(map(_is_text, ids))):
        raise ValueError(f"{url} answered something else")
    return Resolved(known, ids)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""
