"""An account is exported and deleted by its owner (PIPL 45, 47), and goes with its user at Clerk."""

import json

import pytest

from clerk_webhooks import headers, now_s, tell
from people import WebHalf, WechatHalf
from test_binding import bind

ACCOUNT_CALLS = [("GET /api/user/export", 200), ("DELETE /api/user", 204)]


def joined(api) -> tuple[WebHalf, WechatHalf]:
    web, wechat = WebHalf.make(api), WechatHalf.make(api, nickname="小明").sign_in()
    bind(api, web, "wechat", wechat, "web")
    return web, wechat


def test_an_export_has_both_halves_and_no_secret(api):
    web, wechat = WebHalf.make(api), WechatHalf.make(api, nickname="小明").sign_in()
    former = api.call("GET /api/user/profile", 200, headers=wechat.headers).json()["id"]
    bind(api, web, "wechat", wechat, "web")
    exported = api.call("GET /api/user/export", 200, headers=web.headers)
    everything = exported.json()
    assert everything["profile"]["email"] == "ada@example.com"
    assert {identity["provider"] for identity in everything["identities"]} == {"clerk", "wechat"}
    assert wechat.openid in {identity["subject"] for identity in everything["identities"]}
    assert everything["formerIds"] == [former]
    assert [session["platform"] for session in everything["sessions"]] == ["miniprogram"]
    assert wechat.session["refreshToken"].split("_")[1].split(".")[0] not in exported.text


def test_a_deleted_account_is_gone_on_every_device(api):
    wechat = WechatHalf.make(api, nickname="小明").sign_in()
    other = WechatHalf(api, wechat.person_id, wechat.openid).sign_in()
    before = api.call("GET /api/user/profile", 200, headers=other.headers).json()
    api.call("DELETE /api/user", 204, headers=wechat.headers)
    for half in (wechat, other):
        gone = api.call("GET /api/user/profile", 401, headers=half.headers).json()
        assert gone["error"] == "session_not_found"
        body = {"refreshToken": half.session["refreshToken"]}
        api.call("POST /api/auth/refresh", 400, body=body, headers={"X-Platform": "miniprogram"})
    back = wechat.sign_in()
    assert back.session["isNewUser"] is True
    after = api.call("GET /api/user/profile", 200, headers=back.headers).json()
    assert after["id"] != before["id"]
    assert api.call("GET /api/user/export", 200, headers=back.headers).json()["formerIds"] == []


def test_tokens_that_clerk_made_before_a_deletion_make_no_account_anew(api):
    web = WebHalf.make(api)
    former, ids = [], set()
    for _ in range(2):
        headers = web.headers
        ids.add(api.call("GET /api/user/profile", 200, headers=headers).json()["id"])
        former.append(headers)
        api.call("DELETE /api/user", 204, headers=headers)
        for each in former:
            gone = api.call("GET /api/user/profile", 401, headers=each).json()
            assert gone["error"] == "session_not_found"
        api.control("POST /clock/advance", 200, {"ms": 1000})
    ids.add(api.call("GET /api/user/profile", 200, headers=web.headers).json()["id"])
    assert len(ids) == 3
    api.call("GET /api/user/profile", 401, headers=former[1])


@pytest.mark.parametrize(("name", "done"), ACCOUNT_CALLS)
def test_both_want_somebody_who_has_just_signed_in(api, name, done):
    web = WebHalf.make(api)
    stale = api.call(name, 403, headers=web.stale_headers())
    assert stale.json()["error"] == "reauth_required"
    api.call(name, 401, headers={"X-Platform": "web"})
    api.call(name, 400, headers={"Authorization": f"Bearer {web.token()}"})
    api.call(name, done, headers=web.headers)
    api.control("POST /reset", 204)
    web = WebHalf.make(api)
    api.control("POST /faults", 201, {"route": "GET /clerk/.well-known/jwks.json", "status": 500})
    api.call(name, 503, headers=web.headers)


def test_who_is_deleted_at_clerk_is_gone_here(api):
    web = WebHalf.make(api)
    token = {"X-Platform": "web", "Authorization": f"Bearer {web.token()}"}
    api.call("GET /api/user/profile", 200, headers=token)
    tell(api, "user.deleted", web.user_id, "msg_1")
    # Its token would be good for another minute, and would make the account anew.
    assert (
        api.call("GET /api/user/profile", 401, headers=token).json()["error"] == "session_not_found"
    )


def test_who_has_another_half_keeps_the_account(api):
    web, wechat = joined(api)
    tell(api, "user.deleted", web.user_id, "msg_1")
    wechat.refresh()
    profile = api.call("GET /api/user/profile", 200, headers=wechat.headers).json()
    assert [identity["provider"] for identity in profile["identities"]] == ["wechat"]


@pytest.mark.parametrize("event", ["session.ended", "session.removed", "session.revoked"])
def test_a_session_that_ended_at_clerk_does_nothing_any_more(api, event):
    web = WebHalf.make(api)
    session = api.control("POST /clerk/sessions", 201, {"userId": web.user_id})["sessionId"]
    made = api.control("POST /clerk/session-tokens", 201, {"sessionId": session})
    fields = {"X-Platform": "web", "Authorization": f"Bearer {made['token']}"}
    issued = api.call("POST /api/bind-codes", 201, body={"target": "wechat"}, headers=fields).json()
    tell(api, event, session, "msg_1")
    assert (
        api.call("GET /api/user/profile", 401, headers=fields).json()["error"]
        == "session_not_found"
    )
    api.control("POST /clerk/sessions", 201, {"userId": web.user_id})
    state = api.call(
        "GET /api/bindings/{id}", 200, id=issued["bindingId"], headers=web.headers
    ).json()["state"]
    assert state == "expired"


def test_a_message_counts_once_and_others_have_no_effect(api):
    web = WebHalf.make(api)
    api.call("GET /api/user/profile", 200, headers=web.headers)
    tell(api, "user.updated", web.user_id, "msg_1")
    tell(api, "user.deleted", web.user_id, "msg_1")
    api.call("GET /api/user/profile", 200, headers=web.headers)


def test_only_a_signed_message_of_now_is_taken(api, server_without_control):
    body = json.dumps({"type": "user.deleted", "data": {"id": "user_1"}}).encode()
    now = now_s(api)
    good = headers("msg_1", now, body)
    for bad in (
        headers("msg_1", now, body, key=b"another key of somebody elses"),
        headers("msg_1", now - 301, body),
        headers("msg_1", now + 301, body),
        headers("msg_1", now, body + b" "),
        {**good, "svix-id": "msg_2"},
        {name: value for name, value in good.items() if name != "svix-signature"},
        {**good, "svix-timestamp": "1e9"},
        {**good, "svix-timestamp": "9" * 30},
    ):
        refused = api.call("POST /webhooks/clerk", 401, raw=body, headers=bad)
        assert refused.json()["error"] == "invalid_signature"
    for nonsense in (b"[]", b"{}", b"{", b'{"type":7}'):
        fields = headers("msg_1", now, nonsense)
        api.call("POST /webhooks/clerk", 400, raw=nonsense, headers=fields)
    server_without_control.call("POST /webhooks/clerk", 404, raw=body, headers=good)
