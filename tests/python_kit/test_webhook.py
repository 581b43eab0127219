"""What the backend tells by itself, as PyPI's `standardwebhooks` signs it."""

import asyncio
import base64
import json
import threading
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hufu_auth.verify import AsyncGuard, AsyncWebhook, Event, Guard, Webhook, mini_login
from standardwebhooks.webhooks import Webhook as Sender

from issuers import NOW_S, SECRET, settled, signed
from together import together

KINDS = pytest.mark.parametrize("kind", [Webhook, AsyncWebhook])
MERGED = {"type": "person.merged", "data": {"into": "p8", "from": "p9"}}


def whsec(letter: str) -> str:
    return "whsec_" + base64.b64encode(letter.encode() * 32).decode()


class Letter:
    """A signed request, as the backend sends it, but for `more`."""

    def __init__(self, told, *, name="msg_1", at=NOW_S, letter="a", prefix="webhook", **more):
        text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
        when = datetime.fromtimestamp(at if isinstance(at, int) else NOW_S, UTC)
        proof = Sender(whsec(letter)).sign(name, when, text)
        self.headers = {f"{prefix}-id": name, f"{prefix}-timestamp": str(at)}
        self.headers[f"{prefix}-signature"] = more.get("signature", lambda proof: proof)(proof)
        self.body = more.get("sent", text).encode()


class Hook:
    """A webhook, and what has come of it."""

    def __init__(self, kind=Webhook, secret=None, act=None, **options):
        self.events: list[Event] = []
        act = act or self.events.append
        self._webhook = kind(secret or whsec("a"), act, now_s=lambda: NOW_S, **options)

    def take(self, letter: Letter) -> int:
        return settled(self._webhook.take(letter.headers, BytesIO(letter.body).read))


@KINDS
def test_told_once_whoever_signs_it_as_the_standard_has_it(kind):
    """G13"""
    hook = Hook(kind, [whsec("a"), whsec("b")])
    ways = [
        {},
        {"name": "msg_2", "letter": "b"},
        {"name": "msg_3", "prefix": "svix"},
        {"name": "msg_4", "prefix": "Webhook"},
        {"name": "msg_5", "signature": lambda proof: f"v1a,xx v1,AAAA v1,% v1 {proof}"},
    ]
    for way in [*ways, *ways]:
        assert hook.take(Letter(MERGED, **way)) == 204
    assert [event.id for event in hook.events] == ["msg_1", "msg_2", "msg_3", "msg_4", "msg_5"]
    assert hook.events[0] == ("msg_1", "person.merged", {"into": "p8", "from": "p9"})
    assert hook.take(Letter(MERGED, name="msg_6", at=NOW_S - 300)) == 204


REFUSED = {
    "another secret": (Letter(MERGED, letter="b"), 401),
    "changed": (Letter(MERGED, sent=json.dumps(MERGED).replace("p8", "ADMIN")), 401),
    "old": (Letter(MERGED, at=NOW_S - 301), 401),
    "ahead": (Letter(MERGED, at=NOW_S + 301), 401),
    "no time": (Letter(MERGED, at="now"), 401),
    "more digits than there are": (Letter(MERGED, at="9" * 5000), 401),
    "no id": (Letter(MERGED, name=""), 401),
    "an id of other letters": (Letter(MERGED, name="é"), 401),
    "no signature": (Letter(MERGED, signature=lambda proof: ""), 401),
    "another version": (Letter(MERGED, signature=lambda proof: proof.replace("v1", "v2")), 401),
    "no base64": (Letter(MERGED, signature=lambda proof: proof.replace(",", ",%")), 401),
    "too large": (Letter(f'"{"x" * 256 * 1024}"'), 413),
    "too large in bytes": (Letter(f'"{"虎" * 100 * 1024}"'), 413),
    "no JSON": (Letter("<html>"), 400),
    "too deep": (Letter("[" * 100_000), 400),
    "no event": (Letter({"data": {}}), 400),
    "no data": (Letter({"type": "person.merged", "data": "x"}), 400),
}


@KINDS
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_signed_not_now_or_not_so_is_refused_and_nobody_is_called(kind, what):
    """G13"""
    letter, status = REFUSED[what]
    hook = Hook(kind)
    assert (hook.take(letter), hook.events) == (status, [])


@pytest.mark.parametrize("weak", ["", "whsec_", "whsec_AAAA", "whsec_%", [], [whsec("a"), ""]])
def test_a_webhook_that_anybody_could_sign_for_does_not_start(weak):
    """G13"""
    with pytest.raises(ValueError, match="secret"):
        Webhook(weak)


def test_no_more_is_read_than_it_takes_to_know():
    """G13"""
    letter, read = Letter(MERGED), []

    def endless(most):
        read.append(most)
        return b"x" * min(most, 64 * 1024)

    async def endlessly():
        while True:
            read.append(64 * 1024)
            yield b"x" * 64 * 1024

    webhooks = [kind(whsec("a"), now_s=lambda: NOW_S) for kind in (Webhook, AsyncWebhook)]
    for forged in ({}, {**letter.headers, "webhook-timestamp": "1"}):
        assert webhooks[0].take(forged, endless) == 401
        assert asyncio.run(webhooks[1].take(forged, endlessly())) == 401
    assert read == []
    assert webhooks[0].take(letter.headers, endless) == 413
    assert read[-1] == 1  # one byte too many says enough
    read.clear()
    assert asyncio.run(webhooks[1].take(letter.headers, endlessly())) == 413
    assert len(read) == 5


@KINDS
def test_told_twice_at_once_it_is_done_once_what_failed_then_is_told_again(kind):
    """G13"""
    faults, came, both_came = [OSError("the database is away"), None], [], threading.Event()

    def act(event):
        came.append(event.id)
        assert both_came.wait(10)
        if fault := faults.pop(0):
            raise fault

    hook = Hook(kind, act=act)
    told = hook._webhook._deeds.told

    def counting(*given):
        waiting.append(1)
        if len(waiting) == 2:
            both_came.set()
        return told(*given)

    hook._webhook._deeds.told = counting
    for expected in ("the database is away", "204", "204"):
        waiting: list = []
        both_came.clear()
        answers = together(2, lambda: hook.take(Letter(MERGED)))
        assert [str(each) for each in answers] == [expected] * 2
    assert came == ["msg_1", "msg_1"]


def test_what_an_async_act_could_not_do_is_told_again():
    """G13"""
    is_away = True

    async def act(event):
        await asyncio.sleep(0)
        if is_away:
            raise OSError("the database is away")

    hook = Hook(AsyncWebhook, act=act)
    with pytest.raises(OSError, match="away"):
        hook.take(Letter(MERGED))
    is_away = False
    assert hook.take(Letter(MERGED)) == 204


def test_a_webhook_for_threads_takes_no_coroutine():
    """It would be done by nobody."""

    async def act(event): ...

    with pytest.raises(ValueError, match="AsyncWebhook"):
        Webhook(whsec("a"), act)
    with pytest.raises(TypeError, match="coroutine"):
        Hook(act=lambda event: act(event)).take(Letter(MERGED))


def test_who_prints_a_webhook_by_its_fields_finds_no_secret():
    """G6"""
    hook = Webhook(whsec("a"), print)
    assert "aaaa" not in repr(vars(hook)) + repr(hook)


@KINDS
@pytest.mark.parametrize("guards", [Guard, AsyncGuard])
def test_people_who_were_merged_are_looked_up_anew_at_once(kind, guards):
    """G12"""
    people = {"8": "p8", "9": "p9", "10": "p10"}
    asked = []

    def resolve(identity):
        asked.append(identity.subject)
        return people[identity.subject]

    guard = guards([mini_login(secret=SECRET)], resolve=resolve)

    def who():
        return [settled(guard.verify(signed({"id": number}))).id for number in (8, 9, 10)]

    assert who() == ["p8", "p9", "p10"]
    people["9"] = "p8"
    assert who() == ["p8", "p9", "p10"], "kept"
    assert Hook(kind, guard=guard).take(Letter(MERGED)) == 204
    assert who() == ["p8", "p8", "p10"]
    assert asked == ["8", "9", "10", "8", "9"]


@KINDS
def test_somebody_who_was_deleted_is_looked_up_anew_at_once(kind):
    """G12, G14"""
    people = {"8": "p8", "9": "p9", "10": "p10"}
    guard = Guard([mini_login(secret=SECRET)], resolve=lambda one: people[one.subject])

    def who():
        return [guard.verify(signed({"id": number})).id for number in (8, 9, 10)]

    assert who() == ["p8", "p9", "p10"]
    people.update({"8": "new8", "9": "new9", "10": "new10"})
    deleted = {"type": "person.deleted", "data": {"id": "p8", "ids": ["p8", "p9"]}}
    assert Hook(kind, guard=guard).take(Letter(deleted)) == 204
    assert who() == ["new8", "new9", "p10"]
    odd = {"type": "person.deleted", "data": {"ids": "p10"}}
    assert Hook(kind, guard=guard).take(Letter(odd)) == 204
    assert who() == ["new8", "new9", "p10"]
