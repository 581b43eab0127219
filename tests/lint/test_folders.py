"""Each folder of tests stands in tests/README.md, and each suite has the name of a folder or a preset."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([\w./]+)` \|[^|\n]*\|([^|\n]*)\|[^|\n]*\|$", re.MULTILINE)


def table() -> dict[str, set[str]]:
    """The folders of the page, each with its suites."""
    page = (ROOT / "tests/README.md").read_text().replace(r"\|", " ")
    return {folder: set(re.findall(r"`(\w+)`", suites)) for folder, suites in ROW.findall(page)}


def suites() -> set[str]:
    rows = (ROOT / "scripts/suites.txt").read_text().splitlines()
    names = {row.split("|")[0].strip() for row in rows if not row.startswith("#")}
    return {name for name in names if not name.startswith("build ")}


def presets() -> set[str]:
    text = json.loads((ROOT / "CMakePresets.json").read_text())
    return {preset["name"] for preset in text["testPresets"] if not preset.get("hidden")}


def test_each_folder_is_on_the_page() -> None:
    known = table()
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert {name for name in folders if not name.startswith(("_", "."))} - known.keys() == set()
    assert [name for name in known if not (ROOT / "tests" / name).is_dir()] == []


def test_each_suite_is_called_as_a_folder_or_a_preset() -> None:
    known = table()
    named = {folder.rsplit("/", 1)[-1] for folder in known} | presets() | {"wasm"}
    assert suites() - named == set()
    assert suites() == set().union(*known.values())


def test_a_suite_of_a_folder_is_on_its_row() -> None:
    known = table()
    lonely = [
        folder
        for folder, named in known.items()
        if (name := folder.rsplit("/", 1)[-1]) in suites() and name not in named
    ]
    assert lonely == []
