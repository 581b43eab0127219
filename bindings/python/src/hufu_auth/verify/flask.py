"""Routes of Flask that know who asks.

@app.get("/orders/<tea>")
@guarded(guard)
def orders(person: Person, tea: str): ...
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable

from flask import current_app, request
from flask.typing import ResponseReturnValue

from hufu_auth.verify.guard import Guard
from hufu_auth.verify.person import Person
from hufu_auth.verify.refused import Refused

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    Rest = ParamSpec("Rest")


def guarded(
    guard: Guard,
) -> Callable[[Callable[Concatenate[Person, Rest], Any]], Callable[Rest, ResponseReturnValue]]:
    """The view is called with a person before its other arguments, or not at all."""

    def decorate(
        view: Callable[Concatenate[Person, Rest], Any],
    ) -> Callable[Rest, ResponseReturnValue]:
        @functools.wraps(view)
        def judged(*args: Rest.args, **kwargs: Rest.kwargs) -> ResponseReturnValue:
            try:
                person = guard.authenticate(request)
            except Refused as refused:
                return refused.body, refused.status, refused.headers
            answer: ResponseReturnValue = current_app.ensure_sync(view)(person, *args, **kwargs)
            return answer

        return judged

    return decorate
