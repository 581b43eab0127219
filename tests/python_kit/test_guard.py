"""The guard: how it starts, whom it names, what it says when it lets in nobody."""

import asyncio
import base64
import json
import logging
import pickle
import subprocess
import sys
import traceback
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from hufu_auth.verify import (
    AsyncGuard,
    Cookies,
    Guard,
    Refused,
    Resolved,
    clerk,
    gotrue,
    mini_login,
    oidc,
    request,
    unified,
    wx_login,
)
from hufu_auth.verify import token as verify_token

from issuers import ANOTHER_SECRET, SECRET, refusal_of, settled, signed
from tokens import asgi_request, bearing

PROJECT = "https://project.example.com"
CLAIMS = {"sub": "p1", "aud": "authenticated", "role": "authenticated"}


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


def test_cookies_by_themselves_are_no_request():
    """G7: what a framework has made of them are others than a route reads."""
    guard = Guard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies())
    with pytest.raises(TypeError, match="cookies are none"):
        guard.verified_user(cookies_of(signed(CLAIMS)))


def test_a_guard_that_was_not_told_to_take_cookies_takes_none():
    """G7: Clerk's would need authorized_parties."""
    issuers = [gotrue(PROJECT, secret=SECRET), clerk("https://clerk.example.com")]
    page = page_with(cookies_of(signed(CLAIMS)))
    with pytest.raises(TypeError, match="needs a guard with cookies"):
        Guard(issuers, resolve=no_one).verified_user(page)
    with pytest.raises(TypeError, match="needs a guard with cookies"):
        asyncio.run(AsyncGuard(issuers, resolve=later).verified_user(page))


def test_a_page_and_a_route_know_the_same_person():
    """G7: of two cookies of one name a jar has the one, a header the other first."""
    guard = Guard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies())
    [(name, mine)] = cookies_of(signed(CLAIMS)).items()
    [(_, theirs)] = cookies_of(signed({**CLAIMS, "sub": "p2"})).items()
    for line in (f"{name}={mine}; {name}={theirs}", f"{name}={theirs}; {name}={mine}"):
        asked = asgi_request("GET", [["Cookie", line]])
        assert guard.verified_user(asked) is None
        assert refusal_of(guard, asked).reason == "malformed"


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


def cookies_of(token: str) -> dict[str, str]:
    record = base64.urlsafe_b64encode(json.dumps({"access_token": token}).encode()).decode()
    return {"sb-project-auth-token": f"base64-{record.rstrip('=')}"}


def page_with(cookies: dict[str, str]):
    line = "; ".join(
        f"{name}={quote(value, errors='surrogatepass')}" for name, value in cookies.items()
    )
    return asgi_request("GET", [["Cookie", line]])


def test_a_page_knows_who_is_signed_in_or_nobody_and_raises_where_nobody_can_tell():
    """G7"""
    good, forged = signed(CLAIMS), signed(CLAIMS, ANOTHER_SECRET)
    guard = Guard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies())
    person = guard.verified_user(page_with({"theme": "dark", **cookies_of(good)}))
    assert person and person.id == "p1"
    broken = {"sb-project-auth-token": "ADMIN"}
    odd = {"sb-project-auth-token": "\udcff\ud800"}
    for cookies in ({}, cookies_of(forged), cookies_of("ADMIN"), broken, odd):
        assert guard.verified_user(page_with(cookies)) is None

    def away(identity):
        raise OSError("away")

    guard = AsyncGuard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies(), resolve=away)
    with pytest.raises(Refused) as caught:
        asyncio.run(guard.verified_user(page_with(cookies_of(good))))
    assert caught.value.status == 503


def test_a_part_of_an_origin_is_none():
    """G7"""
    guard = Guard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies("https://www.example.com"))
    [(name, value)] = cookies_of(signed(CLAIMS)).items()

    def posted(*origin):
        lines = [["Cookie", f"{name}={value}"], *(["Origin", each] for each in origin)]
        return asgi_request("POST", lines)

    assert guard.authenticate(posted("https://www.example.com")).id == "p1"
    for origin in ([], [""], ["https://www.example"], ["https://www.example.com.evil.example"]):
        assert refusal_of(guard, posted(*origin)).reason == "other_site"


def test_header_and_cookie_of_one_identity_resolve_is_asked_once():
    """G7"""
    asked = []

    def resolve(identity):
        asked.append(identity.subject)
        return "p1" if identity.subject == "p2" else identity.subject

    guard = Guard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies(), resolve=resolve, stale_for=0)
    good = signed(CLAIMS)

    def both(subject):
        [(name, value)] = cookies_of(signed({**CLAIMS, "sub": subject})).items()
        return bearing(good, ("Cookie", f"{name}={value}"))

    assert guard.authenticate(both("p1")).id == "p1"
    assert guard.authenticate(both("p2")).id == "p1"  # another subject of the same person
    assert refusal_of(guard, both("p3")).reason == "other_person"
    assert asked == ["p1", "p1", "p2", "p1", "p3"]


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


def walks() -> dict:
    """What prints or sends an object by its fields: of others, and of Python's own."""
    import dataclasses

    import django.core.serializers.json
    import fastapi.encoders
    import flask
    import pydantic_core
    from pythonjsonlogger.json import JsonFormatter

    def logged(value):
        record = logging.LogRecord("app", 20, "", 1, "", (), None)
        record.value = value
        return JsonFormatter().format(record)

    def in_flask(value):
        with flask.Flask("app").app_context():
            return flask.jsonify(value).get_data(as_text=True)

    return {
        "asdict": dataclasses.asdict,
        "vars": vars,
        "slots": lambda value: {name: getattr(value, name) for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())},
        "pickle": pickle.dumps,
        "FastAPI": fastapi.encoders.jsonable_encoder,
        "pydantic": pydantic_core.to_json,
        "Flask": in_flask,
        "Django": lambda value: json.dumps(value, cls=django.core.serializers.json.DjangoJSONEncoder),
        "python-json-logger": logged,
    }  # fmt: skip


@pytest.mark.parametrize("walk", walks())
def test_what_walks_through_the_fields_of_a_person_finds_neither_claims_nor_secrets(walk):
    """G6"""
    seen = []

    def resolve(identity):
        seen.append(identity)
        return Resolved("p1")

    issuer = gotrue(PROJECT, secret=SECRET)
    guard = Guard([issuer], resolve=resolve)
    token = signed({**CLAIMS, "email": "ming@example.com"})
    person = guard.verify(token)
    [verdict] = guard._verifier._kept._values.values()
    parts = [request.brought_in(request.asked_of(bearing(token))), verify_token.opened(token)]
    printed = [repr(each) for each in (verdict, *parts)]
    for value in (person, *seen, issuer):
        try:
            printed.append(repr(walks()[walk](value)))
        except (TypeError, ValueError, AttributeError, pickle.PicklingError):
            pass  # it finds no fields at all
    for hidden in (SECRET, token[-20:], "ming@example.com"):
        assert hidden not in "".join(printed)
    assert (person.id, person.ids, person.platform) == ("p1", ("p1",), None)


def test_a_traceback_with_its_variables_has_no_secret():
    """G6: those who collect errors print them so. The token is the one that was sent."""
    guard = Guard([gotrue(PROJECT, secret=SECRET)])
    refused = refusal_of(guard, bearing(signed(CLAIMS, ANOTHER_SECRET)))
    told = traceback.TracebackException.from_exception(refused, capture_locals=True)
    text = "".join(told.format())
    assert "in _proved_by_secret" in text and "secret = " in text
    assert SECRET not in text


def test_neither_tokens_nor_secrets_are_printed(caplog):
    """G6"""
    issuer = gotrue(PROJECT, secret=SECRET)
    guard = Guard([issuer])
    token = signed({**CLAIMS, "email": "ming@example.com"})
    person = guard.verify(token)
    printed = [repr(each) for each in (issuer, guard, person)] + [str(person)]
    for forged in (f"{token[:-8]}AAAAAAAA", f"e30.{token[4:]}.", f"{token[:60]}.{token[-20:]}"):
        refused = refusal_of(guard, bearing(forged))
        logging.getLogger("app").error("refused", exc_info=refused)
        printed += [repr(refused), json.dumps(refused.body), *traceback.format_exception(refused)]
        assert refused.__context__ is None and refused.__cause__ is None
    for hidden in (SECRET, token[-20:], token.split(".")[1][:20], "ming@example.com"):
        assert hidden not in "\n".join(printed) + caplog.text
    assert person.claims["email"] == "ming@example.com"


def test_without_pyjwt_the_error_says_what_to_install():
    program = "import sys; sys.modules['jwt'] = None; import hufu_auth.verify"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (
        "ImportError: hufu_auth.verify needs PyJWT: pip install 'hufu-auth[verify]'" in done.stderr
    )
