"""What else has to be so in the claims of an issuer: each gives the claim that is not."""

from __future__ import annotations

from typing import Optional

from hufu_auth.verify.token import Members

# The anon key and the service's key are signed by the same secret as people's tokens.
_ROLES_OF_KEYS = ("anon", "service_role", "supabase_admin")


def clerk_fault(claims: Members) -> Optional[str]:
    # A machine (`mch_…`) is no person.
    subject = claims.get("sub")
    if isinstance(subject, str) and subject.startswith("mch_"):
        return "sub"
    # Signed in, but a second factor or the choice of an organisation is still to come.
    return "sts" if claims.get("sts") == "pending" else None


def unified_fault(claims: Members) -> Optional[str]:
    ids = claims.get("ids", [])
    is_good = isinstance(ids, list) and all(isinstance(each, str) and each for each in ids)
    return None if is_good else "ids"


def gotrue_fault(claims: Members) -> Optional[str]:
    role = claims.get("role")
    return "role" if not isinstance(role, str) or role in _ROLES_OF_KEYS else None
