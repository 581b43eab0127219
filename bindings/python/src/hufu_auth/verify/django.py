"""Views of Django that know who asks.

    @guarded(guard)
    def orders(request: HttpRequest, person: Person, tea: str) -> HttpResponse: ...

An `async` view wants an `AsyncGuard`. For classes: `method_decorator(guarded(guard), "dispatch")`.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any, Callable, Union

from django.http import HttpRequest, JsonResponse

from hufu_auth.verify.guard import AsyncGuard, Guard
from hufu_auth.verify.refused import Refused

View = Callable[..., Any]


def guarded(guard: Union[Guard, AsyncGuard]) -> Callable[[View], View]:
    """The view is called with a person after the request, or not at all."""

    def decorate(view: View) -> View:
        if inspect.iscoroutinefunction(view) is not isinstance(guard, AsyncGuard):
            raise TypeError("An async view wants an AsyncGuard, any other a Guard.")

        @functools.wraps(view)
        def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            assert isinstance(guard, Guard)
            try:
                person = guard.authenticate(request)
            except Refused as refused:
                return _answer(refused)
            return view(request, person, *args, **kwargs)

        @functools.wraps(view)
        async def judged_waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            assert isinstance(guard, AsyncGuard)
            try:
                person = await guard.authenticate(request)
            except Refused as refused:
                return _answer(refused)
            return await view(request, person, *args, **kwargs)

        return judged_waiting if isinstance(guard, AsyncGuard) else judged

    return decorate


def _answer(refused: Refused) -> JsonResponse:
    return JsonResponse(refused.body, status=refused.status, headers=refused.headers)
