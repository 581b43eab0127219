"""A hundred who open the same code, or fetch the same session, at once: one of them."""

from crowd import all_at_once, send

from people import WechatHalf
from test_device import GRANT
from test_scans import about, decide, scan, scene_in, start, state

MANY = 100


def people(api, count: int) -> list[dict]:
    return [WechatHalf.make(api).sign_in().headers for _ in range(count)]


def test_of_a_hundred_scanners_one_has_it(api):
    everybody = people(api, MANY)
    grant = start(api, "mini_program")
    body = {"scene": scene_in(grant["verification_uri_complete"])}
    told = all_at_once(
        MANY, lambda at: send(api, at, "POST", "/api/scans", body=body, headers=everybody[at])
    )
    assert sorted(status for status, _ in told) == [200] + [410] * (MANY - 1)
    assert {said["error"] for status, said in told if status == 410} == {"scan_used"}
    [first] = [at for at, (status, _) in enumerate(told) if status == 200]
    approve = f"/api/scans/{told[first][1]['id']}/approve"
    number = {"number": grant["number"]}
    decided = all_at_once(
        MANY, lambda at: send(api, at, "POST", approve, body=number, headers=everybody[at])
    )
    assert [at for at, (status, _) in enumerate(decided) if status == 200] == [first]
    assert state(api, grant) == "approved"


def test_a_hundred_who_fetch_the_session_share_one(api):
    mini = WechatHalf.make(api).sign_in()
    grant = start(api, "mini_program")
    seen = scan(api, mini, scene_in(grant["verification_uri_complete"]))
    decide(api, mini, seen, "approve", number=grant["number"])
    form = {"grant_type": GRANT, "device_code": grant["device_code"]}
    told = all_at_once(MANY, lambda at: send(api, at, "POST", "/oauth/token", form=form))
    # One session, given again while nobody has used it: a lost answer is asked for again.
    assert {status for status, _ in told} == {200}
    assert len({said["refresh_token"] for _, said in told}) == 1
    entries = api.control("GET /audit")["entries"]
    signed_in = [each for each in entries if each["event"] == "signed_in"]
    assert [each.get("detail") for each in signed_in].count("device") == 1


def test_a_hundred_return_codes_at_once_are_five_tries(api):
    mini = WechatHalf.make(api).sign_in()
    grant = start(api, "link")
    code = decide(api, mini, scan(api, mini, scene_in(grant["open_uri"])), "approve")["returnCode"]
    guesses = [f"{(int(code) + 1 + at) % 1_000_000:06}" for at in range(MANY)]

    def guess(at):
        form = {"device_code": grant["device_code"], "code": guesses[at]}
        return send(api, at, "POST", "/oauth/device_return", form=form)

    told = [status for status, _ in all_at_once(MANY, guess)]
    assert told.count(422) == 4 and set(told) == {400, 422}
    about(api, grant, "device_return", 400, code=code)
    assert state(api, grant) == "denied"
