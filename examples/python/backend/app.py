"""A backend on FastAPI that trusts three kinds of token: Clerk's, the unified backend's, Supabase's.

HUFU_API_URL=https://api.example.com CLERK_ISSUER=https://clerk.example.com \
    SUPABASE_URL=https://project.example.com WEB_ORIGINS=https://www.example.com \
    uvicorn app:from_environment --factory
"""

from typing import Annotated

from fastapi import Depends, FastAPI
from hufu_auth.verify import AsyncGuard, Person
from hufu_auth.verify.fastapi import PersonOf
from trust import trust


def from_environment() -> FastAPI:
    return create_app(AsyncGuard(**trust()))


def create_app(guard: AsyncGuard) -> FastAPI:
    app = FastAPI()
    signed_in = PersonOf(guard)

    @app.get("/orders")
    def orders(person: Annotated[Person, Depends(signed_in)]) -> dict[str, str]:
        return {"owner": person.id}

    return app
