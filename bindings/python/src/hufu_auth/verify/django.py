"""Views of Django that know who asks.

    @guarded(guard)
    def orders(request: HttpRequest, person: Person, tea: str) -> HttpResponse: ...

An `async` view wants an `AsyncGuard`. For classes: `method_decorator(guarded(guard), "dispatch")`. A
`resolve` that asks Django's tables wants `sync_to_async` for an `AsyncGuard`: its connections are
of Django's own thread.
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
        if _waits(view, guard) is not isinstance(guard, AsyncGuard):
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


def _waits(view: View, guard: Union[Guard, AsyncGuard]) -> bool:
    """`method_decorator` decorates a function of its own once, to see what becomes of it; and at
    each call the `dispatch` of a view, which is async where its class is.
    """
    if view.__module__ == "django.utils.decorators":
        return isinstance(guard, AsyncGuard)
    owner = getattr(getattr(view, "func", view), "__self__", None)
    return inspect.iscoroutinefunction(view) or bool(getattr(owner, "view_is_async", False))


def _answer(refused: Refused) -> JsonResponse:
    return JsonResponse(refused.body, status=refused.status, headers=refused.headers)
