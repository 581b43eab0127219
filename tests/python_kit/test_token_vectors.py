"""tests/vectors/tokens: each token leads to the person or the refusal that its row says."""

import pytest
from hufu_auth import verify

from tokens import replay, rows


@pytest.mark.parametrize("given", rows(), ids=lambda given: given[1]["name"])
def test_a_row(given):
    replay(verify, *given)


def test_every_kind_of_issuer_every_rule_and_every_refusal_has_its_rows():
    every = [row for _, row in rows()]
    assert len(every) >= 500
    kinds = {row["issuers"][0]["kind"] for row in every}
    assert kinds == set(verify.IssuerKind.__args__)
    assert {row["rule"] for row in every} == {"G1", "G2", "G3", "G4", "G5", "G7", "G8", "G12"}
    seen = {row["expect"]["refused"]["reason"] for row in every if "refused" in row["expect"]}
    # Those of `resolve` have tests of their own.
    assert set(verify.Reason.__args__) - seen == {"unknown_person", "backend_unavailable"}
