"""A file holds one story: 250 lines at most, a file of tests 400. Those that are longer stand here, with the reason."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("*.cpp", "*.h", "*.ts", "*.tsx", "*.js", "*.mjs", "*.py", "*.sh")
LONGEST = 250
LONGEST_TEST = 400
TESTS = ("tests/", "wasm/test/")

# Lists: they are as long as what they list.
LISTS = {
    "core/include/hufu/operations.h": "a struct for each operation",
    "core/src/catalogue/sentences.cpp": "a sentence for each error and end, written by a script",
    "wasm/src/base_client.ts": "a method for each operation",
    "wasm/src/types.ts": "a type for each result",
    "bindings/python/src/hufu_auth/_operations_async.py": "a method for each operation",
    "bindings/python/src/hufu_auth/_operations.py": "the same, written by a script",
    "bindings/python/src/hufu_auth/results.py": "a class for each result",
    "bindings/cli/src/texts_table.h": "a row for each text, written by a script",
    "mock-server/src/pages/words_table.h": "a row for each text, written by a script",
    "mock-server/src/store/migrations.cpp": "every change of the tables there ever was",
    "wasm/test/flows/stories/session.js": "a story for each script, recorded in this order",
    "wasm/test/flows/stories/dialects.js": "a story for each script, recorded in this order",
}


# What ./dev fix writes into a file is nobody's story.
TABLE = re.compile(r"^[^\n]*tables: begin (\w+)\n.*?tables: end \1\n", re.DOTALL | re.MULTILINE)


def lengths() -> dict[str, int]:
    listed = subprocess.run(
        ["git", "ls-files", *KINDS], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")[:-1]
    files = [name for name in listed if (ROOT / name).is_file()]
    return {name: len(TABLE.sub("", (ROOT / name).read_text()).splitlines()) for name in files}


def allowed(name: str) -> int:
    return LONGEST_TEST if name.startswith(TESTS) else LONGEST


def test_a_file_holds_one_story() -> None:
    found = lengths()
    assert len(found) > 500
    too_long = {
        name: lines for name, lines in found.items() if lines > allowed(name) and name not in LISTS
    }
    assert too_long == {}


@pytest.mark.parametrize("name", LISTS)
def test_an_exception_is_of_a_file_that_is_there(name: str) -> None:
    assert (ROOT / name).is_file()
