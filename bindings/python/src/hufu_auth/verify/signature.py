"""Signatures, as PyJWT checks them."""

from __future__ import annotations

from typing import Any, Optional

try:
    from jwt import PyJWK, get_algorithm_by_name
except ImportError as error:  # a package called `jwt` is another one
    raise ImportError("hufu_auth.verify needs PyJWT: pip install 'hufu-auth[verify]'") from error

from hufu_auth.verify.issuer import Algorithm
from hufu_auth.verify.token import Members, OpenedToken, decoded

_LEAST_RSA_BITS = 2048  # RFC 7518, section 3.3
_PUBLIC = ("kty", "crv", "x", "y", "n", "e")
# PyJWT knows Ed25519 by the older of its two names.
_NAMES = {"Ed25519": "EdDSA"}


class Signer:
    """A key with the one algorithm that it is for."""

    def __init__(self, key: Any, algorithm: Algorithm) -> None:
        self._key = key
        self._algorithm = get_algorithm_by_name(_NAMES.get(algorithm, algorithm))

    def has_signed(self, token: OpenedToken) -> bool:
        try:
            signature = decoded(token.signature)
        except ValueError:
            return False
        return self._algorithm.verify(token.signed, self._key, signature)


def signer_of(entry: Members, algorithm: Algorithm) -> Optional[Signer]:
    """The key that a key set describes so; None if it is not understood, or too short."""
    # What is public of it, and nothing that could make it another key.
    public = {name: entry[name] for name in _PUBLIC if name in entry}
    try:
        key = PyJWK(public, _NAMES.get(algorithm, algorithm)).key
    except Exception:  # whatever it is that a library finds in a key of tomorrow
        return None
    if public["kty"] == "RSA" and key.key_size < _LEAST_RSA_BITS:
        return None
    return Signer(key, algorithm)
