"""The fixtures as a stranger meets them: the server is real, and each test begins without a past."""

import json
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from hufu_auth.testing import (
    ControlError,
    MockServer,
    ServerNotFound,
    ServerNotStarted,
    find_program,
)

pytest_plugins = ["pytester"]


def ask(server, method, path, body=None, **headers):
    """Status and JSON, or None where there is no body."""
    content = None if body is None else json.dumps(body).encode()
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if content is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(server.url + path, content, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read()
    return status, json.loads(text) if text else None


def sign_in(server, person):
    body = {"code": person.wechat.login_code()}
    status, answer = ask(server, "POST", "/api/wechat/login", body, X_Platform="miniprogram")
    assert status == 200
    return answer


def profile(server, token, platform="miniprogram"):
    headers = {"X_Platform": platform, "Authorization": f"Bearer {token}"}
    return ask(server, "GET", "/api/user/profile", **headers)


def test_a_person_has_two_halves_that_the_backend_does_not_know_to_be_one(hufu_server, hufu_person):
    in_wechat = sign_in(hufu_server, hufu_person)
    assert in_wechat["isNewUser"] is True
    status, on_the_web = profile(hufu_server, hufu_person.clerk.session_token(), "web")
    assert status == 200
    assert on_the_web["id"] != in_wechat["user"]["id"]
    assert hufu_server.count("POST /api/wechat/login") == 1
    assert hufu_server.count("GET /api/user/profile", 200) == 1
    assert hufu_server.count("GET /api/user/profile", 401) == 0


def test_nobody_is_left_from_the_test_before(hufu_server):
    assert hufu_server.requests() == []
    assert hufu_server.audit() == []
    assert hufu_server.clock.offset == timedelta(0)


def test_the_clock_moves_and_tokens_expire(hufu_server, hufu_person, hufu_clock):
    token = sign_in(hufu_server, hufu_person)["token"]
    assert profile(hufu_server, token)[0] == 200
    before = hufu_clock.now()
    hufu_clock.advance(timedelta(minutes=16))
    assert hufu_clock.now() - before >= timedelta(minutes=16)
    assert profile(hufu_server, token)[0] == 401
    hufu_clock.advance(-16 * 60)
    assert profile(hufu_server, token)[0] == 200
    assert abs(hufu_clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_faults_meet_the_requests_that_they_are_for(hufu_server, hufu_person, hufu_faults):
    token = sign_in(hufu_server, hufu_person)["token"]
    fault = hufu_faults.add("GET /api/user/profile", status=503, after=1, times=2, retry_after=7)
    assert [profile(hufu_server, token)[0] for _ in range(4)] == [200, 503, 503, 200]
    assert (fault.hits, fault.seen) == (2, 3)  # the fourth came when it was over
    with hufu_faults.add("*", status=500, times=None, body={"error": "everything"}) as everything:
        assert [profile(hufu_server, token) for _ in range(3)] == [
            (500, {"error": "everything"})
        ] * 3
        assert everything.hits == 3
    assert profile(hufu_server, token)[0] == 200
    with pytest.raises(LookupError, match="was removed"):
        _ = everything.hits


def test_a_fault_that_cannot_happen_is_refused(hufu_faults):
    with pytest.raises(ControlError, match="400 .*GET /_control/routes lists"):
        hufu_faults.add("GET /nowhere", status=503)
    with pytest.raises(ControlError, match="would do nothing"):
        hufu_faults.add("GET /api/user/profile")


def test_seen_requests_tell_tokens_apart_but_do_not_hold_them(hufu_server, hufu_person):
    token = sign_in(hufu_server, hufu_person)["token"]
    for _ in range(2):
        profile(hufu_server, token)
    profile(hufu_server, hufu_person.clerk.session_token(), "web")
    first, second, third = hufu_server.requests("GET /api/user/profile")
    assert first.authorization == second.authorization != third.authorization
    assert (first.status, first.platform, third.platform) == (200, "miniprogram", "web")
    assert token not in repr(first)


def test_phone_codes_open_data_and_other_people(hufu_server):
    person = hufu_server.add_wechat_person(
        nickname="小华", phone_number="13900139000", openid="o-1"
    )
    assert (person.openid, person.nickname, person.phone_number) == ("o-1", "小华", "13900139000")
    assert person.login_code() != person.login_code()
    assert person.open_data().user_info["nickName"] == "小华"
    assert person.phone_code().encrypted_data
    assert person.website_code()
    person.change(blocked=True)
    body = {"code": person.login_code()}
    status, _ = ask(hufu_server, "POST", "/api/wechat/login", body, X_Platform="miniprogram")
    assert status == 403


@pytest.mark.parametrize(
    "wish, status",
    [({}, 200), ({"version": 1}, 200), ({"expires_in_s": -10}, 401), ({"forged": True}, 401)],
)
def test_clerk_tokens_as_a_test_wants_them(hufu_server, wish, status):
    user = hufu_server.add_clerk_user(email="ann@example.com")
    assert profile(hufu_server, user.session_token(**wish), "web")[0] == status


def test_a_banned_user_stays_out(hufu_server, hufu_person):
    answer = sign_in(hufu_server, hufu_person)
    hufu_server.ban(answer["user"]["id"])
    assert profile(hufu_server, answer["token"])[0] == 403
    hufu_server.ban(answer["user"]["id"], banned=False)
    assert profile(hufu_server, answer["token"])[0] == 200


# ---- the program ----------------------------------------------------------------------------


def test_the_environment_of_a_real_backend_does_not_reach_the_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://real.example/database")
    monkeypatch.setenv("JWT_SECRET", "short")
    with MockServer.start() as server:
        assert server.requests() == []


def test_what_the_server_says_when_it_cannot_start_is_told():
    with pytest.raises(ServerNotStarted, match=r"status 2\): .*JWT_SECRET"):
        MockServer.start(environment={"JWT_SECRET": "short"})
    with pytest.raises(ServerNotStarted, match="status 0.*it said nothing"):
        MockServer.start(program="/bin/true")


def test_stopping_twice_is_one_stop():
    server = MockServer.start("--refresh-reuse=strict")
    server.stop()
    server.stop()
    with pytest.raises(OSError):
        server.reset()


def test_the_named_server_comes_before_the_wheel(monkeypatch, tmp_path):
    usual = find_program()
    monkeypatch.setenv("HUFU_MOCK_SERVER", str(tmp_path))
    with pytest.raises(ServerNotFound, match="HUFU_MOCK_SERVER names .* not a program"):
        find_program()
    other = tmp_path / "other"
    other.symlink_to(usual)
    monkeypatch.setenv("HUFU_MOCK_SERVER", str(other))
    assert find_program() == other


def test_without_a_server_a_test_says_how_to_get_one(pytester, monkeypatch):
    monkeypatch.delenv("HUFU_MOCK_SERVER", raising=False)
    pytester.makeconftest(
        """
        import importlib.util
        importlib.util.find_spec = lambda name: None
        """
    )
    pytester.makepyfile("def test_it(hufu_server): pass")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*pip install ./bindings/python/mock_server*hufu-auth-mock-server*HUFU_MOCK_SERVER*"]
    )


def test_flags_of_the_server_are_a_fixture_to_override(pytester):
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def hufu_server_flags():
            return ["--limits=sometimes"]
        """
    )
    pytester.makepyfile("def test_it(hufu_server): pass")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["hufu-mock-server did not start*limits*"])


def test_a_forked_process_does_not_end_its_parents_server(hufu_server):
    import multiprocessing

    child = multiprocessing.get_context("fork").Process(target=hufu_server.stop)
    child.start()
    child.join()
    assert child.exitcode == 0
    assert hufu_server.requests() == []


def test_a_server_ends_with_whoever_started_it_however_that_ended():
    program = """
        import time
        from hufu_auth.testing import MockServer
        print(MockServer.start().url, flush=True)
        time.sleep(600)
    """
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    )
    url = owner.stdout.readline().strip()
    urllib.request.urlopen(url + "/openapi.json", timeout=60).close()
    owner.kill()
    owner.wait()
    owner.stdout.close()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url + "/openapi.json", timeout=60).close()
        except OSError:  # refused, or reset in the middle of its end
            return
        time.sleep(0.02)
    pytest.fail("the server is still there")
