"""After all bridges were walked: no secret of them stands in the database, in what the server logs, or in its record; and zbar reads the stand-ins."""

import base64
import hashlib
import hmac
import re
import subprocess
from urllib.parse import unquote

import pytest

from conftest import LINKS
from people import WebHalf, WechatHalf
from server import Api, RunningServer
from test_device import GRANT, post
from test_scans import WEB, about, decide, scan, scan_what_was_opened, scene_in, token
from test_web_view import LOOK, REDEEM, opened


def begin(api, code):
    fields = {"client_id": "Tally Tea", "code": code}
    return post(api, "POST /oauth/device_authorization", 200, fields, WEB).json()


def walk_the_desk(api, mini) -> list[str]:
    grant = begin(api, "mini_program")
    found = api.control("POST /wechat/scan", 200, {"picture": grant["picture"]})
    seen = scan_what_was_opened(api, mini, found)
    decide(api, mini, seen, "approve", number=grant["number"])
    granted = token(api, grant)
    scene = unquote(found["options"]["query"]["scene"])
    return [scene, grant["device_code"], granted["access_token"], granted["refresh_token"]]


def walk_a_link(api, mini) -> list[str]:
    grant = begin(api, "link")
    found = api.control("POST /wechat/open", 200, {"url": grant["open_uri"]})
    code = decide(api, mini, scan_what_was_opened(api, mini, found), "approve")["returnCode"]
    about(api, grant, "device_return", code=code)
    granted = token(api, grant)
    scene = unquote(found["options"]["query"]["scene"])
    return [scene, grant["device_code"], granted["access_token"], f'"{code}"', f"code={code}"]


def walk_a_binding(api, mini) -> list[str]:
    body = {"target": "wechat", "code": "mini_program"}
    web = WebHalf.make(api)
    issued = api.call("POST /api/bind-codes", 201, body=body, headers=web.headers).json()
    found = api.control("POST /wechat/scan", 200, {"picture": issued["picture"]})
    scan_what_was_opened(api, mini, found)
    return [unquote(found["options"]["query"]["scene"]), issued["bindCode"].replace("-", "")]


def walk_a_web_view(api, mini) -> list[str]:
    arrival = opened(api, mini)
    api.call(LOOK, 200, body=arrival, headers=WEB)
    session = api.call(REDEEM, 200, body=arrival, headers=WEB).json()
    return [arrival["ticket"], session["token"], session["refreshToken"]]


def walk_an_ordinary_link(api, mini) -> list[str]:
    fault = {"route": "POST /wechat/wxa/getwxacodeunlimit", "status": 500, "times": None}
    api.control("POST /faults", 201, fault)
    grant = begin(api, "mini_program")
    link = grant["verification_uri_complete"]
    api.send("GET", link.removeprefix(api.url))
    scan(api, mini, scene_in(link))
    return [scene_in(link), grant["device_code"]]


@pytest.fixture(scope="module")
def walked(program, contract, tmp_path_factory):
    """The secrets of every walk, and all that the server has written anywhere."""
    folder = tmp_path_factory.mktemp("traces")
    flags = (*LINKS, "--record", str(folder / "record.jsonl"))
    server = RunningServer(program, *flags, database=f"sqlite://{folder / 'hufu.db'}")
    api = Api(server.url, contract)
    mini = WechatHalf.make(api).sign_in()
    secrets = [mini.session["token"], mini.session["refreshToken"]]
    for walk in (walk_the_desk, walk_a_link, walk_a_web_view, walk_a_binding):
        secrets += walk(api, mini)
    secrets += walk_an_ordinary_link(api, WechatHalf.make(api).sign_in())
    server.process.terminate()
    said = server.process.stdout.read() + server.process.stderr.read()
    server.process.wait(timeout=10)
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    return secrets, written | {"what it said": said.encode()}


def test_nothing_of_it_is_kept_logged_or_recorded(walked):
    secrets, written = walked
    assert "hufu.db" in written and "record.jsonl" in written
    assert written["record.jsonl"].count(b"\n") > 20
    for name, content in written.items():
        if name.endswith(".keys"):
            continue  # the server's own key, beside the database and not in it
        for secret in secrets:
            assert secret.encode() not in content, f"{secret[:5]}… stands in {name}"


def test_secrets_are_kept_as_hmac(walked):
    """Nor as a digest that whoever has the database could compute of a guess."""
    secrets, written = walked
    kept = b"".join(content for name, content in written.items() if name.startswith("hufu.db"))
    assert not re.search(rb"h1[spb][A-Za-z0-9_-]{22}", kept)
    for secret in [*secrets, *(each[3:] for each in secrets if each.startswith("h1"))]:
        for purpose in ("", "scene\0", "web-view\0", "device\0", "bind\0"):
            data = (purpose + secret).encode()
            for digest in (hashlib.sha256(data), hmac.new(b"", data, "sha256")):
                assert digest.hexdigest().encode() not in kept


def test_zbar_reads_the_stand_in_and_it_leads_where_the_real_one_would(api, tmp_path):
    grant = begin(api, "mini_program")
    kind, _, data = grant["picture"].partition(";base64,")
    assert kind == "data:image/jpeg"
    picture = tmp_path / "code.jpg"
    picture.write_bytes(base64.b64decode(data))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=True
    ).stdout.strip()
    found = api.control("POST /wechat/scan", 200, {"picture": grant["picture"]})
    assert unquote(found["options"]["query"]["scene"]) in unquote(read)
    by_text = api.control("POST /wechat/scan", 200, {"content": read})
    assert by_text["options"]["query"] == found["options"]["query"]
    mini = WechatHalf.make(api).sign_in()
    seen = scan_what_was_opened(api, mini, by_text)
    decide(api, mini, seen, "approve", number=grant["number"])
    assert about(api, grant, "token", grant_type=GRANT)["access_token"]
