"""The rows of `hufu_auth.verify`: its guard beside PyJWT alone, by the same rules, in one run."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from itertools import repeat
from types import SimpleNamespace

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from hufu_auth.verify import Guard, unified
from jwt.algorithms import ECAlgorithm

ISSUER, AUDIENCE, KID = "urn:hufu:backend", "urn:hufu:api", "k"
PRIVATE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = PRIVATE.public_key()
KEY = {**ECAlgorithm.to_jwk(PUBLIC, as_dict=True), "kid": KID, "alg": "ES256", "use": "sig"}
ANSWER = SimpleNamespace(status_code=200, content=json.dumps({"keys": [KEY]}).encode())
ROUNDS = 15
HITS = 5_000


def token(name: str) -> str:
    now_s = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "p1", "sid": "s1", "platform": "web"}
    claims |= {"gen": 3, "jti": name, "iat": now_s, "exp": now_s + 3600}
    return jwt.encode(claims, PRIVATE, "ES256", headers={"kid": KID, "typ": "at+jwt"})


def by_pyjwt(text: str) -> None:
    jwt.decode(text, PUBLIC, ["ES256"], audience=AUDIENCE, issuer=ISSUER, leeway=60)


def us_each(call: Callable[[str], object], tokens: Iterable[str], count: int) -> float:
    """Microseconds of the processor: it may be busy with other things, too."""
    began = time.thread_time_ns()
    for text in tokens:
        call(text)
    return (time.thread_time_ns() - began) / 1000 / count


def main() -> None:
    tokens = [token(f"{number}") for number in range(200)]
    warm = token("warm")
    best = {"pyjwt": float("inf"), "miss": float("inf"), "hit": float("inf")}
    for _ in range(ROUNDS):
        guard = Guard([unified("https://api.example.com")], fetch=lambda url: ANSWER)
        guard.verify(warm)  # it has its keys, and has seen none of the others
        for name, call, which, count in (
            ("pyjwt", by_pyjwt, tokens, len(tokens)),
            ("miss", guard.verify, tokens, len(tokens)),
            ("hit", guard.verify, repeat(warm, HITS), HITS),
        ):
            best[name] = min(best[name], us_each(call, which, count))
    print(", ".join(f"{name} {us:.2f} us" for name, us in best.items()), file=sys.stderr)
    for name, goal in (("miss", ">= 0.9"), ("hit", ">= 10")):
        ratio = float(f"{best['pyjwt'] / best[name]:.3g}")
        fields = {"name": f"server_half.python_verify_{name}", "value": ratio, "unit": "ratio"}
        print(json.dumps({**fields, "goal": goal, "peer": "PyJWT", "ratio": ratio}), flush=True)


if __name__ == "__main__":
    main()
