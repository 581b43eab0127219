"""S10: the keyring, present and absent, locked, refusing, slow: an error in time, never plain text."""

import json
import time

import pytest

from keyrings import Desktop, missing_tool

PATIENCE_S = 3
NOISE_S = 7  # a loaded machine's; what would wait for a slow keyring waits for 25 or 30


@pytest.fixture
def desktop(tmp_path):
    if tool := missing_tool():
        pytest.fail(f"{tool} is not installed; see the group `store` of scripts/packages.txt")
    desktop = Desktop(tmp_path / "home")
    yield desktop
    desktop.stop()


def open_store(program, state, desktop, *words, **environment):
    begun = time.monotonic()
    ran = program.run("open", state, *words, **{**desktop.environment(), **environment})
    return ran, time.monotonic() - begun


def files(state):
    return sorted(file.name for file in state.iterdir() if not file.name.endswith(".lock"))


def test_a_real_keyring_keeps_the_key(program, state, desktop):
    desktop.start_gnome_keyring(unlocked=True)
    first, _ = open_store(program, state, desktop)
    assert first.status == 0, first.errors
    opened = json.loads(first.output)
    assert opened == {"kind": "keyring", "keySource": "Secret Service", "wasThere": False}
    again, _ = open_store(program, state, desktop)
    assert json.loads(again.output)["wasThere"]
    assert program.run("remembered", state).output == "keyring\n"
    assert files(state) == ["s.hufu", "store"]

    # A supplied key that turns up later does not take over what the keyring has sealed.
    supplied, _ = open_store(program, state, desktop, HUFU_STORE_KEY="11" * 32)
    assert json.loads(supplied.output)["kind"] == "keyring"
    asked, _ = open_store(program, state, desktop, "supplied-key", HUFU_STORE_KEY="11" * 32)
    assert asked.status == 1
    assert "another key" in asked.errors


def test_the_key_outlives_the_keyring_s_process(program, state, desktop):
    desktop.start_gnome_keyring(unlocked=True)
    assert open_store(program, state, desktop)[0].status == 0
    desktop.stop_keyring()
    desktop.start_gnome_keyring(unlocked=True)
    again, _ = open_store(program, state, desktop)
    assert again.status == 0, again.errors
    assert json.loads(again.output)["wasThere"]
    # A choice that was lost is made again, and finds the same key by the directory's name.
    (state / "store").unlink()
    anew, _ = open_store(program, state, desktop)
    assert json.loads(anew.output)["wasThere"], anew.errors


def test_a_locked_keyring_is_not_one_without_a_key(program, state, desktop):
    desktop.start_gnome_keyring(unlocked=True)
    assert open_store(program, state, desktop)[0].status == 0
    desktop.stop_keyring()
    desktop.start_gnome_keyring(unlocked=False)
    before = {file: (state / file).read_bytes() for file in files(state)}
    locked, _ = open_store(program, state, desktop, "-", "plain")
    assert locked.status == 1
    assert "is locked" in locked.errors
    assert "remove" not in locked.errors
    assert {file: (state / file).read_bytes() for file in files(state)} == before
    # With `memory` the program goes on without files, and says why.
    forgetful, _ = open_store(program, state, desktop, "-", "memory")
    assert json.loads(forgetful.output)["kind"] == "memory"
    assert "is locked" in forgetful.errors


def test_another_s_keyring_does_not_open_the_store(program, state, desktop, tmp_path):
    """S8: a copied directory is of no use elsewhere."""
    desktop.start_gnome_keyring(unlocked=True)
    assert open_store(program, state, desktop)[0].status == 0
    other = Desktop(tmp_path / "other")
    try:
        other.start_gnome_keyring(unlocked=True)
        ran, _ = open_store(program, state, other)
        assert ran.status == 1
        assert "no longer has the key" in ran.errors
    finally:
        other.stop()


@pytest.mark.parametrize("manner", ["silent", "slow", "denied", "locked", "garbage"])
def test_a_bad_keyring_is_an_error_in_time(program, state, desktop, manner):
    desktop.start_bad_keyring(manner)
    ran, took_s = open_store(program, state, desktop)
    assert ran.status == 1
    assert "keyring" in ran.errors
    assert "HUFU_STORE_KEY" in ran.errors  # what to do instead
    assert took_s < PATIENCE_S + NOISE_S
    assert files(state) == []
    assert program.run("remembered", state).output == "nothing\n"


def test_the_person_unlocks_the_keyring_where_that_is_allowed(program, state, desktop):
    desktop.start_bad_keyring("opened")
    unasked, _ = open_store(program, state, desktop)
    assert unasked.status == 1
    assert "is locked" in unasked.errors
    asked, _ = open_store(program, state, desktop, "-", "prompt")
    assert asked.status == 0, asked.errors
    assert json.loads(asked.output)["kind"] == "keyring"
    again, _ = open_store(program, state, desktop)
    assert json.loads(again.output)["wasThere"]


def test_the_person_declines(program, state, desktop):
    desktop.start_bad_keyring("declined")
    ran, took_s = open_store(program, state, desktop, "-", "prompt")
    assert ran.status == 1
    assert "stayed locked" in ran.errors
    assert took_s < PATIENCE_S + NOISE_S
    assert files(state) == []


@pytest.mark.parametrize(
    "address",
    ["unix:path=/nonexistent/bus", "nonsense", "", "tcp:host=127.0.0.1,port=1"],
)
def test_without_a_bus_there_is_no_keyring(program, state, desktop, address):
    ran, took_s = open_store(
        program, state, desktop, DBUS_SESSION_BUS_ADDRESS=address, XDG_RUNTIME_DIR="/nonexistent"
    )
    assert ran.status == 1
    assert "HUFU_STORE_KEY" in ran.errors
    assert took_s < PATIENCE_S + NOISE_S
    assert files(state) == []


def test_a_bus_without_a_keyring(program, state, desktop):
    ran, took_s = open_store(program, state, desktop)
    assert ran.status == 1
    assert took_s < PATIENCE_S + NOISE_S
    supplied, _ = open_store(program, state, desktop, HUFU_STORE_KEY="11" * 32)
    assert json.loads(supplied.output)["kind"] == "supplied-key"


def test_plain_text_only_where_it_is_named_and_never_for_a_remembered_keyring(
    program, state, desktop
):
    desktop.start_bad_keyring("denied")
    named, _ = open_store(program, state, desktop, "-", "plain")
    assert json.loads(named.output)["kind"] == "plain"
    assert "plain text" in named.errors
    (state / "s.hufu").unlink()
    (state / "store").write_text("hufu store 1\nkeyring 0123456789abcdef\n")
    refused, _ = open_store(program, state, desktop, "-", "plain")
    assert refused.status == 1
    assert files(state) == ["store"]


def test_two_first_programs_agree_on_one_key(program, state, desktop):
    desktop.start_gnome_keyring(unlocked=True)
    starts = [program.start("open", state, **desktop.environment()) for _ in range(6)]
    for started in starts:
        output, errors = started.communicate(timeout=60)
        assert started.returncode == 0, errors
        assert json.loads(output)["kind"] == "keyring"
    assert not list(state.glob("*.corrupt*"))
