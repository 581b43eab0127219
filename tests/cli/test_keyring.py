"""The session's key in the desktop's keyring: a real gnome-keyring, on a session bus of its own."""

import pytest

from keyrings import Desktop, missing_tool
from people import WechatHalf


@pytest.fixture
def desktop(at, tmp_path):
    if tool := missing_tool():
        pytest.fail(f"{tool} is not installed; see the group `store` of scripts/packages.txt")
    desktop = Desktop(tmp_path / "desktop")
    del at.environment["HUFU_STORE_KEY"]
    at.environment["DBUS_SESSION_BUS_ADDRESS"] = desktop.address
    at.environment["XDG_RUNTIME_DIR"] = str(desktop.home / "run")
    yield desktop
    desktop.stop()


def log_in(at, api, **more):
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    return at.run("login", "--code", "--nickname", "Hua", given=code, **more)


def test_the_key_lies_in_the_keyring(at, api, desktop):
    desktop.start_gnome_keyring(unlocked=True)
    log_in(at, api)
    told = at.run("status", "--json").json
    assert (told["store"], told["key_source"]) == ("keyring", "Secret Service")
    assert "(key: Secret Service)" in at.run("doctor").out
    token = at.run("token").out.strip().encode()
    assert all(token not in content for content in at.files().values())
    # A new process of the keyring, the same key.
    desktop.stop_keyring()
    desktop.start_gnome_keyring(unlocked=True)
    assert "Hua" in at.run("whoami").out


def test_a_locked_keyring_signs_nobody_out(at, api, desktop):
    desktop.start_gnome_keyring(unlocked=True)
    log_in(at, api)
    before = at.files()
    desktop.stop_keyring()
    desktop.start_gnome_keyring(unlocked=False)
    refused = at.run("whoami", "--json", status=6)
    assert refused.error["code"] == "store_unavailable" and "locked" in refused.error["message"]
    found = at.run("doctor", status=1).out
    assert "WRONG store: " in found and "locked" in found
    assert at.files() == before
    desktop.stop_keyring()
    desktop.start_gnome_keyring(unlocked=True)
    assert "Hua" in at.run("whoami").out


def test_no_keyring_is_said_and_nothing_is_written_in_plain_text(at, api, desktop):
    """A bus without a keyring: both ways out are told before anybody signs in."""
    api.control("DELETE /counters", 204)
    for way in (["--device"], ["--code"], ["--email", "hua@example.com"]):
        done = at.run("login", *way, status=6, given="")
        assert "HUFU_STORE_KEY" in done.err and "--store plain" in done.err, way
    assert api.control("GET /counters")["total"] == 0
    assert not [name for name in at.files() if name.endswith(".hufu")]
    # Plain text only by name, and said once.
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    done = at.run("login", "--code", "--store", "plain", given=code)
    assert done.err.count("plain text") == 1
    shown = at.run("status", "--json")
    assert shown.json["store"] == "plain" and shown.err == ""
    found = at.run("doctor")
    assert "ok    store: " in found.out and "as was chosen" in found.out and found.err == ""
