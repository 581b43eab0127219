"""G7: sessions in cookies, of pages and of routes."""

import asyncio

import pytest
from hufu_auth.verify import AsyncGuard, Cookies, Guard, Refused, clerk, gotrue

from issuers import (
    ANOTHER_SECRET,
    CLAIMS,
    PROJECT,
    SECRET,
    cookies_of,
    page_with,
    refusal_of,
    signed,
)
from tokens import asgi_request, bearing


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
        Guard(issuers, resolve=str).verified_user(page)
    with pytest.raises(TypeError, match="needs a guard with cookies"):
        asyncio.run(AsyncGuard(issuers, resolve=str).verified_user(page))


def test_a_page_and_a_route_know_the_same_person():
    """G7: of two cookies of one name a jar has the one, a header the other first."""
    guard = Guard([gotrue(PROJECT, secret=SECRET)], cookies=Cookies())
    [(name, mine)] = cookies_of(signed(CLAIMS)).items()
    [(_, theirs)] = cookies_of(signed({**CLAIMS, "sub": "p2"})).items()
    for line in (f"{name}={mine}; {name}={theirs}", f"{name}={theirs}; {name}={mine}"):
        asked = asgi_request("GET", [["Cookie", line]])
        assert guard.verified_user(asked) is None
        assert refusal_of(guard, asked).reason == "malformed"


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
