"""wechatpy from PyPI, unchanged, at the fake WeChat."""

import base64
import sys
from pathlib import Path

import pytest
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

sys.path[1:1] = [str(Path(__file__).parents[1] / "mock_server" / "contract")]

from contract import Contract  # noqa: E402
from server import Api, RunningServer, newest_server  # noqa: E402

WECHAT = "https://api.weixin.qq.com"
PAGE = "pages/launch/launch"
SCENE = "h1sAbCdEfGhIjKlMnOpQrStUv"


@pytest.fixture(scope="module")
def api(request):
    named = request.config.getoption("--server")
    server = RunningServer(Path(named) if named else newest_server())
    yield Api(server.url, Contract())
    server.stop()


class ToTheFake(HTTPAdapter):
    """What goes to WeChat arrives at the fake."""

    def __init__(self, url: str):
        super().__init__()
        self.url = url

    def send(self, request, **more):
        request.url = request.url.replace(WECHAT, self.url, 1)
        return super().send(request, **more)


@pytest.fixture
def client(api) -> WeChatClient:
    made = WeChatClient("wx0000000000000001", "fake-wechat-app-secret-for-tests")
    made._http.mount(WECHAT, ToTheFake(f"{api.url}/wechat"))
    return made


def test_a_mini_program_code(api, client):
    picture = client.wxa.get_wxa_code_unlimited(SCENE, page=PAGE).content
    wish = {"picture": base64.b64encode(picture).decode()}
    opened = api.control("POST /wechat/scan", 200, wish)
    assert opened["options"] == {"path": PAGE, "query": {"scene": SCENE}, "scene": 1047}
    with pytest.raises(WeChatClientException) as refused:
        client.wxa.get_wxa_code_unlimited(SCENE, page=f"/{PAGE}")
    assert refused.value.errcode == 41030


# It has no names for these two of WeChat's calls: its own way to call any.
def test_a_url_link_and_a_scheme(api, client):
    address = f"{WECHAT}/wxa/"
    target = {"path": PAGE, "query": f"scene={SCENE}"}
    end = {"expire_type": 1, "expire_interval": 1}
    link = client.post(f"{address}generate_urllink", data=target | end)["url_link"]
    scheme = client.post(f"{address}generatescheme", data={"jump_wxa": target} | end)["openlink"]
    for url, scene in ((link, 1194), (scheme, 1065)):
        options = api.control("POST /wechat/open", 200, {"url": url})["options"]
        assert options == {"path": PAGE, "query": {"scene": SCENE}, "scene": scene}
    with pytest.raises(WeChatClientException) as refused:
        client.post(f"{address}generate_urllink", data=target | end | {"env_version": "beta"})
    assert refused.value.errcode == 85402


def test_a_token_that_wechat_takes_no_more_is_renewed(api, client):
    client.wxa.get_wxa_code_unlimited(SCENE)
    api.control("POST /clock/advance", 200, {"ms": 7_200_000})
    assert client.wxa.get_wxa_code_unlimited(SCENE).content.startswith(b"\xff\xd8")
