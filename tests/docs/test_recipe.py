"""CONTRIBUTING's recipe, performed in a copy of the tree: an operation and a dialect are added, and called from C++, JavaScript
and Python.

What is added is `deny_device` and `mini_login` under other names, so that each place gets what stands there already.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build/native"
CALLS_IT = Path(__file__).parent / "recipe"
CALLED = [
    "POST https://api.example.com/api/device/BCDF/ring",
    "POST https://api.example.com/api/v1/auth/bell",
]

OPERATION = {"deny_device": "ring_device", "DenyDevice": "RingDevice", "denyDevice": "ringDevice"}
# In each place the piece that is the sample's.
PIECES = {
    "core/include/hufu/operations.h": r"/// [^\n]*\nstruct DenyDevice \{.*?\n\};\n\n",
    "core/src/catalogue/operation_table.h": r' *\{"deny_device".*?\},\n',
    "core/src/dialects/unified.h": r' *\{"deny_device".*?\},\n',
    "bindings/native/include/hufu/native/client.h": r"[^\n]* deny_device\(.*?\}\n",
    "wasm/src/base_client.ts": r"  /\*\*[^\n]*\n  denyDevice\(.*?\n  \}\n\n",
    "bindings/python/src/hufu_auth/_operations_async.py": r"    async def deny_device\(.*?\n\n",
    "bindings/cli/src/commands/approve.cpp": r"[^\n]*deny_device\([^\n]*\n",
}
DIALECT = {"mini_login": "bell_login", "mini-login": "bell"}
# Whatever holds what the compiler read in the places of the core.
SOURCES = (
    "core/src/catalogue/operation_table.cpp",
    "core/src/dialects/dialect.cpp",
    "core/src/face/core.cpp",
    "core/src/face/machine.cpp",
    "core/src/face/typed.cpp",
    "core/src/session/session.cpp",
)

compiles = pytest.mark.skipif(not os.environ.get("HUFU_TEST_FULL"), reason="compiles: --full")


def renamed(text: str, names: dict[str, str]) -> str:
    for name, other in names.items():
        text = text.replace(name, other)
    return text


def run(*command: str | Path, at: Path) -> str:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    run("git", "clone", "--quiet", ROOT, "copy", at=tmp_path)
    return tmp_path / "copy"


def add_operation(copy: Path) -> None:
    for place, pattern in PIECES.items():
        file = copy / place
        piece = re.search(pattern, file.read_text(), re.DOTALL)
        assert piece, place
        added = renamed(piece[0], OPERATION).replace("/deny", "/ring")
        text = file.read_text().replace(piece[0], piece[0] + added)
        file.write_text(text.replace(" DenyDevice, ", " DenyDevice, RingDevice, "))


def add_dialect(copy: Path) -> None:
    dialects = copy / "core/src/dialects"
    table = renamed((dialects / "mini_login.h").read_text(), DIALECT)
    (dialects / "bell_login.h").write_text(table)
    lookup = (dialects / "dialect.cpp").read_text()
    include = '#include "dialects/mini_login.h"\n'
    assert include in lookup
    lookup = lookup.replace(include, renamed(include, DIALECT) + include)
    lookup = re.sub(
        r"(kDialects\[\] = \{.*?)(\n\};)", r"\1 &bell_login::kDialect,\2", lookup, flags=re.DOTALL
    )
    (dialects / "dialect.cpp").write_text(lookup)
    config = copy / "core/include/hufu/config.h"
    text = re.sub(r"(enum class BackendKind [^}]*?) \};", r"\1, bell_login };", config.read_text())
    config.write_text(text)


def places(copy: Path) -> list[str]:
    """What is changed since the last commit, as `git diff --stat` counts it; then it is committed."""
    run("git", "add", "--all", at=copy)
    changed = run("git", "diff", "--cached", "--stat=400", at=copy)
    who = ("-c", "user.name=a test", "-c", "user.email=test@example.com")
    run("git", *who, "commit", "--quiet", "--no-verify", "--message", "added", at=copy)
    return re.findall(r"^ (\S+) +\|", changed, re.MULTILINE)


def program(copy: Path) -> Path:
    """Of the sources that read the places, compiled anew, and the rest as the preset `native` has it."""
    commands = json.loads((BUILT / "compile_commands.json").read_text())
    sample = CALLS_IT / "calls_it.cpp"
    of = {str(Path(each["file"]).relative_to(ROOT)): each["command"] for each in commands}
    objects = []
    for source in [*SOURCES, sample]:
        words = shlex.split(of[SOURCES[0] if source is sample else source])
        words = words[: words.index("-o")]
        target = copy / f"{Path(source).stem}.o"
        here = [word.replace(str(ROOT), str(copy)) for word in words]
        run(*here, "-O0", "-o", target, "-c", copy / source, at=BUILT)
        objects.append(target)
    run("c++", *objects, BUILT / "core/libhufu_core.a", "-o", "calls_it", at=copy)
    return copy / "calls_it"


def test_an_operation_is_seven_places_and_the_blocking_client_is_written(copy: Path) -> None:
    add_operation(copy)
    assert sorted(places(copy)) == sorted(PIECES)
    ruff = ROOT / "build/venv/bin/ruff"
    run(sys.executable, "scripts/blocking.py", ruff, at=copy)
    written = "bindings/python/src/hufu_auth/_operations.py"
    assert places(copy) == [written]
    assert "    def ring_device(self, *, user_code: str) -> None:\n" in (copy / written).read_text()


def test_a_dialect_is_a_table_and_two_places(copy: Path) -> None:
    add_dialect(copy)
    table = "core/src/dialects/bell_login.h"
    assert sorted(places(copy)) == sorted(
        ["core/include/hufu/config.h", table, "core/src/dialects/dialect.cpp"]
    )


@pytest.fixture
def added(copy: Path) -> Path:
    """The copy with both, the sentences, and what `./dev fix` writes for them."""
    add_operation(copy)
    add_dialect(copy)
    for texts in (copy / "core/texts").glob("*.json"):
        line = re.compile(r' *"deny_device": .*\n')
        text = texts.read_text()
        texts.write_text(line.sub(lambda said: said[0] + renamed(said[0], OPERATION), text))
    scripts = copy / "scripts"
    run(sys.executable, scripts / "blocking.py", ROOT / "build/venv/bin/ruff", at=copy)
    run("cmake", "--preset", "native", at=copy)
    run("cmake", "--build", "--preset", "native", "--target", "hufu_describe", at=copy)
    run(sys.executable, scripts / "tables.py", copy / "build/native/core/hufu_describe", at=copy)
    return copy


@compiles
def test_from_cpp(copy: Path) -> None:
    add_operation(copy)
    add_dialect(copy)
    assert run(program(copy), at=copy).splitlines() == CALLED


@compiles
def test_from_javascript(added: Path) -> None:
    run("cmake", "--preset", "wasm", "-DHUFU_TESTS=OFF", at=added)
    run("cmake", "--build", "--preset", "wasm", "--target", "hufu_wasm", "hufu_wasm_mvp", at=added)
    run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", at=added / "wasm")
    run("npm", "run", "build", at=added / "wasm")
    modules = added / "application/node_modules"
    modules.mkdir(parents=True)
    (modules / "hufu").symlink_to(added / "wasm")
    shutil.copy(CALLS_IT / "calls_it.mjs", modules.parent)
    assert run("node", "calls_it.mjs", at=modules.parent).splitlines() == CALLED


@compiles
def test_from_python(added: Path) -> None:
    run(sys.executable, "-m", "venv", "venv", at=added)
    python = added / "venv/bin/python"
    run(python, "-m", "pip", "install", "--quiet", added / "bindings/python", "httpx", at=added)
    assert run(python, CALLS_IT / "calls_it.py", at=added).splitlines() == CALLED
