"""Asks a unified backend who somebody of a foreign issuer is."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable
from typing import Any, Callable, Optional, Union, overload

from hufu_auth.verify.fetch import AsyncPost, Fetched, Post, json_in, post_json, safe_url
from hufu_auth.verify.person import Identity, Resolved

_KEY = re.compile("[!-~]+")

Answer = Optional[Resolved]


@overload
def lookup(
    base_url: str, server_key: str, *, post: Post = post_json
) -> Callable[[Identity], Answer]: ...


@overload
def lookup(
    base_url: str, server_key: str, *, post: AsyncPost
) -> Callable[[Identity], Awaitable[Answer]]: ...


def lookup(
    base_url: str, server_key: str, *, post: Union[Post, AsyncPost] = post_json
) -> Callable[[Identity], Union[Answer, Awaitable[Answer]]]:
    """For `Guard(…, resolve=lookup(base_url, server_key))`: the ids of both halves are the backend's.

    Args:
        base_url: Where the unified backend is.
        server_key: By which it knows this server. A secret: no page and no mini-program may have it.
        post: How it is asked, in networks that need a proxy: `httpx.Client(proxy=…).post`; that of an
            `httpx.AsyncClient` asks without a thread. It must not follow redirects, and needs a
            timeout.
    """
    url = safe_url(base_url.rstrip("/") + "/api/people/lookup")
    if not _KEY.fullmatch(server_key):
        raise ValueError("lookup needs the server_key, as it goes into a header.")

    # Of what waits below tracebacks print all variables: the key is none of them.
    def send(identity: Identity) -> Any:
        # In the body: addresses stand in logs, and a subject is personal data.
        about = {"issuer": identity.issuer, "subject": identity.subject}
        return post(url, json=about, headers={"Authorization": f"Bearer {server_key}"})

    def resolve(identity: Identity) -> Answer:
        try:
            fetched = send(identity)
        except Exception as error:
            fault = _fault(url, error)
        else:
            return _person_in(fetched, url)
        raise fault

    async def resolve_waiting(identity: Identity) -> Answer:
        try:
            fetched = await send(identity)
        except Exception as error:
            fault = _fault(url, error)
        else:
            return _person_in(fetched, url)
        raise fault

    return resolve_waiting if inspect.iscoroutinefunction(post) else resolve


def _fault(url: str, error: Exception) -> OSError:
    """Whoever sends has the key in its variables, so nothing of a failure goes on but its words."""
    return OSError(f"{url}: {type(error).__name__}: {error}")


def _person_in(fetched: Fetched, url: str) -> Answer:
    answer = json_in(fetched, url)
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
