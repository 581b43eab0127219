"""Routes of FastAPI that know who asks.

SignedIn = Annotated[Person, Depends(PersonOf(guard))]

@app.get("/orders/{tea}")
async def orders(person: SignedIn, tea: str): ...
"""

# FastAPI evaluates annotations, and those of an object with __call__ only where they are no text.
from fastapi import HTTPException
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection

from hufu_auth.verify.guard import AsyncGuard
from hufu_auth.verify.person import Person
from hufu_auth.verify.refused import Refused


class PersonOf(SecurityBase):
    """A dependency: the route is called with a person, or not at all. The body of a refusal is in
    `detail`, as FastAPI's own are. For a WebSocket, too.
    """

    def __init__(self, guard: AsyncGuard) -> None:
        self.model = HTTPBearer()
        self.scheme_name = "hufu"
        self._guard = guard

    async def __call__(self, connection: HTTPConnection) -> Person:
        try:
            return await self._guard.authenticate(connection)
        except Refused as refused:
            raise HTTPException(refused.status, refused.body, refused.headers) from refused
