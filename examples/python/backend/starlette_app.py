"""The same on Starlette: `uvicorn starlette_app:from_environment --factory`."""

from hufu_auth.verify import AsyncGuard, Person
from hufu_auth.verify.starlette import guarded
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from trust import trust


def from_environment() -> Starlette:
    return create_app(AsyncGuard(**trust()))


def create_app(guard: AsyncGuard) -> Starlette:
    @guarded(guard)
    async def orders(request: Request, person: Person) -> JSONResponse:
        return JSONResponse({"owner": person.id})

    return Starlette(routes=[Route("/orders", orders)])
