"""CONTRIBUTING says where an operation goes, and it goes nowhere else."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("core", "bindings", "wasm/src")
LANGUAGES = {".h", ".cpp", ".ts", ".py", ".pyi"}
SAMPLE = "deny_device"  # one call to the server
GENERATED_TABLE = re.compile(r"tables: begin (\w+)\n.*?tables: end \1\n", re.DOTALL)


def recipe() -> list[str]:
    section = (ROOT / "CONTRIBUTING.md").read_text().split("## Where to add what")[1]
    table = section.split("| other things |")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def spelled(operation: str) -> str:
    pascal = "".join(word.capitalize() for word in operation.split("_"))
    return rf"\b({operation}|{pascal}|{pascal[0].lower()}{pascal[1:]})\b"


def written_by_hand(text: str) -> str:
    """Without what ./dev fix writes."""
    return "" if "\n# Written by scripts/" in text else GENERATED_TABLE.sub("", text)


def places_of(operation: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *PRODUCT], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [ROOT / name for name in listed if Path(name).suffix in LANGUAGES]
    return [
        str(file.relative_to(ROOT))
        for file in files
        if file.exists() and re.search(spelled(operation), written_by_hand(file.read_text()))
    ]


def test_an_operation_of_one_call_is_seven_places() -> None:
    assert len(recipe()) == 7
    assert sorted(places_of(SAMPLE)) == sorted(recipe())


def test_what_is_written_by_a_script_is_no_place() -> None:
    table = "a\n// tables: begin x\ndenyDevice\n// tables: end x\nb\n"
    assert "denyDevice" not in written_by_hand(table)
    assert "denyDevice" in written_by_hand(table.replace("begin x", "begin y"))
    assert re.search(spelled("deny_device"), "client.denyDevice(DenyDevice)")
