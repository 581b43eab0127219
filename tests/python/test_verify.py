"""`hufu_auth.verify` on this interpreter, by the vectors; what else it does is tested in tests/python_kit."""

import sys
from pathlib import Path

import pytest
from hufu_auth import verify

sys.path.append(str(Path(__file__).parents[1] / "python_kit"))

from tokens import files, replay  # noqa: E402


@pytest.mark.parametrize("about, answers, cases", files(), ids=lambda about: str(about)[:40])
def test_the_vectors(about, answers, cases):
    for row in cases:
        replay(verify, answers, row)
