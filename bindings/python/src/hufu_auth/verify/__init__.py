"""Who asks, on an application's own server. Needs the extra `hufu-auth[verify]`.

    guard = Guard([clerk("https://clerk.example.com"), unified("https://api.example.com")])
    person = guard.authenticate(request)  # raises Refused, which says how to answer
    orders = orders_of(person.id)

`AsyncGuard` is the same for event loops; `hufu_auth.verify.fastapi`, `.starlette`, `.django` and
`.flask` are for their routes. Signatures are checked by PyJWT. Each issuer has its keys and its
algorithms; a token cannot choose.
"""

from hufu_auth.verify.cookies import Cookies
from hufu_auth.verify.fetch import fetch_keys
from hufu_auth.verify.guard import AsyncGuard, Guard
from hufu_auth.verify.issuer import Algorithm, Issuer, IssuerKind
from hufu_auth.verify.issuers import authing, clerk, gotrue, mini_login, oidc, unified, wx_login
from hufu_auth.verify.people_lookup import lookup
from hufu_auth.verify.person import Identity, Person, Resolved
from hufu_auth.verify.refused import Reason, Refused
from hufu_auth.verify.request import AnyRequest
from hufu_auth.verify.webhook import AsyncWebhook, Event, Webhook

__all__ = [
    "Algorithm",
    "AnyRequest",
    "AsyncGuard",
    "AsyncWebhook",
    "Cookies",
    "Event",
    "Guard",
    "Identity",
    "Issuer",
    "IssuerKind",
    "Person",
    "Reason",
    "Refused",
    "Resolved",
    "Webhook",
    "authing",
    "clerk",
    "fetch_keys",
    "gotrue",
    "lookup",
    "mini_login",
    "oidc",
    "unified",
    "wx_login",
]
