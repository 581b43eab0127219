"""The guard: how it starts, whom it names, what it says when it lets in nobody."""

import asyncio
import pickle
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hufu_auth.verify import (
    AsyncGuard,
    Cookies,
    Guard,
    Resolved,
    clerk,
    gotrue,
    mini_login,
    oidc,
    unified,
    wx_login,
)

from issuers import ANOTHER_SECRET, CLAIMS, PROJECT, SECRET, refusal_of, settled, signed
from tokens import bearing

NO_ORIGINS = [
    "",
    "null",
    "*",
    "www.example.com",
    "https://",
    "https://www.example.com/",
    "https://*.example.com",
    "https://a b",
]


def own(**options) -> Guard:
    return Guard([mini_login(secret=SECRET)], **options)


def no_one(identity):
    return None


async def later(identity):
    return "p1"


@pytest.mark.parametrize(
    "fault, make",
    [
        ("without an issuer", lambda: Guard([])),
        ("without iss", lambda: Guard([wx_login(secret=SECRET), mini_login(secret=SECRET)], resolve=no_one)),
        ("without iss", lambda: Guard([wx_login(secret=SECRET), gotrue(PROJECT, secret=SECRET)], resolve=no_one)),
        ("Two issuers are called", lambda: Guard([gotrue(PROJECT), gotrue(PROJECT)], resolve=no_one)),
        ("give a resolve", lambda: Guard([gotrue(PROJECT), clerk("https://clerk.example.com")])),
        *(("give a resolve", lambda each=each: Guard([each, unified("https://api.example.com")])) for each in (gotrue(PROJECT), oidc("https://id.example.com", audience="x"), mini_login(secret=SECRET))),
        ("takes one", lambda: Guard([unified("https://a.example"), unified("https://b.example", issuer="b")], resolve=no_one)),
        ("no coroutine", lambda: own(resolve=later)),
        ("authorized_parties", lambda: Guard([clerk("https://clerk.example.com")], cookies=Cookies())),
        ("32 bytes", lambda: gotrue(PROJECT, secret="short")),
        ("needs an issuer", lambda: gotrue(PROJECT, issuer="")),
        ("nameless, or", lambda: gotrue(PROJECT, issuer="x", is_nameless=True)),
        ("needs an audience", lambda: oidc("https://id.example.com", audience=[])),
        ("anybody could sign", lambda: oidc("https://id.example.com", audience="x", algorithms=["HS256"])),
        ("anybody could sign", lambda: oidc("https://id.example.com", audience="x", algorithms=["none"])),
        *(("is no origin", lambda each=each: Cookies(each)) for each in NO_ORIGINS),
        *(("is no origin", lambda each=each: Cookies(["https://www.example.com", each])) for each in NO_ORIGINS),
        *(("is no origin", lambda each=each: clerk("https://clerk.example.com", authorized_parties=[each])) for each in NO_ORIGINS),
    ],
)  # fmt: skip
def test_a_guard_that_could_let_in_the_wrong_people_does_not_start(fault, make):
    """G4, G5"""
    with pytest.raises(ValueError, match=fault):
        make()


def test_the_halves_of_one_person_need_no_resolve():
    Guard([clerk("https://clerk.example.com"), unified("http://127.0.0.1:8787")])


def test_a_nameless_gotrue_server_has_tokens_without_iss_only():
    guard = Guard([gotrue(PROJECT, secret=SECRET, is_nameless=True)])
    assert guard.verify(signed(CLAIMS)).issuer == "gotrue"
    assert refusal_of(guard, bearing(signed({**CLAIMS, "iss": PROJECT + "/auth/v1"}))).reason == (
        "unknown_issuer"
    )


def test_how_a_refusal_is_answered():
    """G2"""
    guard = own()
    nobody = refusal_of(guard, SimpleNamespace(method="GET", headers={}))
    assert (nobody.status, nobody.headers) == (
        401,
        {"Cache-Control": "no-store", "WWW-Authenticate": "Bearer"},
    )
    assert nobody.body == {"error": "no_token", "message": "Nobody is signed in."}
    forged = refusal_of(guard, bearing(signed({"id": 8}, ANOTHER_SECRET)))
    assert forged.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert str(forged) == "The token is not good here. (bad_signature)"
    again = pickle.loads(pickle.dumps(forged))
    assert (again.reason, again.status) == ("bad_signature", 401)


def test_resolve_says_who_that_is_here_nobody_is_403_an_outage_503():
    people = {"8": Resolved("p8", ["p8", "old"]), "9": "p9", "12": "", "13": Resolved("")}

    def resolve(identity):
        assert (identity.issuer, identity.claims["id"]) == ("mini_login", int(identity.subject))
        if identity.subject == "11":
            raise OSError("the database is away")
        return people.get(identity.subject)

    async def resolve_later(identity):
        await asyncio.sleep(0)
        return resolve(identity)

    guards = [own(resolve=resolve)]
    guards += [
        AsyncGuard([mini_login(secret=SECRET)], resolve=each) for each in (resolve, resolve_later)
    ]

    def verify(guard, number):
        return settled(guard.verify(signed({"id": number})))

    for guard in guards:
        assert (verify(guard, 8).id, verify(guard, 8).ids) == ("p8", ("p8", "old"))
        assert verify(guard, 9).ids == ("p9",)
        for number in (10, 12, 13):
            refused = refusal_of(guard, signed({"id": number}))
            assert (refused.status, refused.reason) == (403, "unknown_person")
        refused = refusal_of(guard, signed({"id": 11}))
        assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
        assert str(refused.__cause__) == "the database is away"


@pytest.mark.parametrize("answer", [Resolved("p8", "p9"), Resolved("p8", ["p8", 7]), Resolved(8)])
def test_ids_that_are_none_are_the_programs_fault(answer):
    """A text is a sequence of letters, and each would be an id."""
    with pytest.raises(TypeError, match="a list of them"):
        own(resolve=lambda identity: answer).verify(signed({"id": 8}))


def test_a_resolve_that_raises_stop_iteration_is_an_outage():
    """No future can hold one: who waited for it waited for ever."""

    def resolve(identity):
        return next(iter(()))

    for guard in (own(resolve=resolve), AsyncGuard([mini_login(secret=SECRET)], resolve=resolve)):
        refused = refusal_of(guard, signed({"id": 8}))
        assert (refused.status, refused.reason) == (503, "backend_unavailable")


def test_what_resolve_gives_by_mistake_is_the_programs_fault():
    with pytest.raises(TypeError, match="no dict"):
        own(resolve=lambda identity: {"id": "p8"}).verify(signed({"id": 8}))


@pytest.mark.parametrize(
    "request_with",
    [
        lambda line: SimpleNamespace(method="GET", headers={"authorization": line}),
        lambda line: {"REQUEST_METHOD": "GET", "HTTP_AUTHORIZATION": line},
        lambda line: {
            "type": "http",
            "method": "GET",
            "headers": [(b"authorization", line.encode())],
        },
    ],
    ids=["any", "an environ", "a scope"],
)
def test_requests_of_every_kind(request_with):
    assert own().authenticate(request_with(f"Bearer {signed({'id': 8})}")).id == "8"
    assert refusal_of(own(), request_with("Bearer a.b.c")).reason == "malformed"


def test_what_a_view_does_to_the_claims_the_next_request_does_not_see():
    """G9"""
    guard, token = own(), signed({"id": 8, "roles": ["guest"]})
    person = guard.verify(token)
    person.claims["roles"].append("admin")
    person.claims["admin"] = True
    claims = guard.verify(token).claims
    assert (claims["roles"], "admin" in claims) == (["guest"], False)
    with pytest.raises(AttributeError):
        person.id = "ADMIN"


def test_without_pyjwt_the_error_says_what_to_install():
    program = "import sys; sys.modules['jwt'] = None; import hufu_auth.verify"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (
        "ImportError: hufu_auth.verify needs PyJWT: pip install 'hufu-auth[verify]'" in done.stderr
    )
