"""Ctrl-C while something waits: over at the server, gone from the disk, and a status that shells know."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from test_scan import number_on, scan

from people import WebHalf, WechatHalf
from test_bridges import scene_of

COME = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def heeded():
    """Whoever runs the tests may ignore some of them, as nohup and scripts do for what they start in the background."""
    before = [(come, signal.signal(come, signal.SIG_DFL)) for come in COME]
    yield
    for come, handler in before:
        signal.signal(come, handler)


@pytest.fixture
def person(api) -> WechatHalf:
    return WechatHalf.make(api, nickname="Hua").sign_in()


def events(api) -> list[str]:
    return [each["event"] for each in api.control("GET /audit", query={"after": 0})["entries"]]


def folder_shown(viewer: Path) -> Path:
    return Path((viewer / "about").read_text().splitlines()[0].split(" ", 1)[1])


def is_over(api, person, scene: str) -> bool:
    answer = api.call("POST /api/scans", 400, body={"scene": scene}, headers=person.headers)
    return answer.json()["error"] == "user_code_invalid"


def test_at_a_terminal(at, api, viewer, person):
    login = at.on_terminal("login")
    number_on(login)
    folder = folder_shown(viewer)
    assert folder.is_dir()
    picture = (viewer / "seen").read_bytes()
    scene = scan(api, person, picture)
    assert scene["state"] == "scanned"
    login.see("Scanned")
    login.type("\x03")
    login.see("given up")
    assert login.end() == -signal.SIGINT
    assert not folder.exists()
    assert events(api)[-1] == "device_closed"
    path = "POST /api/scans/{id}/approve"
    answer = api.call(path, 409, id=scene["id"], body={"number": "00"}, headers=person.headers)
    assert answer.json()["error"]


@pytest.mark.parametrize("come", COME)
@pytest.mark.parametrize("way", [[], ["--device"], ["--open-mini-program"]])
def test_by_a_signal(at, api, person, way, come):
    login = at.start("login", "--json", *way)
    shown = json.loads(login.stdout.readline())
    login.send_signal(come)
    _, err = login.communicate(timeout=90)
    assert login.returncode == -come
    assert json.loads(err.splitlines()[-1])["error"]["status"] == 128 + come
    assert events(api)[-1] == "device_closed"
    if way != ["--device"]:
        assert is_over(api, person, scene_of(api, shown))


def test_while_the_code_of_the_phone_is_asked_for(at, api, person):
    login = at.start("login", "--open-mini-program", "--json")
    scene = scene_of(api, json.loads(login.stdout.readline()))
    seen = api.call("POST /api/scans", 200, body={"scene": scene}, headers=person.headers).json()
    path = "POST /api/scans/{id}/approve"
    code = api.call(path, 200, id=seen["id"], headers=person.headers).json()["returnCode"]
    while json.loads(login.stdout.readline())["state"] != "agreed":
        pass
    login.send_signal(signal.SIGTERM)
    login.communicate(f"{code}\ny\n", timeout=90)
    assert login.returncode == -signal.SIGTERM
    assert events(api)[-1] == "device_closed"


def test_a_shell_is_told_130(at, api):
    # With job control, for what a script starts in the background ignores Ctrl-C.
    script = 'set -m; "$0" login --json & echo $!; wait $!; echo "status $?"'
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = ["bash", "-c", script, str(at.hufu)]
    shell = subprocess.Popen(command, env=at.environment, **pipes)
    login = int(shell.stdout.readline())
    assert json.loads(shell.stdout.readline())["event"] == "show_code"
    os.kill(login, signal.SIGINT)
    assert shell.communicate(timeout=90)[0].splitlines()[-1] == "status 130"


def test_who_ignores_ctrl_c_goes_on_ignoring_it(at, api):
    ignoring = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    login = at.start("login", "--json", **ignoring)
    json.loads(login.stdout.readline())
    login.send_signal(signal.SIGINT)
    login.send_signal(signal.SIGTERM)
    login.communicate(timeout=90)
    assert login.returncode == -signal.SIGTERM


def test_a_bind_code_leaves_no_picture(at, api, viewer):
    token = WebHalf.make(api, firstName="Ada").token()
    at.run("login", "--clerk-token", "-", given=token)
    issuer = at.on_terminal("bind", "wechat")
    issuer.see("Enter this code in the other half: ")
    folder = folder_shown(viewer)
    assert folder.is_dir()
    issuer.type("\x03")
    assert issuer.end() == -signal.SIGINT
    assert not folder.exists()
