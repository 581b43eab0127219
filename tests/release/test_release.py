"""Each file of build/release, installed in an empty folder as its ecosystem does it, works there."""

import hashlib
import json
import os
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from conftest import RELEASE, ROOT, STRANGER, Run, packed

HERE = Path(__file__).resolve().parent
VERSION = re.search(r"project\(hufu VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())[1]
# Of glibc, and of the compiler's runtime: what every Linux with Node or Python has.
SYSTEMS = re.compile(
    r"(linux-vdso|libc|libm|libdl|librt|libpthread|libresolv|libgcc_s|libstdc\+\+)\.so"
)
EXPECTED = (
    rf"hufu-{VERSION}\.tgz",
    rf"hufu-mock-server-{VERSION}\.tgz",
    rf"hufu-mock-server-linux-x64-{VERSION}\.tgz",
    rf"hufu_auth-{VERSION}\.tar\.gz",
    rf"hufu_auth-{VERSION}-cp3\d+-cp3\d+-manylinux_\S+_x86_64\.whl",
    rf"hufu_auth_mock_server-{VERSION}-py3-none-manylinux_\S+_x86_64\.whl",
    rf"hufu_{VERSION}_amd64\.deb",
    rf"libhufu-dev_{VERSION}_amd64\.deb",
    rf"hufu-mock-server_{VERSION}_amd64\.deb",
    rf"hufu-backend_{VERSION}_amd64\.deb",
    rf"hufu-{VERSION}-linux-x64\.tar\.gz",
    r"SHA256SUMS",
)


def test_it_holds_what_a_release_holds_and_nothing_else() -> None:
    names = {file.name for file in RELEASE.iterdir()}
    for pattern in EXPECTED:
        fits = {name for name in names if re.fullmatch(pattern, name)}
        assert len(fits) == 1, (pattern, names)
        names -= fits
    assert not names


def test_the_digests_are_those_of_the_files() -> None:
    named = dict(
        reversed(line.split("  ")) for line in (RELEASE / "SHA256SUMS").read_text().splitlines()
    )
    for name, digest in named.items():
        assert hashlib.sha256((RELEASE / name).read_bytes()).hexdigest() == digest
    assert {*named, "SHA256SUMS"} == {file.name for file in RELEASE.iterdir()}


def test_all_have_one_version_and_a_licence() -> None:
    for tarball in RELEASE.glob("*.tgz"):
        with tarfile.open(tarball) as package:
            manifest = json.load(package.extractfile("package/package.json"))
            assert manifest["version"] == VERSION
            # npm publishes it for everybody, and with a proof of where it was built, or not at all.
            assert manifest["publishConfig"] == {"access": "public", "provenance": True}
            assert "private" not in manifest
            assert "package/LICENSE" in package.getnames()
            for depends in manifest.get("optionalDependencies", {}).values():
                assert depends == VERSION
    for wheel in RELEASE.glob("*.whl"):
        with zipfile.ZipFile(wheel) as package:
            metadata = next(name for name in package.namelist() if name.endswith("/METADATA"))
            text = package.read(metadata).decode()
            assert f"\nVersion: {VERSION}\n" in text
            assert "License" in text


SIGN_IN_JS = """
import { createClient } from 'hufu';
import { guarded } from 'hufu/server/express';
import { startMockServer } from 'hufu-mock-server';

const server = await startMockServer();
const phone = await server.wechatPerson();
const client = createClient({ baseUrl: server.url, platform: 'miniprogram' });
const { user } = await client.signInWithWechat({ code: await phone.loginCode() });
if (typeof guarded !== 'function') throw new Error('hufu/server/express is not there');
console.log(client.state, typeof user.id);
client.close();
await server.stop();
"""


def test_npm(run: Run, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{ "private": true, "type": "module" }\n')
    (tmp_path / "sign_in.js").write_text(SIGN_IN_JS)
    run("npm", "install", "--offline", "--no-audit", "--no-fund", *sorted(RELEASE.glob("*.tgz")))
    assert run("node", "sign_in.js") == "signed_in string\n"
    assert "--control" in run("npx", "--offline", "hufu-mock-server", "--help")


SIGN_IN_PYTHON = """
import hufu_auth
from hufu_auth.testing import MockServer

with MockServer.start() as server:
    with hufu_auth.Client(server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=server.add_wechat_person().login_code())
        print(client.state, client.access_token().token.count("."))
"""


def test_pip(run: Run, tmp_path: Path) -> None:
    run("python3", "-m", "venv", "venv")
    python = tmp_path / "venv/bin/python"
    run(python, "-m", "pip", "install", "-q", "--no-index", "--find-links", RELEASE,
        "--only-binary", ":all:", "hufu-auth", "hufu-auth-mock-server")  # fmt: skip
    (tmp_path / "sign_in.py").write_text(SIGN_IN_PYTHON)
    assert run(python, "sign_in.py") == "signed_in 2\n"
    assert "--control" in run(tmp_path / "venv/bin/hufu-mock-server", "--help")


def test_debian(tmp_path: Path) -> None:
    """Looked into, and run from an unpacked copy; with --full apt installs them in a fresh Debian."""
    full = {name: os.environ[name] for name in ("HUFU_TEST_FULL",) if name in os.environ}
    done = subprocess.run(
        [HERE / "deb.sh", RELEASE, tmp_path / "deb"],
        cwd=ROOT,
        env={**STRANGER, "HOME": str(tmp_path), **full},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_archive_needs_nothing_but_itself(run: Run, tmp_path: Path) -> None:
    with tarfile.open(packed(f"hufu-{VERSION}-linux-x64.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / f"hufu-{VERSION}-linux-x64"
    for program in ("hufu", "hufu-mock-server", "hufu-backend"):
        needed = re.findall(
            r"^\s*(\S+) => (\S+)", run("ldd", folder / "bin" / program), re.MULTILINE
        )
        assert needed
        for name, file in needed:
            assert SYSTEMS.match(name) or Path(file).resolve().is_relative_to(folder.resolve()), (
                program,
                name,
                file,
            )
        # No place that is empty: that would be the folder one happens to be in.
        places = re.findall(
            r"R(?:UN)?PATH.*\[(.*)\]", run("readelf", "-d", folder / "bin" / program)
        )
        assert places == ["$ORIGIN/../lib"]
        assert run(folder / "bin" / program, "--help")
    assert len(list((folder / "licenses").iterdir())) > 5
    said = subprocess.run(
        [HERE / "sign_in.sh", tmp_path / "story", folder / "bin/hufu"],
        env={**STRANGER, "HOME": str(tmp_path), "HUFU_STORE_KEY": "ab" * 32},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("name", ["hufu", "hufu-mock-server", "hufu-mock-server-linux-x64"])
def test_nothing_runs_when_it_is_installed(name: str) -> None:
    with tarfile.open(packed(f"{name}-{VERSION}.tgz")) as package:
        scripts = json.load(package.extractfile("package/package.json")).get("scripts", {})
    assert not {"preinstall", "install", "postinstall", "prepare"} & scripts.keys()
