"""Each way in which a rule is cited, and what is noticed of it; then this repository."""

import subprocess
from pathlib import Path

import pytest

from rules import lint

ROOT = Path(__file__).resolve().parents[2]
PAGE = """# Rules

| rule | what | why | kept in | tests |
|---|---|---|---|---|
| B1 | A code is long. | T1 | `code.cpp` | `server/code_test.cpp` |

| threat | what happens | answered by |
|---|---|---|
| T1 | It is guessed. | B1 |

| document | what it is | client | server |
|---|---|---|---|
| document 000 | An article. | `a` | `b` |
"""
SOUND = {
    "docs/rules.md": PAGE,
    "src/code.cpp": '// Ten symbols (B1), as in document 000.\nsend(R"({"token":"A1"})", \'Z9\');\n',
    "tests/server/all/code_test.cpp": 'TEST_CASE("B1: codes differ", "[B1]") {}\n',
    "flow.json": '{"rules": ["B1"], "token": "R1"}',
}
BROKEN = {
    "a comment": ("src/a.cpp", "// Ten symbols (B1, B2)."),
    "a title": ("a_test.cpp", 'TEST_CASE("B2: codes differ") {}'),
    "a second title": ("a_test.cpp", 'TEST_CASE("B1, B2: codes differ") {}'),
    "a tag": ("a_test.cpp", 'TEST_CASE("codes differ", "[code][B2]") {}'),
    "a docstring": ("test_a.py", '"""B2: codes differ."""'),
    "a story": ("story.js", "  rules: ['B1', 'B2'],"),
    "a script": ("script.json", '{"rules": [\n  "B2"\n]}'),
    "a document": ("src/a.cpp", "// As document 004 has it."),
    "a file that is gone": ("docs/rules.md", PAGE.replace("code.cpp", "cod.cpp")),
    "a folder that is gone": ("docs/rules.md", PAGE.replace("server/code", "client/code")),
    "a rule that nothing tests": ("docs/rules.md", PAGE.replace("`server/code_test.cpp`", "")),
}


def repository(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    return folder


def test_a_sound_repository_has_no_faults(tmp_path: Path) -> None:
    assert lint(repository(tmp_path, SOUND)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_leads_nowhere_is_noticed(name: str, tmp_path: Path) -> None:
    file, text = BROKEN[name]
    (fault,) = lint(repository(tmp_path, SOUND | {file: text}))
    assert fault.startswith(file)


def test_each_rule_that_is_cited_stands_on_the_page() -> None:
    assert lint(ROOT) == []
