"""What the fake WeChat makes to open a mini-program with: what it refuses, and what a person's phone makes of the rest."""

import base64
import subprocess
from urllib.parse import unquote

import pytest

from pages import Page
from people import WECHAT_APP, WechatHalf
from test_wechat import ask

CODE = "POST /wechat/wxa/getwxacodeunlimit"
LINK = "POST /wechat/wxa/generate_urllink"
SCHEME = "POST /wechat/wxa/generatescheme"
PAGE = "pages/launch/launch"
SCENE = "h1sAbCdEfGhIjKlMnOpQrStUv"
SYMBOLS = "!#$&'()*+,/:;=?@-._~"


@pytest.fixture
def token(api) -> dict:
    wish = WECHAT_APP | {"grant_type": "client_credential"}
    return {"access_token": ask(api, "GET /wechat/cgi-bin/token", wish)["access_token"]}


def app(api, **console) -> None:
    wish = {"appId": WECHAT_APP["appid"], "secret": WECHAT_APP["secret"]} | console
    api.control("PUT /wechat/apps", 200, wish)


def picture(api, token, **wish):
    """The answer whose body is a picture; fails for one that is JSON."""
    answer = api.call(CODE, 200, query=token, body={"scene": SCENE, "page": PAGE} | wish)
    assert answer.headers["content-type"].startswith("image/"), answer.text
    return answer


def refused(api, token, name=CODE, **wish) -> int:
    answer = api.call(name, 200, query=token, body=wish, proper=False)
    assert answer.headers["content-type"].startswith("application/json")
    return answer.json()["errcode"]


def read_with_zbar(tmp_path, content: bytes) -> str:
    file = tmp_path / "picture"
    file.write_bytes(content)
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("is_hyaline, begin", [(False, b"\xff\xd8\xff"), (True, b"\x89PNG")])
@pytest.mark.parametrize("width", [280, 430, 1280])
def test_the_stand_in_is_read_by_zbar(api, token, tmp_path, is_hyaline, begin, width):
    drawn = picture(api, token, is_hyaline=is_hyaline, width=width, env_version="trial")
    assert drawn.content.startswith(begin)
    assert drawn.headers["content-type"] == ("image/png" if is_hyaline else "image/jpeg")
    said = f"stand-in:{WECHAT_APP['appid']}/{PAGE}?scene={SCENE}&env_version=trial"
    assert read_with_zbar(tmp_path, drawn.content) == said
    [by_picture, by_text] = [
        api.control("POST /wechat/scan", 200, wish)
        for wish in ({"picture": base64.b64encode(drawn.content).decode()}, {"content": said})
    ]
    assert by_picture == by_text
    assert by_picture["envVersion"] == "trial"


@pytest.mark.parametrize(
    "wish, errcode",
    [
        ({"scene": ""}, 40169),
        ({"scene": "x" * 33}, 40169),
        ({"scene": "a%3D1"}, 40169),
        ({"scene": "小明"}, 40169),
        ({"scene": 8}, 40169),
        ({"page": PAGE}, 40169),
        ({"scene": "scancode_time=1"}, 85096),
        ({"scene": SCENE, "page": f"/{PAGE}"}, 41030),
        ({"scene": SCENE, "page": f"{PAGE}?a=1"}, 41030),
        ({"scene": SCENE, "page": 8}, 40097),
        ({"scene": SCENE, "env_version": "beta"}, 40097),
        ({"scene": SCENE, "check_path": "false"}, 40097),
        ({"scene": SCENE, "width": 279}, 40097),
        ({"scene": SCENE, "width": 1281}, 40097),
        ({"scene": SCENE, "width": "430"}, 40097),
    ],
)
def test_what_no_code_is_drawn_for(api, token, wish, errcode):
    assert refused(api, token, **wish) == errcode


def test_every_symbol_of_a_scene_arrives(api, token):
    drawn = picture(api, token, scene=SYMBOLS)
    wish = {"picture": "data:image/jpeg;base64," + base64.b64encode(drawn.content).decode()}
    options = api.control("POST /wechat/scan", 200, wish)["options"]
    assert unquote(options["query"]["scene"]) == SYMBOLS
    assert "&" not in options["query"]["scene"]


def test_a_page_has_to_be_published_unless_it_is_not_looked_at(api, token):
    app(api, pages=["pages/index/index"])
    assert refused(api, token, scene=SCENE, page=PAGE) == 41030
    picture(api, token, check_path=False)
    picture(api, token, page="pages/index/index")
    app(api, published=False)
    assert refused(api, token, scene=SCENE, page=PAGE) == 41030
    picture(api, token, check_path=False, env_version="develop")


def test_who_may_not_ask(api, token):
    body = {"scene": SCENE}
    for name in (CODE, LINK, SCHEME):
        assert api.call(name, 200, body=body).json()["errcode"] == 41001
        unknown = {"access_token": "x"}
        assert api.call(name, 200, query=unknown, body=body).json()["errcode"] == 40001
        assert api.call(name, 200, query=token, raw=b"[]").json()["errcode"] == 47001
        assert api.call(name, 200, query=token, raw=b"").json()["errcode"] == 44002
    api.control("POST /clock/advance", 200, {"ms": 7_200_000})
    for name in (CODE, LINK, SCHEME):
        assert api.call(name, 200, query=token, body=body).json()["errcode"] == 42001


@pytest.mark.parametrize("how, scene", [("scan", 1047), ("long_press", 1048), ("album", 1049)])
def test_how_a_code_was_opened(api, token, how, scene):
    person = WechatHalf.make(api).person_id
    drawn = base64.b64encode(picture(api, token).content).decode()
    wish = {"picture": drawn, "how": how, "personId": person}
    assert api.control("POST /wechat/scan", 200, wish) == {
        "appId": WECHAT_APP["appid"],
        "page": PAGE,
        "envVersion": "release",
        "options": {"path": PAGE, "query": {"scene": SCENE}, "scene": scene},
    }


def test_what_the_scanner_opens_nothing_for(api, token):
    stranger = base64.b64encode(picture(api, token).content + b"\0").decode()
    for wish in ({"picture": stranger}, {"content": "https://example.com/"}, {"content": "x"}):
        answer = api.call("POST /_control/wechat/scan", 404, body=wish)
        assert answer.json()["error"] == "opens_nothing"
    name = "POST /_control/wechat/scan"
    assert api.call(name, 400, body={"picture": "%"}).json()["error"] == "invalid_request"
    assert api.call(name, 400, body={}).json()["error"] == "invalid_request"
    assert api.call(name, 400, body={"content": "x", "how": "y"}, proper=False).status == 400
    nobody = {"content": "x", "personId": "person_0000000000000000"}
    assert api.call(name, 404, body=nobody).json()["error"] == "person_not_found"
    far = {"Origin": "https://example.com"}
    api.call(name, 403, body={"content": "x"}, headers=far)
    api.call("POST /_control/wechat/open", 403, body={"url": "x"}, headers=far)


@pytest.mark.parametrize("first, how", enumerate(["scan", "long_press", "album"]))
def test_ordinary_links_open_what_has_a_rule(api, first, how):
    rule = {"prefix": "https://example.com/m/", "page": PAGE}
    inner = {"prefix": "https://example.com/m/deep/", "page": "pages/deep/deep"}
    app(api, linkRules=[rule, inner])
    link = f"https://example.com/m/?scene={SCENE}"
    opened = api.control("POST /wechat/scan", 200, {"content": link, "how": how})
    assert (opened["page"], opened["options"]["scene"]) == (PAGE, 1011 + first)
    assert unquote(opened["options"]["query"]["q"]) == link
    deep = api.control("POST /wechat/scan", 200, {"content": "https://example.com/m/deep/?a=1"})
    assert deep["page"] == "pages/deep/deep"
    name = "POST /_control/wechat/scan"
    api.call(name, 404, body={"content": link.replace("https", "http")})  # protocol and all
    api.call(name, 404, body={"content": "https://example.com/m"})
    app(api, linkRules=[rule | {"published": False, "testLinks": [link]}])
    assert api.control("POST /wechat/scan", 200, {"content": link})["envVersion"] == "trial"
    api.call(name, 404, body={"content": link + "x"})
    app(api, linkRules=[rule], personal=True)
    api.call(name, 404, body={"content": link})


def test_bad_consoles(api):
    for bad in (
        {"linkRules": {}},
        {"linkRules": [{"prefix": "https://example.com/m", "page": PAGE}]},
        {"linkRules": [{"prefix": "https://example.com/m/", "page": f"/{PAGE}"}]},
        {"pages": "all"},
        {"plainPages": [8]},
    ):
        wish = {"appId": "wx1", "secret": "s"} | bad
        api.call("PUT /_control/wechat/apps", 400, body=wish, proper=False)


def test_a_url_link_and_its_page(api, token):
    wish = {"path": f"/{PAGE}", "query": f"scene={SCENE}", "env_version": "trial"}
    link = ask(api, LINK, token, body=wish | {"expire_type": 1, "expire_interval": 1})["url_link"]
    [ticket] = [link.removeprefix(f"{api.url}/wechat/link/")]
    seen = api.call("GET /wechat/link/{ticket}", 200, ticket=ticket)
    page = Page(seen.text)
    [wechat, telephone] = page.links
    assert SCENE not in seen.text
    for url, scene in ((link, 1194), (wechat, 1065), (f"{link}?cq=a%3D1", 1194)):
        opened = api.control("POST /wechat/open", 200, {"url": url})
        assert opened["options"]["scene"] == scene
        assert opened["options"]["query"]["scene"] == SCENE
        assert opened["envVersion"] == "trial"
    assert opened["options"]["query"]["cq"] == "a%3D1"
    assert telephone.startswith("/_control/")
    api.control("POST /clock/advance", 200, {"ms": 24 * 3600 * 1000})
    api.call("GET /wechat/link/{ticket}", 404, ticket=ticket)
    refusal = api.call("POST /_control/wechat/open", 404, body={"url": link}).json()
    assert refusal["error"] == "opens_nothing" and "85403" in refusal["message"]


def test_an_encrypted_scheme(api, token):
    target = {"path": PAGE, "query": f"scene={SCENE}", "env_version": "develop"}
    made = ask(api, SCHEME, token, body={"jump_wxa": target, "is_expire": True})
    opened = api.control("POST /wechat/open", 200, {"url": made["openlink"]})
    assert opened["options"] == {"path": PAGE, "query": {"scene": SCENE}, "scene": 1065}
    assert opened["envVersion"] == "develop"
    # No link is a scheme, though both have a ticket.
    ticket = made["openlink"].partition("?t=")[2]
    api.call("GET /wechat/link/{ticket}", 404, ticket=ticket)


def test_plain_schemes_open_what_is_declared(api):
    plain = f"weixin://dl/business/?appid={WECHAT_APP['appid']}&path={PAGE}&query=scene%3D{SCENE}"
    name = "POST /_control/wechat/open"
    app(api)
    assert "85405" in api.call(name, 404, body={"url": plain}).json()["message"]
    app(api, plainPages=[PAGE])
    opened = api.control("POST /wechat/open", 200, {"url": plain + "&env_version=trial"})
    assert opened["options"] == {"path": PAGE, "query": {"scene": SCENE}, "scene": 1286}
    assert opened["envVersion"] == "trial"
    assert "40212" in api.call(name, 404, body={"url": plain + "x" * 256}).json()["message"]
    app(api, plainPages=[PAGE], personal=True)
    api.call(name, 404, body={"url": plain})


@pytest.mark.parametrize(
    "wish, errcode",
    [
        ({"path": f"{PAGE}?a=1"}, 40165),
        ({"path": "pages/none/none"}, 40165),
        ({"query": "a=小明"}, 40212),
        ({"query": "a=" + "x" * 1023}, 40212),
        ({"env_version": "beta"}, 85402),
        ({"expire_type": 2}, 85401),
        ({"expire_type": 1, "expire_interval": 0}, 85401),
        ({"expire_type": 1, "expire_interval": 31}, 85401),
        ({"expire_type": 0, "expire_time": 59}, 85401),
        ({"expire_type": 0, "expire_time": 30 * 24 * 3600 + 60}, 85401),
        ({"expire_type": "soon"}, 47001),
    ],
)
def test_what_no_link_is_made_for(api, token, wish, errcode):
    app(api, pages=[PAGE])
    now_s = api.control("GET /clock")["nowMs"] // 1000
    if "expire_time" in wish:
        wish = wish | {"expire_time": now_s + wish["expire_time"]}
    assert refused(api, token, LINK, **wish) == errcode
    target = {name: wish[name] for name in ("path", "query", "env_version") if name in wish}
    assert refused(api, token, SCHEME, jump_wxa=target, **wish) == errcode


def test_who_gets_no_links(api, token):
    for console, errcode in (({"personal": True}, 40002), ({"published": False}, 85079)):
        app(api, **console)
        assert refused(api, token, LINK) == errcode
        assert refused(api, token, SCHEME) == errcode
    app(api)
    assert refused(api, token, LINK, cloud_base={"env": "x"}) == 85088
    assert refused(api, token, SCHEME, jump_wxa=[]) == 47001


def test_the_page_of_an_ordinary_link_looks_at_nothing(api):
    answers = [api.call("GET /m/", 200, query={"scene": scene}) for scene in (SCENE, "another", "")]
    for answer in answers:
        page = Page(answer.text)
        assert "Open WeChat" in page.text and SCENE not in page.text
        assert answer.headers["cache-control"] == "no-store"
    audit = api.control("GET /audit", query={"after": 0})["entries"]
    assert audit == []


def test_the_check_file_of_the_rule_is_the_only_one(api):
    answer = api.call("GET /m/{file}", 200, file="aB3_-.txt")
    assert answer.text == "5e0c="
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    for file in ("ab3_-.txt", "aB3_-", "..", "aB3_-.txt/", "index.html"):
        api.call("GET /m/{file}", 404, file=file)
