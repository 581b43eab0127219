"""hufu-backend has the unified surface and nothing else: no fake, no control, nobody else's surface, neither in its code nor at its port."""

import re
import subprocess

import pytest
from backend import Backend, backend_of, run

from server import RunningServer

# Folders of mock-server/src, by the namespace or the class that their code is in.
FOREIGN = {
    "article": "hufu::mock::article::",
    "authing": "hufu::mock::authing::",
    "control": "hufu::mock::control::",
    "gotrue": "hufu::mock::gotrue::",
    "mini_login": "hufu::mock::mini_login::",
    "mock_server": "hufu::mock::MockServer",
    "mock_settings": "hufu::mock::MockConfig",
    "record": "hufu::mock::Recorder",
    "upstreams of Clerk": "hufu::mock::clerk::",
    "upstreams of WeChat": "hufu::mock::wechat::",
    "wx_login": "hufu::mock::wx_login::",
    "keys of the fake Clerk": "embedded::clerk_test_jwks",
}


def symbols(program) -> str:
    return subprocess.run(
        ["nm", "--demangle", str(program)], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def backend(program, tmp_path):
    fakes = RunningServer(program, control=False)
    url = f"sqlite://{tmp_path}/hufu.db"
    run(backend_of(program), "--migrate", DATABASE_URL=url)
    backend = Backend(backend_of(program), fakes.url, url)
    yield backend
    backend.stop()
    fakes.stop()


def test_nothing_of_the_mock_server_is_linked(program):
    all_of_it, alone = symbols(program), symbols(backend_of(program))
    assert "hufu::mock::unified::" in alone
    for folder, name in FOREIGN.items():
        assert name in all_of_it, f"{folder}: looked for under a name that it has not"
        assert name not in alone, folder
    content = backend_of(program).read_bytes()
    for secret in (b"fake-wechat-app-secret", b"sk_test_fake-clerk", b"/_control"):
        assert secret in program.read_bytes()
        assert secret not in content


def test_every_route_of_others_is_404(backend, contract):
    from server import Api

    api = Api(backend.url, contract)
    ours, foreign = [], []
    for method, pattern in sorted(contract.operations()):
        tags = contract.document["paths"][pattern][method.lower()]["tags"]
        # The document speaks of all surfaces: it is the mock server's.
        is_ours = {"unified", "applications"} & set(tags) and pattern != "/openapi.json"
        (ours if is_ours else foreign).append((method, pattern))
    assert len(ours) > 25 and len(foreign) > 60
    nothing = "There is nothing at this path."
    for method, pattern in ours + foreign:
        path = re.sub(r"\{\w+\}", "x", pattern)
        answer = api.send(method, path, headers={"Content-Length": "0"} if method != "GET" else {})
        there = not (answer.status in (404, 405) and nothing in answer.text)
        if (method, pattern) in ours:
            assert there and answer.status != 405, f"{method} {pattern} is missing"
        else:
            assert answer.status in (404, 405), f"{method} {pattern} answers {answer.status}"
