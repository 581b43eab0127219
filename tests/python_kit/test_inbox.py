"""What the server sent, as a test reads it: codes, links, and an answer where nothing came."""

import json
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from hufu_auth.testing import Inbox, NoMail

ADA, BOB = "ada@example.com", "bob@example.com"


def post(server, path, **body):
    request = urllib.request.Request(
        server.url + "/auth/v1" + path,
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def test_the_code_of_a_mail_signs_in(hufu_server, hufu_inbox):
    post(hufu_server, "/otp", email=ADA)
    mail = hufu_inbox.last(ADA)
    session = post(hufu_server, "/verify", type="email", email=ADA, token=mail.code)
    assert session["user"]["email"] == ADA
    assert (mail.to, mail.channel) == (ADA, "email")
    assert mail.code in mail.text
    assert mail.code in mail.html
    assert mail.subject
    assert parse_qs(urlsplit(mail.link).query)["token"] == [mail.token_hash]


def test_the_newest_is_the_last_and_addresses_are_kept_apart(hufu_server, hufu_inbox, hufu_clock):
    post(hufu_server, "/otp", email=ADA)
    hufu_clock.advance(61)
    post(hufu_server, "/otp", email=ADA)
    post(hufu_server, "/otp", email=BOB)
    newer, older = hufu_inbox.all(ADA)
    assert newer.sent_at_ms > older.sent_at_ms
    assert hufu_inbox.last(ADA) == newer
    assert [each.to for each in hufu_inbox.all()] == [BOB, ADA, ADA]
    assert Inbox.at(hufu_server.url).last(BOB) == hufu_inbox.last(BOB)
    hufu_inbox.clear()
    assert hufu_inbox.all() == []


def test_a_mail_that_still_comes_is_waited_for(hufu_server):
    class SentAfterTheFirstLook(Inbox):
        looks = 0

        def all(self, to=""):
            there = super().all(to)
            if self.looks == 0:
                post(hufu_server, "/otp", email=ADA)
            self.looks += 1
            return there

    inbox = SentAfterTheFirstLook.at(hufu_server.url)
    assert inbox.last(ADA, wait_s=30).to == ADA
    assert inbox.looks == 2


def test_where_nothing_came_others_are_named(hufu_server, hufu_inbox):
    with pytest.raises(NoMail, match=f"No mail to {ADA}; the inbox is empty"):
        hufu_inbox.last(ADA, wait_s=0)
    post(hufu_server, "/otp", email=BOB)
    with pytest.raises(
        NoMail, match=rf"No mail to {ADA}; what came instead \(1\): {BOB} \(magiclink\)\."
    ):
        hufu_inbox.last(ADA, wait_s=0)
    with pytest.raises(NoMail, match=f"No mail of kind recovery to {BOB}; what came instead"):
        hufu_inbox.last(BOB, kind="recovery", wait_s=0)
