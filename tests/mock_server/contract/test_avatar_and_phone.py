"""The two things only a mini-program hands over: a picture from chooseAvatar, and a code of the phone-number button."""

import threading
import time

import pytest

from people import WebHalf, WechatHalf
from test_binding import issue, redeem, step
from test_sessions import MINI, refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
PICTURE = {"Content-Type": "image/png"}


def test_a_picture_is_taken_and_served_as_nothing_but_a_picture(api):
    half = WechatHalf.make(api).sign_in()
    url = api.call("POST /api/user/avatar", 200, raw=PNG, headers=half.headers | PICTURE).json()[
        "avatarUrl"
    ]
    served = api.call("GET /avatars/{id}", 200, id=url.rsplit("/", 1)[1])
    assert served.content == PNG
    assert served.headers["content-type"] == "image/png"
    api.call("GET /avatars/{id}", 404, id="nothing")


def test_a_form_will_do_too(api):
    half = WechatHalf.make(api).sign_in()
    form = (
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + PNG + b"\r\n--cut--\r\n"
    )
    headers = half.headers | {"Content-Type": "multipart/form-data; boundary=cut"}
    api.call("POST /api/user/avatar", 200, raw=form, headers=headers)
    headers["Content-Type"] = "multipart/form-data; boundary=other"
    refused(api, "POST /api/user/avatar", 400, "invalid_request", raw=form, headers=headers)


def test_what_is_no_picture_is_refused(api):
    half = WechatHalf.make(api).sign_in()
    refused(
        api,
        "POST /api/user/avatar",
        415,
        "unsupported_picture",
        raw=b"<svg onload=1>",
        headers=half.headers | PICTURE,
    )
    big = PNG + b"\0" * (2 * 1024 * 1024)
    refused(
        api,
        "POST /api/user/avatar",
        413,
        "payload_too_large",
        raw=big,
        headers=half.headers | PICTURE,
    )
    refused(api, "POST /api/user/avatar", 401, "invalid_token", raw=PNG, headers=MINI | PICTURE)


def test_a_phone_number_comes_into_the_profile(api):
    half = WechatHalf.make(api, phoneNumber="13912345678").sign_in()
    body = {"code": half.code("phone-codes")["code"]}
    profile = api.call("POST /api/user/phone", 200, body=body, headers=half.headers).json()
    assert profile["phone"] == "+86 13912345678"
    refused(
        api, "POST /api/user/phone", 400, "wechat_code_invalid", body=body, headers=half.headers
    )
    refused(api, "POST /api/user/phone", 401, "invalid_token", body=body, headers=MINI)


def test_somebody_elses_phone_code_is_no_good(api):
    half, other = WechatHalf.make(api).sign_in(), WechatHalf.make(api)
    body = {"code": other.code("phone-codes")["code"]}
    answer = api.send("POST", "/api/user/phone", body=body, headers=half.headers)
    assert answer.status != 200


def test_wechat_wants_phone_codes_slower(api):
    half = WechatHalf.make(api).sign_in()
    fault = {
        "route": "POST /wechat/wxa/business/getuserphonenumber",
        "status": 200,
        "body": {"errcode": 45011, "errmsg": "slower"},
    }
    api.control("POST /faults", 201, fault)
    body = {"code": half.code("phone-codes")["code"]}
    refused(api, "POST /api/user/phone", 429, "rate_limited", body=body, headers=half.headers)


def absorbed(api, half) -> None:
    web = WebHalf.make(api)
    binding = issue(api, web, "wechat")
    redeem(api, half, binding["bindCode"], "web")
    step(api, web, binding, "confirm", number=step(api, half, binding, "accept").json()["number"])


def signed_out(api, half) -> None:
    api.call("POST /api/auth/logout", 204, headers=half.headers)


@pytest.mark.parametrize("end", [absorbed, signed_out])
def test_who_is_gone_while_wechat_thinks_is_told_so_and_nothing_is_written(api, end):
    half = WechatHalf.make(api).sign_in()
    fault = {"route": "POST /wechat/wxa/business/getuserphonenumber", "delayMs": 500}
    api.control("POST /faults", 201, fault)
    body, headers = {"code": half.code("phone-codes")["code"]}, half.headers
    told = []
    ask = threading.Thread(
        target=lambda: told.append(api.send("POST", "/api/user/phone", body=body, headers=headers))
    )
    ask.start()
    while api.control("GET /faults")["faults"][0]["hits"] == 0:
        time.sleep(0.001)
    end(api, half)
    ask.join()
    assert told[0].status == 401
    events = [entry["event"] for entry in api.control("GET /audit")["entries"]]
    assert "phone_bound" not in events
