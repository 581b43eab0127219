"""What an application's own server does to its people at GoTrue's surface."""

import pytest

from gotrue import ADA, NEWER, PASSWORD, bearer, refused, sign_up, token
from test_factors import FACTORS

USERS = "/auth/v1/admin/users"
NOBODY = "83fd9e20-7a80-46e4-bf29-a86e3d6bbf66"


@pytest.fixture
def server(api):
    key = api.control("GET /gotrue/keys", 200)["serviceRoleKey"]
    return NEWER | {"Authorization": f"Bearer {key}"}


def create(api, server, **wish):
    return api.call(f"POST {USERS}", 200, body=wish, headers=server).json()


def update(api, server, user, **wish):
    name = f"PUT {USERS}/{{user_id}}"
    return api.call(name, 200, body=wish, headers=server, user_id=user["id"]).json()


def test_somebody_made_seen_changed_and_let_go(api, server):
    user = create(api, server, **ADA, email_confirm=True, app_metadata={"plan": "gold"})
    one = {"headers": server, "user_id": user["id"]}
    assert api.call(f"GET {USERS}/{{user_id}}", 200, **one).json() == user
    session = token(api, "password", ADA)
    assert session["user"]["app_metadata"]["plan"] == "gold"

    update(api, server, user, ban_duration="24h")
    assert token(api, "password", ADA, 400)["code"] == "user_banned"
    refused(api, "GET /auth/v1/user", 403, "user_banned", headers=bearer(session))
    update(api, server, user, ban_duration="none", role="editor")
    changed = update(api, server, user, email="b@example.com", password="another " + PASSWORD)
    assert (changed["email"], changed["role"]) == ("b@example.com", "editor")
    assert token(api, "password", {"email": "b@example.com", "password": "another " + PASSWORD})

    soft = {"should_soft_delete": True}
    api.call(f"DELETE {USERS}/{{user_id}}", 200, body=soft, **one)
    assert "deleted_at" in api.call(f"GET {USERS}/{{user_id}}", 200, **one).json()
    api.call(f"DELETE {USERS}/{{user_id}}", 200, **one)
    refused(api, f"GET {USERS}/{{user_id}}", 404, "user_not_found", **one)


def test_everybody_on_pages(api, server):
    users = [create(api, server, email=f"{name}@example.com") for name in "abc"]
    answer = api.call(f"GET {USERS}", 200, headers=server, query={"page": "1", "per_page": "2"})
    assert len(answer.json()["users"]) == 2
    assert answer.headers["x-total-count"] == "3"
    assert 'page=2&per_page=2>; rel="next"' in answer.headers["link"]
    found = api.call(f"GET {USERS}", 200, headers=server, query={"filter": "b@"}).json()
    assert [user["id"] for user in found["users"]] == [users[1]["id"]]
    refused(api, f"GET {USERS}", 400, "validation_failed", headers=server, query={"page": "-1"})


def test_wishes_of_a_server_that_are_no_good(api, server):
    user = create(api, server, **ADA)
    create(api, server, email="b@example.com", phone="+8613800138000")
    post, put = f"POST {USERS}", f"PUT {USERS}/{{user_id}}"
    one = {"headers": server, "user_id": user["id"]}
    wrong = {"body": {"email": "xx:;x@x.x"}}
    refused(api, post, 400, "validation_failed", headers=server, **wrong)
    refused(api, put, 400, "validation_failed", **one, **wrong)
    for name, more in ((post, {"headers": server}), (put, one)):
        refused(api, name, 422, "email_exists", body={"email": "b@example.com"}, **more)
        refused(api, name, 422, "phone_exists", body={"phone": "8613800138000"}, **more)
    refused(api, put, 422, "weak_password", body={"password": "x"}, **one)
    for method in ("GET", "PUT", "DELETE"):
        name = f"{method} {USERS}/{{user_id}}"
        body = {} if method == "PUT" else None
        more = {"headers": server, "body": body}
        refused(api, name, 404, "user_not_found", user_id=NOBODY, **more)
        refused(api, name, 404, "validation_failed", user_id="x", **more)
    one["headers"] = server | {"Content-Type": "application/json"}
    refused(api, f"DELETE {USERS}/{{user_id}}", 400, "bad_json", raw=b"{", **one)


def test_nobody_else_may(api, server):
    session = sign_up(api, data={"role": "service_role"})
    anon = NEWER | {"Authorization": f"Bearer {api.control('GET /gotrue/keys', 200)['anonKey']}"}
    for headers in (anon, bearer(session)):
        refused(api, f"GET {USERS}", 403, "not_admin", headers=headers)


def test_links_and_invitations(api, server):
    links = "POST /auth/v1/admin/generate_link"
    wish = {"type": "signup", **ADA}
    made = api.call(links, 200, body=wish, headers=server).json()
    assert made["action_link"].count(made["hashed_token"]) == 1
    refused(api, links, 422, "weak_password", body=wish | {"password": "x"}, headers=server)
    recovery = {"type": "recovery", "email": "nobody@example.com"}
    refused(api, links, 404, "user_not_found", body=recovery, headers=server)
    refused(api, links, 400, "validation_failed", body=recovery | {"email": "x"}, headers=server)

    invite = "POST /auth/v1/invite"
    user = api.call(invite, 200, body={"email": "b@example.com"}, headers=server).json()
    assert "invited_at" in user
    create(api, server, email="c@example.com", email_confirm=True)
    refused(api, invite, 422, "email_exists", body={"email": "c@example.com"}, headers=server)
    refused(api, invite, 400, "validation_failed", body={"email": "x"}, headers=server)


def test_factors_of_somebody(api, server):
    session = sign_up(api)
    name = f"GET {USERS}/{{user_id}}/factors"
    factor = api.call(FACTORS, 200, body={"factor_type": "totp"}, headers=bearer(session)).json()
    one = {"headers": server, "user_id": session["user"]["id"]}
    assert [each["id"] for each in api.call(name, 200, **one).json()] == [factor["id"]]
    refused(api, name, 404, "user_not_found", headers=server, user_id=NOBODY)
    drop = f"DELETE {USERS}/{{user_id}}/factors/{{factor_id}}"
    api.call(drop, 200, factor_id=factor["id"], **one)
    refused(api, drop, 404, "mfa_factor_not_found", factor_id=factor["id"], **one)
    refused(api, drop, 404, "validation_failed", factor_id="x", **one)
