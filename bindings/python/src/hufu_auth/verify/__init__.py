"""Access tokens on a server: whose are they, and are they good? Needs the extra `hufu-auth[verify]`.

    verifier = Verifier([
        Issuer.clerk("https://clerk.example.com", authorized_parties=["https://www.example.com"]),
        Issuer.unified("https://api.example.com"),
        Issuer.gotrue("https://project.example.com"),
    ])
    token = verifier.verify(bearer)  # raises TokenRefused, KeysUnavailable
    print(token.kind, token.subject)

Signatures are checked by joserfc. Each issuer has its keys and its algorithms; a token cannot choose.
"""

from hufu_auth.verify.issuer import Issuer, Kind
from hufu_auth.verify.keys import KeysUnavailable
from hufu_auth.verify.verifier import Refusal, TokenRefused, VerifiedToken, Verifier

__all__ = [
    "Issuer",
    "KeysUnavailable",
    "Kind",
    "Refusal",
    "TokenRefused",
    "VerifiedToken",
    "Verifier",
]
