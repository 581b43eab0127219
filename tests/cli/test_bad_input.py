"""Bad options, files and homes: a sentence, a status, and nothing changed."""

import json
import os
import resource
import signal
import subprocess

import pytest

from people import WechatHalf

USAGE = [
    ["--profile", "work"],
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


PRIVATE = {
    "the folder": (".config/hufu", 0o777),
    "the folder of profiles": (".config/hufu/profiles", 0o770),
    "the file": (".config/hufu/profiles/default.json", 0o606),
}


@pytest.mark.parametrize("place", PRIVATE)
def test_a_profile_that_others_can_write_is_not_followed(home, place):
    """It says which command is run."""
    name, mode = PRIVATE[place]
    file = home.folder / ".config/hufu/profiles/default.json"
    file.parent.mkdir(parents=True)
    ran = home.folder / "ran"
    profile = {"clerk": "command", "clerk_from": f"touch {ran}; echo token"}
    file.write_text(json.dumps(profile))
    for each in (file.parents[1], file.parent):
        each.chmod(0o755)
    (home.folder / name).chmod(mode)
    for words in (["token"], ["doctor"], ["status"]):
        refused = home.run(*words, status=2)
        assert str(home.folder / name) in refused.err and "chmod" in refused.err
    assert not ran.exists()
    (home.folder / name).chmod(0o700)
    assert home.run("token").out == "token\n" and ran.exists()


@pytest.mark.parametrize("key", ["short", "g" * 64, "é"])
def test_a_key_that_is_none(home, key):
    home.environment["HUFU_STORE_KEY"] = key
    refused = home.run("status", status=2)
    assert "HUFU_STORE_KEY" in refused.err and key not in refused.err


def login(home, api, **more):
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    return home.run("login", "--code", "--json", given=code, **more)


def asked_nothing(api) -> bool:
    return api.control("GET /counters")["total"] == 0


def test_a_missing_home(at, api):
    """Nobody signs in whose session could not be kept: that is said before a code is spent on it."""
    del at.environment["HOME"]
    api.control("DELETE /counters", 204)
    done = login(at, api, status=6)
    assert "HOME" in done.err and done.out == ""
    assert asked_nothing(api)


def test_a_home_that_cannot_be_written(at, api):
    at.environment["HOME"] = "/proc/self"
    api.control("DELETE /counters", 204)
    done = login(at, api, status=6)
    assert "/proc/self" in done.err and done.out == ""
    assert asked_nothing(api)
    assert at.run("whoami", "--json", status=6).error["code"] == "store_unavailable"
    assert at.run("doctor", status=1).out.startswith("WRONG store: ")


def no_room():
    """No file can grow: as on a full disk, with another name."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


FULL = {"preexec_fn": no_room, "restore_signals": False}


def test_a_disk_that_is_full(at, api):
    login(at, api)
    before = at.files()
    done = login(at, api, status=6, **FULL)
    assert "File too large" in done.err and str(at.folder) in done.err and done.out == ""
    # The session of before is whole.
    assert at.files() == before
    at.run("whoami")


def renewals(api) -> int:
    route = api.control("GET /counters")["routes"].get("POST /api/auth/refresh")
    return route["requests"] if route else 0


def test_a_full_disk_spends_no_refresh_token(at, api):
    """A server that ends the session of whoever shows a refresh token twice has nothing to end."""
    login(at, api)
    before = at.files()
    api.control("POST /clock/advance", body={"ms": 16 * 60 * 1000})
    api.control("DELETE /counters", 204)
    full = at.run("whoami", "--json", status=6, **FULL)
    assert full.error["code"] == "store_unavailable"
    assert "not renewed" in full.error["message"] and str(at.folder) in full.error["message"]
    assert renewals(api) == 0
    assert at.files() == before
    at.run("whoami")
    assert renewals(api) == 1


def test_a_state_folder_that_may_only_be_read(at, api):
    """Root may write everywhere, unless it gives that up."""
    login(at, api)
    state = at.folder / ".local/state/hufu"
    for each in state.glob("*.lock"):
        each.unlink()
    before = at.files()
    state.chmod(0o500)
    as_nobody = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    prefix = as_nobody if os.geteuid() == 0 else []
    for words in (["token"], ["whoami"], ["status"]):
        done = subprocess.run(
            [*prefix, at.hufu, *words], env=at.environment, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, ""), words
    # Nothing can be renewed, and nobody can sign in there.
    api.control("POST /clock/advance", body={"ms": 16 * 60 * 1000})
    for words in (["whoami"], ["login", "--code"]):
        refused = subprocess.run(
            [*prefix, at.hufu, *words],
            env=at.environment,
            input="code",
            capture_output=True,
            text=True,
        )
        assert refused.returncode == 6 and str(state) in refused.stderr, refused
    state.chmod(0o700)
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
    assert str(at.folder) in run.stderr and run.stdout == ""
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
