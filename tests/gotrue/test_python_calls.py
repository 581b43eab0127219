"""Each call of the table, by `supabase` from PyPI, unchanged; and the page that says so."""

import re
from pathlib import Path

import pytest
from python_calls import (  # noqa: F401
    account,
    admin,
    codes,
    factors,
    identities,
    sessions,
    sign_in,
)
from supabase_auth.errors import AuthError
from table import PAGES, ROOT, ROWS, pages_that_differ

HERE = Path(__file__).parent


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.call}: {row.outcome}")
def test_call(world, row):
    if row.switches:
        world.switch(**row.switches)
    if row.outcome == "works":
        row.how(world)
        return
    with pytest.raises(AuthError) as told:
        row.how(world)
    assert f"{told.value.status} {told.value.code}" == row.outcome


def test_the_page_in_both_languages():
    """HUFU_WRITE_TABLES=1 writes it."""
    assert pages_that_differ() == []
    version = re.search(r"supabase==(\S+)", (HERE / "requirements.txt").read_text())[1]
    assert all(version in (ROOT / page).read_text() for page in PAGES)
    calls = [row.call for row in ROWS]
    assert len(set(calls)) == len(calls)
