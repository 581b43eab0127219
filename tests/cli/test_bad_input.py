"""Bad options, files and homes: a sentence, a status, and nothing changed."""

import json
import os
import resource
import signal
import subprocess

import pytest

from people import WechatHalf

USAGE = [
    [],
    ["fly"],
    ["login", "--fly"],
    ["login", "--device", "--code"],
    ["login", "--sign-up"],
    ["login", "--code"],  # the input is empty
    ["login", "--profile", "../../etc/passwd"],
    ["login", "--profile", ""],
    ["login", "--backend", "other"],
    ["login", "--platform", "other"],
    ["login", "--store", "other"],
    ["login", "--server", "http://example.com"],
    ["login", "--server", "not an address"],
    ["login", "--ca-file", "/nonexistent.pem"],
    ["whoami", "--ca-file", "/"],
    ["logout", "--scope", "other"],
    ["bind", "other"],
    ["bind"],
    ["bind", "web", "--yes"],
    ["unbind"],
    ["request", "GET"],
    ["request", "GET", "/", "--max-time", "-1"],
    ["request", "GET", "/", "--max-time", "soon"],
    ["request", "GET", "/", "-H", "no colon"],
    ["request", "GET", "/", "-d", "@/nonexistent"],
    ["request", "GET", "/", "-o", "/nonexistent/file"],
    ["profile"],
    ["profile", "set", "--avatar", "/nonexistent.png"],
    ["approve"],
    ["server", "--port", "99999"],
    ["completions", "tcsh"],
]


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_bad_options(home, words):
    before = home.files()
    refused = home.run(*words, status=2)
    assert refused.out == ""
    assert refused.err.startswith("hufu: ") and len(refused.err.splitlines()) == 1
    assert "terminate" not in refused.err
    assert {name for name in home.files() if "hufu/profiles" in name} == set()
    assert set(home.files()) - set(before) <= {".local/state/hufu/store"}


PROFILES = {
    "not JSON": "{",
    "no object": "[]",
    "unknown field": '{"sever": "http://127.0.0.1"}',
    "wrong kind": '{"server": 1}',
    "unknown backend": '{"backend": "other"}',
    "empty": "",
    "not text": "\udcff\udcfe",
}


@pytest.mark.parametrize("text", PROFILES.values(), ids=PROFILES.keys())
def test_a_broken_profile_says_which(home, text):
    file = home.folder / ".config/hufu/profiles/default.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode(errors="surrogateescape"))
    refused = home.run("whoami", status=2)
    assert str(file) in refused.err
    assert file.read_bytes() == text.encode(errors="surrogateescape")


@pytest.mark.parametrize("key", ["short", "g" * 64, "é"])
def test_a_key_that_is_none(home, key):
    home.environment["HUFU_STORE_KEY"] = key
    refused = home.run("status", status=2)
    assert "HUFU_STORE_KEY" in refused.err and key not in refused.err


def login(home, api, **more):
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    return home.run("login", "--code", "--json", given=code, **more)


def test_a_missing_home(at, api):
    del at.environment["HOME"]
    done = login(at, api, status=6)
    assert "no file can be kept" in done.err and "HOME" in done.err
    assert done.json["event"] == "signed_in" and done.json["kept"] is False


def test_a_home_that_cannot_be_written(at, api):
    at.environment["HOME"] = "/proc/self"
    done = login(at, api, status=6)
    assert "no file can be kept" in done.err and "/proc/self" in done.err
    assert at.run("whoami", "--json", status=6).error["code"] == "store_unavailable"
    assert at.run("doctor", status=1).out.startswith("WRONG store: ")


def test_a_disk_that_is_full(at, api):
    """No file can grow: as on a full disk, with another name."""

    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    login(at, api)
    before = at.files()
    done = login(at, api, status=6, preexec_fn=no_room, restore_signals=False)
    assert "could not be kept" in done.err and "File too large" in done.err
    # The session of before is whole.
    assert at.files() == before
    at.run("whoami")


# Where no file can be kept, and what the kernel answers there.
BAD_PLACES = {
    "a read-only home": "?mkdir,mkdirat:error=EROFS",
    "NFS without locks": "flock:error=ENOLCK",
}


@pytest.mark.parametrize("answer", BAD_PLACES.values(), ids=BAD_PLACES.keys())
def test_where_nothing_can_be_kept(at, api, answer):
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        pytest.skip("strace may not trace here; tests/store has the same with a preloaded library")
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    injection = ["strace", "-f", "-qq", "-o", "/dev/null", f"-einject={answer}"]
    command = [*injection, f"-etrace={answer.split(':')[0]}", at.hufu]
    run = subprocess.run(
        [*command, "login", "--code", "--json"],
        input=code,
        env=at.environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 6, run
    assert "no file can be kept" in run.stderr and str(at.folder) in run.stderr
    assert json.loads(run.stdout.splitlines()[-1])["kept"] is False
    assert not [name for name in at.files() if name.endswith(".hufu")]


def test_memory_by_name(at, api):
    done = login(at, api, status=None)
    assert done.status == 0
    code = WechatHalf.make(api).code()["code"]
    forgotten = at.run("login", "--code", "--store", "memory", given=code, status=6)
    assert "ends with this command" in forgotten.err


def test_a_stored_session_of_another_key(at, api):
    login(at, api)
    before = at.files()
    at.environment["HUFU_STORE_KEY"] = "ab" * 32
    refused = at.run("whoami", "--json", status=6)
    assert refused.error["code"] == "store_unavailable"
    assert at.files() == before


def test_a_closed_pipe(at, api):
    login(at, api)
    ours, theirs = os.pipe()
    os.close(ours)
    failed = at.run("token", stdout=theirs, status=1)
    os.close(theirs)
    assert "standard output cannot be written" in failed.err


def test_json_that_would_not_be_whole(home):
    refused = home.run("request", "GET", "/", "-o", "x", "--json", status=2, cwd=home.folder)
    assert refused.error["status"] == 2 and "--output" in refused.error["message"]
    assert "x" not in home.files()
