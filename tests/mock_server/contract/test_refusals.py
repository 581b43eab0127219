"""Refusals that many routes share, asked of each of them: no platform, no token, a banned user, no database or upstream."""

from people import WebHalf, WechatHalf
from test_sessions import refused

PATH = {"id": "x", "provider": "wechat", "user_code": "BCDFG-HJKLM"}
BODIES = {
    "/api/wechat/login": {"code": "x"},
    "/api/auth/refresh": {"refreshToken": "x"},
    "/api/user/profile": {},
    "/api/user/phone": {"code": "x"},
    "/api/bind-codes": {"target": "web"},
    "/api/bind-account": {"bindCode": "x", "platform": "web"},
    "/api/users/merge": {"bindCode": "x", "platform": "web", "survivor": "issuer"},
    "/api/bindings/{id}/confirm": {"number": "00"},
    "/api/device/{user_code}/approve": {"number": "00"},
    "/api/scans": {"scene": "x"},
    "/api/web-view-tickets": {"url": "http://localhost:3000/"},
    "/api/web-view-tickets/look": {"ticket": "x", "origin": "http://localhost:3000"},
    "/api/web-view-tickets/redeem": {"ticket": "x", "origin": "http://localhost:3000", "path": "/"},
}
# Who asks is not known before.
OF_NOBODY = {
    "/api/wechat/login",
    "/api/web-view-tickets/look",
    "/api/web-view-tickets/redeem",
}


def unified(contract, status):
    """Names of the operations that document the status and ask for a platform."""
    names = []
    for pattern, item in contract.document["paths"].items():
        for method, operation in item.items():
            if (
                "unified" in operation["tags"]
                and status in operation["responses"]
                and "parameters" in operation
            ):
                if {"$ref": "#/components/parameters/Platform"} in operation["parameters"]:
                    names.append((method.upper(), pattern))
    return names


def call(api, method, pattern, expect, code, headers):
    body = BODIES.get(pattern) if method != "GET" else None
    refused(api, f"{method} {pattern}", expect, code, body=body, headers=headers, **PATH)


def test_without_a_known_platform_nothing_happens(api, contract):
    names = unified(contract, "400")
    assert len(names) > 15
    for method, pattern in names:
        for platform in ({}, {"X-Platform": "toaster"}, {"X-Platform": "Web"}):
            call(api, method, pattern, 400, "invalid_platform", platform)


def test_without_a_token_nobody_is_known(api, contract):
    for method, pattern in unified(contract, "401"):
        if pattern != "/api/auth/refresh":
            call(api, method, pattern, 401, "invalid_token", {"X-Platform": "web"})


def test_a_banned_user_is_told_so_everywhere(api, contract):
    half = WechatHalf.make(api).sign_in()
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=half.session["user"]["id"])
    for method, pattern in unified(contract, "403"):
        if pattern not in OF_NOBODY:
            call(api, method, pattern, 403, "user_banned", half.headers)


def test_clerk_away_is_503_for_whoever_asks_first(program, contract):
    """A server that has never had Clerk's keys cannot decide; one that has them goes on without Clerk."""
    from server import Api, RunningServer

    server = RunningServer(program)
    try:
        api = Api(server.url, contract)
        web = WebHalf.make(api)
        api.control(
            "POST /faults",
            201,
            {"route": "GET /clerk/.well-known/jwks.json", "status": 500, "body": "", "times": None},
        )
        for method, pattern in unified(contract, "401"):
            if pattern != "/api/auth/refresh":
                call(api, method, pattern, 503, "unavailable", web.headers)
        api.control("DELETE /faults", 204)
        api.call("GET /api/user/profile", 200, headers=web.headers)
    finally:
        assert server.stop() == 0
