"""Whom this backend trusts, and who they are here."""

import os
from collections.abc import Mapping

from hufu_auth.verify import Cookies, Identity, clerk, gotrue, unified


def trust(environment: Mapping[str, str] = os.environ) -> dict:
    """What a guard is made of: `Guard(**trust())`. Pages bring their session in a cookie, too."""
    origins = environment["WEB_ORIGINS"].split()
    return {
        "issuers": [
            clerk(environment["CLERK_ISSUER"], authorized_parties=origins),
            unified(environment["HUFU_API_URL"]),
            gotrue(environment["SUPABASE_URL"]),
        ],
        "resolve": owner,
        "cookies": Cookies(origins),
    }


def owner(identity: Identity) -> str:
    """Ids of different issuers have nothing in common. Yours would look into a table of people."""
    return f"{identity.issuer} {identity.subject}"
