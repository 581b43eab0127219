"""Routes of Starlette that know who asks.

    @guarded(guard)
    async def orders(request: Request, person: Person) -> Response: ...

    app = Starlette(routes=[Route("/orders/{tea}", orders)])

For a WebSocket: `person = await guard.authenticate(websocket)`.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable
from typing import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hufu_auth.verify.guard import AsyncGuard
from hufu_auth.verify.person import Person
from hufu_auth.verify.refused import Refused

Endpoint = Callable[[Request], Awaitable[Response]]
GuardedEndpoint = Callable[[Request, Person], Awaitable[Response]]


def guarded(guard: AsyncGuard) -> Callable[[GuardedEndpoint], Endpoint]:
    """The endpoint is called with a person, or not at all."""

    def decorate(endpoint: GuardedEndpoint) -> Endpoint:
        @functools.wraps(endpoint)
        async def judged(request: Request) -> Response:
            try:
                person = await guard.authenticate(request)
            except Refused as refused:
                return JSONResponse(refused.body, refused.status, refused.headers)
            return await endpoint(request, person)

        return judged

    return decorate
