"""Both halves become one person, in both directions; and every way this can end otherwise."""

from people import WebHalf, WechatHalf
from test_sessions import refused


def issue(api, half, target):
    return api.call(
        "POST /api/bind-codes", 201, body={"target": target}, headers=half.headers
    ).json()


def redeem(api, half, code, platform, expect=202):
    body = {"bindCode": code, "platform": platform}
    return api.call("POST /api/bind-account", expect, body=body, headers=half.headers).json()


def step(api, half, binding, name, expect=200, **body):
    return api.call(
        f"POST /api/bindings/{{id}}/{name}",
        expect,
        body=body or None,
        headers=half.headers,
        id=binding["bindingId"],
    )


def look(api, half, binding, expect=200, **query):
    return api.call(
        "GET /api/bindings/{id}", expect, headers=half.headers, query=query, id=binding["bindingId"]
    ).json()


def bind(api, issuer, target, redeemer, platform, by="bindCode"):
    binding = issue(api, issuer, target)
    assert look(api, issuer, binding)["preview"] is None
    redeem(api, redeemer, binding[by], platform)
    number = step(api, redeemer, binding, "accept").json()["number"]
    assert look(api, issuer, binding)["state"] == "accepted"
    return binding, step(api, issuer, binding, "confirm", number=number).json()


def test_web_issues_and_the_mini_program_redeems(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api, nickname="小明").sign_in()
    binding, confirmed = bind(api, web, "wechat", mini, "web")
    assert "session" not in confirmed
    assert (
        step(api, web, binding, "confirm", number="00").json()["success"] is True
    )  # the answer got lost
    mini.refresh()
    ids = {
        api.call("GET /api/user/profile", 200, headers=half.headers).json()["id"]
        for half in (web, mini)
    }
    assert len(ids) == 1
    events = [entry["event"] for entry in api.control("GET /audit")["entries"]]
    assert [
        event for event in events if event in ("issued", "redeemed", "accepted", "confirmed")
    ] == ["issued", "redeemed", "accepted", "confirmed"]
    again = issue(api, web, "wechat")
    assert redeem(api, mini, again["bindCode"], "web", expect=200) == {"state": "already_linked"}
    merge = {"bindCode": again["bindCode"], "platform": "web", "survivor": "issuer"}
    assert api.call("POST /api/users/merge", 200, body=merge, headers=mini.headers).json() == {
        "state": "already_linked"
    }


def test_the_mini_program_issues_and_web_redeems_by_qr(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    _, confirmed = bind(api, mini, "web", web, "wechat", by="qr")
    mini.session = confirmed["session"]
    halves = api.call("GET /api/user/profile", 200, headers=mini.headers).json()["identities"]
    assert {identity["half"] for identity in halves} == {"web", "wechat"}


def test_unbinding_needs_a_fresh_sign_in_and_leaves_one(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    name = "DELETE /api/identities/{provider}"
    refused(
        api, name, 422, "single_identity_not_deletable", headers=mini.headers, provider="wechat"
    )
    refused(api, name, 404, "identity_not_found", headers=mini.headers, provider="web")
    bind(api, web, "wechat", mini, "web")
    refused(api, name, 403, "reauth_required", headers=web.stale_headers(), provider="wechat")
    refused(api, name, 401, "invalid_token", headers={"X-Platform": "web"}, provider="wechat")
    refused(api, name, 400, "invalid_platform", headers={}, provider="wechat")
    left = api.call(name, 200, headers=web.headers, provider="wechat").json()
    assert [identity["provider"] for identity in left["identities"]] == ["clerk"]
    # Cool-down: the same WeChat account cannot go to somebody else at once.
    other, mini = WebHalf.make(api), mini.sign_in()
    binding = issue(api, other, "wechat")
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    refused(
        api, "POST /api/bind-account", 409, "identity_cooling_down", body=body, headers=mini.headers
    )


def test_codes_that_are_no_good_answer_alike(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    used = issue(api, web, "wechat")
    redeem(api, mini, used["bindCode"], "web")
    answers = []
    for code in (used["bindCode"], "BCDFG-HJKLM", "00000-00000", "x"):
        body = {"bindCode": code, "platform": "web"}
        answer = refused(
            api, "POST /api/bind-account", 400, "bind_code_invalid", body=body, headers=mini.headers
        )
        answers.append({key: value for key, value in answer.json().items() if key != "requestId"})
    assert all(answer == answers[0] for answer in answers)
    body = {"bindCode": "BCDFG-HJKLM", "platform": "web"}
    refused(
        api, "POST /api/bind-account", 400, "bind_code_invalid", body=body, headers=mini.headers
    )
    refused(api, "POST /api/bind-account", 429, "rate_limited", body=body, headers=mini.headers)
    merge = body | {"survivor": "issuer"}
    refused(api, "POST /api/users/merge", 429, "rate_limited", body=merge, headers=mini.headers)


def test_too_many_codes(api):
    web = WebHalf.make(api)
    for _ in range(10):
        issue(api, web, "wechat")
    refused(
        api,
        "POST /api/bind-codes",
        429,
        "rate_limited",
        body={"target": "wechat"},
        headers=web.headers,
    )


def test_wrong_numbers_end_it(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    binding = issue(api, web, "wechat")
    refused(
        api,
        "POST /api/bindings/{id}/confirm",
        409,
        "binding_not_accepted",
        body={"number": "00"},
        headers=web.headers,
        id=binding["bindingId"],
    )
    redeem(api, mini, binding["qr"], "web")
    number = step(api, mini, binding, "accept").json()["number"]
    wrong = f"{(int(number) + 1) % 100:02}"
    for left in (2, 1):
        assert step(api, web, binding, "confirm", 422, number=wrong).json()["attemptsLeft"] == left
    step(api, web, binding, "confirm", 409, number=wrong)
    assert look(api, web, binding)["state"] == "declined"
    step(api, mini, binding, "accept", 409)


def test_either_side_declines(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    for decliner in (web, mini):
        binding = issue(api, web, "wechat")
        redeem(api, mini, binding["bindCode"], "web")
        step(api, decliner, binding, "decline", 204)
        assert look(api, web, binding, wait=1, since="pending")["state"] == "declined"


def test_nobody_answers(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    binding = issue(api, web, "wechat")
    redeem(api, mini, binding["bindCode"], "web")
    api.control("POST /clock/advance", 200, {"ms": 121_000})
    assert look(api, web, binding)["state"] == "expired"
    step(api, mini, binding, "accept", 409)
    step(api, mini, binding, "decline", 409)
    step(api, web, binding, "confirm", 409, number="00")


def test_a_stranger_finds_no_binding(api):
    web, stranger = WebHalf.make(api), WechatHalf.make(api).sign_in()
    binding = issue(api, web, "wechat")
    look(api, stranger, binding, 404)
    for name in ("accept", "decline"):
        step(api, stranger, binding, name, 404)
    step(api, stranger, binding, "confirm", 404, number="00")


def test_the_other_account_has_data_of_its_own(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    api.call("PUT /api/user/profile", 200, body={"nickname": "Mine"}, headers=mini.headers)
    binding = issue(api, web, "wechat")
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    refused(
        api,
        "POST /api/bind-account",
        422,
        "identity_already_exists",
        body=body,
        headers=mini.headers,
    )
    merge = body | {"survivor": "redeemer"}
    api.call("POST /api/users/merge", 202, body=merge, headers=mini.headers)
    number = step(api, mini, binding, "accept").json()["number"]
    step(api, web, binding, "confirm", number=number)
    assert api.call("GET /api/user/profile", 200, headers=web.headers).json()["nickname"] == "Mine"


def test_that_account_has_a_wechat_already(api):
    web, first, second = (
        WebHalf.make(api),
        WechatHalf.make(api).sign_in(),
        WechatHalf.make(api).sign_in(),
    )
    bind(api, web, "wechat", first, "web")
    binding = issue(api, web, "wechat")
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    refused(
        api,
        "POST /api/bind-account",
        409,
        "provider_already_linked",
        body=body,
        headers=second.headers,
    )
    merge = body | {"survivor": "issuer"}
    refused(
        api,
        "POST /api/users/merge",
        409,
        "provider_already_linked",
        body=merge,
        headers=second.headers,
    )
    refused(
        api,
        "POST /api/users/merge",
        400,
        "bind_code_invalid",
        body=merge | {"bindCode": "x"},
        headers=second.headers,
    )


def test_issuing_needs_a_fresh_sign_in(api):
    web = WebHalf.make(api)
    refused(
        api,
        "POST /api/bind-codes",
        403,
        "reauth_required",
        body={"target": "wechat"},
        headers=web.stale_headers(),
    )
    for bad in ({}, {"target": "web"}, {"target": "fax"}):
        refused(
            api,
            "POST /api/bind-codes",
            400,
            "invalid_request",
            body=bad,
            headers=web.headers,
            proper=False,
        )
