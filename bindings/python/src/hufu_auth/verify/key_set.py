"""Which keys of a JWKS may sign an issuer's tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Optional

from hufu_auth.verify.issuer import Algorithm
from hufu_auth.verify.signature import Signer, signer_of
from hufu_auth.verify.token import Members

_MOST_OF_ONE_NAME = 8


class PublicKey:
    """One key, imported when it is first needed."""

    def __init__(self, entry: Members) -> None:
        self.text = json.dumps(entry)
        """As it stands in the set: a key that stays the same stays valid."""
        self._entry = entry
        self._signers: dict[Algorithm, Optional[Signer]] = {}

    def signer(self, algorithm: Algorithm) -> Optional[Signer]:
        """For this algorithm; None if it cannot be understood."""
        if algorithm not in self._signers:
            fits = _fits(self._entry, algorithm)
            self._signers[algorithm] = signer_of(self._entry, algorithm) if fits else None
        return self._signers[algorithm]


KeySet = dict[str, tuple[PublicKey, ...]]
"""Keys by their names; several may have one name."""


def key_set_of(answer: Any, algorithms: Iterable[Algorithm], before: KeySet) -> KeySet:
    """The keys by their names. What is not understood is passed over (RFC 7517, section 5), key by
    key; a set of which nothing is understood is no set: raises `ValueError`. Keys that are in
    `before` are taken from there.
    """
    entries = answer.get("keys") if isinstance(answer, dict) else None
    keys: KeySet = {}
    for entry in entries if isinstance(entries, list) else ():
        if not (isinstance(entry, dict) and any(_fits(entry, name) for name in algorithms)):
            continue
        name = entry.get("kid")
        if not isinstance(name, str) or len(keys.get(name, ())) == _MOST_OF_ONE_NAME:
            continue
        key = PublicKey(entry)
        same = (known for known in before.get(name, ()) if known.text == key.text)
        keys[name] = (*keys.get(name, ()), next(same, key))
    if not keys:
        raise ValueError("no key set")
    return keys


_SHAPES: dict[Algorithm, tuple[str, Optional[str]]] = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
    "Ed25519": ("OKP", "Ed25519"),
}


def _fits(entry: Members, algorithm: Algorithm) -> bool:
    """Whether a key is for signatures of this algorithm."""
    if algorithm not in _SHAPES:
        return False  # a secret stands in no set
    kind, curve = _SHAPES[algorithm]
    # Ed25519 has two names.
    is_named = entry.get("alg", algorithm) == algorithm or curve == "Ed25519"
    uses = entry.get("key_ops", ["verify"])
    return (
        entry.get("kty") == kind
        and (curve is None or entry.get("crv") == curve)
        and is_named
        and entry.get("use", "sig") == "sig"
        and isinstance(uses, list)
        and "verify" in uses
    )
