"""Two halves become one person, each at a terminal of its own."""

import json

import pytest

from people import WebHalf, WechatHalf


@pytest.fixture
def halves(at, api):
    """Two profiles of one home: the telephone's half and the web's."""
    phone = WechatHalf.make(api, nickname="Hua").code()["code"]
    at.run("login", "--code", "--profile", "phone", given=phone)
    web = WebHalf.make(api, firstName="Ada")
    token = web.headers["Authorization"].removeprefix("Bearer ")
    at.run("login", "--clerk-token", "-", "--profile", "page", given=token)
    return at


def issue(home, profile, half):
    issuer = home.start("bind", half, "--profile", profile, "--json")
    return issuer, json.loads(issuer.stdout.readline())["bind_code"]


def redeem(home, profile, half, code):
    redeemer = home.start("bind", half, "--code", "--yes", "--profile", profile, "--json")
    redeemer.stdin.write(code + "\n")
    redeemer.stdin.flush()
    assert json.loads(redeemer.stdout.readline())["event"] == "redeemed"
    return redeemer, json.loads(redeemer.stdout.readline())["number"]


@pytest.mark.parametrize(("issuing", "joining"), [("page", "phone"), ("phone", "page")])
def test_either_way(halves, issuing, joining):
    other = {"page": "wechat", "phone": "web"}
    issuer, code = issue(halves, issuing, other[issuing])
    redeemer, number = redeem(halves, joining, other[joining], code)
    assert json.loads(issuer.stdout.readline())["event"] == "accepted"
    out, err = issuer.communicate(number + "\n")
    assert issuer.returncode == 0, err
    assert json.loads(out)["event"] == "confirmed"
    out, err = redeemer.communicate()
    assert redeemer.returncode == 0, err
    assert json.loads(out)["event"] == "confirmed"
    mine = [halves.run("whoami", "--json", "--profile", each).json for each in (issuing, joining)]
    assert mine[0]["id"] == mine[1]["id"]
    assert {each["provider"] for each in mine[0]["identities"]} == {"wechat", "clerk"}
    assert code not in err

    halves.run("unbind", "wechat", "--profile", "page")
    left = halves.run("whoami", "--json", "--profile", "page").json
    assert [each["provider"] for each in left["identities"]] == ["clerk"]
    refused = halves.run("unbind", "web", "--profile", "page", "--json", status=4)
    assert refused.error["code"] == "last_identity"


def test_a_wrong_number_joins_nothing(halves):
    issuer, code = issue(halves, "page", "wechat")
    redeemer, number = redeem(halves, "phone", "web", code)
    wrong = f"{(int(number) + 1) % 100:02}\n"
    _, err = issuer.communicate(wrong)
    assert issuer.returncode == 4
    assert json.loads(err.splitlines()[-1])["error"]["code"] == "wrong_number"
    redeemer.kill()
    redeemer.communicate()
    assert len(halves.run("whoami", "--json", "--profile", "page").json["identities"]) == 1


def test_no_is_the_default(halves):
    issuer, code = issue(halves, "page", "wechat")
    redeemer = halves.on_terminal("bind", "web", "--code", "--profile", "phone")
    redeemer.see("Code that the other half shows: ")
    redeemer.type(code + "\n")
    redeemer.see(r"Join that account\? \[y/N\] ")
    redeemer.type("\n")
    assert redeemer.end() == 4
    assert code not in redeemer.screen
    _, err = issuer.communicate()
    assert issuer.returncode == 4
    assert json.loads(err.splitlines()[-1])["error"]["code"] == "binding_declined"


def test_a_code_that_is_none(halves):
    refused = halves.run(
        "bind",
        "web",
        "--code",
        "--yes",
        "--profile",
        "phone",
        "--json",
        given="BCDFG-HJKLM\n",
        status=4,
    )
    assert refused.error["code"] == "bind_code_invalid"
