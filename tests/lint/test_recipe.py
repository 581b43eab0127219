"""CONTRIBUTING says where an operation and a dialect go, and they go nowhere else."""

import re
import subprocess
from pathlib import Path

from cpp_text import strip_hidden

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("core", "bindings", "wasm/src")
LANGUAGES = {".h", ".cpp", ".ts", ".py", ".pyi"}
SAMPLE = "deny_device"  # one call to the server
DIALECT = "mini_login"
TABLE = f"core/src/dialects/{DIALECT}.h"
VERIFIERS = ("wasm/src/server/", "bindings/python/src/hufu_auth/verify/", "bindings/server/")
GENERATED_TABLE = re.compile(r"tables: begin (\w+)\n.*?tables: end \1\n", re.DOTALL)


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def recipe() -> list[str]:
    section = CONTRIBUTING.split("## Where to add what")[1]
    table = section.split("| other things |")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def spelled(operation: str) -> str:
    pascal = "".join(word.capitalize() for word in operation.split("_"))
    return rf"\b({operation}|{pascal}|{pascal[0].lower()}{pascal[1:]})\b"


def written_by_hand(text: str) -> str:
    """Without what ./dev fix writes."""
    return "" if "\n# Written by scripts/" in text else GENERATED_TABLE.sub("", text)


def product() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", *PRODUCT], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    names = [name for name in listed if Path(name).suffix in LANGUAGES and (ROOT / name).exists()]
    return {name: written_by_hand((ROOT / name).read_text()) for name in names}


def places_of(operation: str) -> list[str]:
    return [name for name, text in product().items() if re.search(spelled(operation), text)]


def places_of_dialect() -> list[str]:
    """Where a program goes by its name; what only speaks of it, or takes its tokens, is no place."""
    in_cpp = re.compile(rf"\b{DIALECT}\b")
    elsewhere = re.compile(rf"""(["']){DIALECT}\1""")
    return [
        name
        for name, text in product().items()
        if not name.startswith(VERIFIERS)
        and (
            in_cpp.search(strip_hidden(text))
            if name.endswith((".cpp", ".h"))
            else elsewhere.search(text)
        )
    ]


def test_an_operation_of_one_call_is_seven_places() -> None:
    assert len(recipe()) == 7
    assert sorted(places_of(SAMPLE)) == sorted(recipe())


def test_a_dialect_is_a_table_and_two_places() -> None:
    row = re.search(r"^\| a new server dialect \|(.*)\|$", CONTRIBUTING, re.MULTILINE)
    assert row
    said = re.findall(r"`([\w/]+\.\w+)`", row[1])
    found = [name for name in places_of_dialect() if name != TABLE]
    assert len(found) == 2
    assert [name for name in found if not name.endswith(tuple(said))] == []


def test_what_is_written_by_a_script_is_no_place() -> None:
    table = "a\n// tables: begin x\ndenyDevice\n// tables: end x\nb\n"
    assert "denyDevice" not in written_by_hand(table)
    assert "denyDevice" in written_by_hand(table.replace("begin x", "begin y"))
    assert re.search(spelled("deny_device"), "client.denyDevice(DenyDevice)")
