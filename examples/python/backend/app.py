"""A backend that trusts three kinds of token: Clerk's, the unified backend's, and Supabase's.

HUFU_API_URL=https://api.example.com CLERK_ISSUER=https://clerk.example.com \
    SUPABASE_URL=https://project.example.com uvicorn app:from_environment --factory
"""

import os
from typing import Annotated, Optional

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from hufu_auth.verify import Issuer, KeysUnavailable, TokenRefused, VerifiedToken, Verifier


def from_environment() -> FastAPI:
    issuers = [
        Issuer.clerk(
            os.environ["CLERK_ISSUER"], authorized_parties=os.environ["WEB_ORIGINS"].split()
        ),
        Issuer.unified(os.environ["HUFU_API_URL"]),
        Issuer.gotrue(os.environ["SUPABASE_URL"]),
    ]
    return create_app(Verifier(issuers))


def create_app(verifier: Verifier) -> FastAPI:
    app = FastAPI()
    bearer = HTTPBearer(auto_error=False)

    # No `async`: FastAPI runs it in a thread, because it may ask an issuer for its keys.
    def signed_in(
        # FastAPI evaluates this; Python 3.9 has no `|` of types.
        given: Annotated[Optional[HTTPAuthorizationCredentials], Depends(bearer)],  # noqa: UP007
    ) -> VerifiedToken:
        try:
            return verifier.verify(given.credentials if given else "")
        except TokenRefused:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from None
        except KeysUnavailable:
            raise HTTPException(503, headers={"Retry-After": "5"}) from None

    @app.get("/orders")
    def orders(person: Annotated[VerifiedToken, Depends(signed_in)]) -> dict[str, str]:
        # Keep both: ids of different issuers have nothing in common.
        return {"issuer": person.kind, "owner": person.subject}

    return app
