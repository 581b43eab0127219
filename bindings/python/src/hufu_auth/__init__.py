"""Sign people in with WeChat, Clerk and others, keep their sessions, and sign requests.

>>> import hufu_auth
>>> with hufu_auth.Client("https://api.example.com") as client:
...     client.session().state
'signed_out'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from hufu_auth import errors
from hufu_auth._given import CredentialKind
from hufu_auth._native import VERSION as __version__
from hufu_auth.client import Client
from hufu_auth.errors import (
    FixProgram,
    HostFailure,
    HufuError,
    RetryLater,
    SignInAgain,
    TellUser,
)
from hufu_auth.stores import AsyncStore, FileStore, MemoryStore, OpenedStore, Store, open_store

if TYPE_CHECKING:
    from hufu_auth.aio import AsyncClient
    from hufu_auth.results import (
        AccessToken,
        Account,
        ApprovedScan,
        BindCode,
        Binding,
        BindingPreview,
        Credential,
        DevicePreview,
        EnrolledFactor,
        Event,
        Factor,
        FactorChallenge,
        Factors,
        Headers,
        Identity,
        Launch,
        LinkedIdentities,
        LinkedIdentity,
        OpenedMiniProgram,
        Present,
        Profile,
        Response,
        Returning,
        Session,
        SessionEnd,
        User,
        WebViewUrl,
    )

__all__ = [
    "AccessToken",
    "Account",
    "ApprovedScan",
    "AsyncClient",
    "AsyncStore",
    "BindCode",
    "Binding",
    "BindingPreview",
    "Client",
    "Credential",
    "CredentialKind",
    "DevicePreview",
    "EnrolledFactor",
    "Event",
    "Factor",
    "FactorChallenge",
    "Factors",
    "FileStore",
    "FixProgram",
    "Headers",
    "HostFailure",
    "HufuError",
    "Identity",
    "Launch",
    "LinkedIdentities",
    "LinkedIdentity",
    "MemoryStore",
    "OpenedMiniProgram",
    "OpenedStore",
    "Present",
    "Profile",
    "Response",
    "RetryLater",
    "Returning",
    "Session",
    "SessionEnd",
    "SignInAgain",
    "Store",
    "TellUser",
    "User",
    "WebViewUrl",
    "__version__",
    "errors",
    "open_store",
]


def __getattr__(name: str) -> object:
    # asyncio and dataclasses take longer to load than everything else here.
    if name not in __all__:
        raise AttributeError(f"module 'hufu_auth' has no attribute {name!r}")
    module = import_module("hufu_auth.aio" if name == "AsyncClient" else "hufu_auth.results")
    globals()[name] = value = getattr(module, name)
    return value


def __dir__() -> list[str]:
    return __all__
