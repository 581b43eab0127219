"""The store of a program: where it was found, and a real keyring."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import hufu_auth
import pytest
from hufu_auth import errors

sys.path.append(str(Path(__file__).parents[1] / "store"))
from keyrings import Desktop, missing_tool

KEY = "5a" * 32


def test_a_supplied_key(tmp_path):
    opened = hufu_auth.open_store(tmp_path / "state", key=KEY)
    assert (opened.kind, opened.key_source) == ("supplied-key", "the program")
    assert opened.directory == str(tmp_path / "state")
    opened.store.save("hufu.session", "text")
    assert hufu_auth.open_store(tmp_path / "state", key=KEY).store.load("hufu.session") == "text"
    with pytest.raises(errors.StoreUnavailable):
        hufu_auth.open_store(tmp_path / "state", key="00" * 32).store.load("hufu.session")


def test_why_it_is_in_memory_is_told_and_logged(tmp_path, caplog):
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(errors.StoreUnavailable):
        hufu_auth.open_store(tmp_path / "state", key=KEY)
    opened = hufu_auth.open_store(tmp_path / "state", key=KEY, or_memory=True)
    assert (opened.kind, type(opened.store)) == ("memory", hufu_auth.MemoryStore)
    assert opened.reason in caplog.text


def test_a_wrong_argument_is_named(tmp_path):
    with pytest.raises(ValueError, match="kind must be one of keyring, supplied-key"):
        hufu_auth.open_store(tmp_path, kind="safe")
    with pytest.raises(TypeError, match="interactive must be bool, not int"):
        hufu_auth.open_store(tmp_path, interactive=1)
    with pytest.raises(errors.InvalidArgument):
        hufu_auth.open_store(tmp_path, key="short")


class Texts(dict):
    """A store of an application."""

    load = dict.get
    save = dict.__setitem__

    def erase(self, key):
        self.pop(key, None)


def test_nothing_is_left_after_a_sign_out_of_what_could_not_be_read(server, tmp_path):
    folder = tmp_path / "state"
    sealed = hufu_auth.open_store(folder, key=KEY).store
    for store in (Texts(), hufu_auth.MemoryStore(), sealed):
        store.save("hufu.session", '{"access_token":"a')
        with hufu_auth.Client(server.url, platform="miniprogram", store=store) as client:
            assert client.session().state == "signed_out"
            assert store.load("hufu.session.set-aside")
            client.sign_in_with_wechat(code=server.code_of(server.add_person()))
            client.sign_out()
        assert store.load("hufu.session") is None
        assert store.load("hufu.session.set-aside") is None


def test_nothing_is_left_after_a_sign_out_of_a_broken_file(server, tmp_path):
    folder = tmp_path / "state"
    with hufu_auth.Client(
        server.url, platform="miniprogram", store=hufu_auth.FileStore(folder, key=KEY)
    ) as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
    [file] = folder.glob("*.hufu")
    file.write_bytes(file.read_bytes()[:-1])
    with hufu_auth.Client(
        server.url, platform="miniprogram", store=hufu_auth.FileStore(folder, key=KEY)
    ) as client:
        assert client.session().state == "signed_out"
        assert list(folder.glob("*.corrupt"))
        client.sign_out()
    assert not list(folder.glob("*.hufu*"))


@pytest.fixture
def desktop(tmp_path):
    assert missing_tool() is None, "gnome-keyring and a session bus are needed"
    desktop = Desktop(tmp_path / "home")
    try:
        desktop.start_gnome_keyring(unlocked=True)
        yield desktop
    finally:
        desktop.stop()


def test_a_session_is_sealed_by_a_key_in_the_keyring(server, desktop, tmp_path):
    program = """
        import os
        import sys

        import hufu_auth

        url, code, folder = sys.argv[1:]
        opened = hufu_auth.open_store(folder)
        assert (opened.kind, opened.key_source) == ("keyring", "Secret Service"), opened
        with hufu_auth.Client(url, platform="miniprogram", store=opened.store) as client:
            if code:
                client.sign_in_with_wechat(code=code)
            child = os.fork()
            if child == 0:
                status = client.fetch(url + "/api/user/profile").status
                os._exit(0 if status == 200 else 1)
            assert os.waitpid(child, 0)[1] == 0
            print(client.session().user.id)
    """

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program), server.url, code, tmp_path / "state"],
            env={**os.environ, **desktop.environment()},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    user = run(server.code_of(server.add_person()))
    assert user.strip()
    assert run("") == user
    stored = b"".join(each.read_bytes() for each in (tmp_path / "state").iterdir())
    assert user.strip().encode() not in stored
