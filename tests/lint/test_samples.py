"""Samples are fixed, not drawn: a red run has to be repeatable. A test that draws has a seed of its own."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DRAWN = {
    ".py": r"\bSystemRandom\b|\brandom\.Random\(\)|\brandom\.(random|uniform|randint|randrange|choice|choices|shuffle|sample)\(",
    ".cpp": r"\brandom_device\b|\bsrand\(|\brand\(\)",
    ".h": r"\brandom_device\b|\bsrand\(|\brand\(\)",
    ".js": r"\bMath\.random\(\)",
}


def drawn(name: str, text: str) -> bool:
    return re.search(DRAWN[Path(name).suffix], text) is not None


def sources() -> list[str]:
    patterns = [f"{folder}/*{kind}" for folder in ("tests", "wasm/test") for kind in DRAWN]
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split() if not name.startswith("tests/lint/")]


@pytest.mark.parametrize(
    "name, text",
    [
        ("a.py", "dice = random.Random(random.SystemRandom().randrange(9))"),
        ("a.py", "wait = random.uniform(0, 1)"),
        ("a.cpp", "std::mt19937 dice(std::random_device{}());"),
        ("a.js", "const name = Math.random();"),
    ],
)
def test_a_drawn_sample_is_found(name, text):
    assert drawn(name, text)


def test_a_fixed_one_is_none():
    assert not drawn("a.py", "dice = random.Random(1)\nwait = dice.uniform(0, 1)")


def test_no_test_draws_its_samples():
    found = sources()
    assert len(found) > 300
    assert [name for name in found if drawn(name, (ROOT / name).read_text())] == []
