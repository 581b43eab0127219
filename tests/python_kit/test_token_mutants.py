"""Each rule, broken in a copy: its vectors notice. Every fourth, all with --full."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from hufu_auth import verify

from tokens import replay, rows

SOUND = {path.name: path.read_text() for path in Path(verify.__file__).parent.glob("*.py")}
IS_FULL = bool(os.environ.get("HUFU_TEST_FULL"))

# The rule that is broken, how, what stands there, and what does in the copy.
MUTANTS = [
    ("G1", "any issuer of the guard", 'self._by_name.get(claims["iss"])', "next(iter(self._by_name.values()))"),
    ("G1", "X-Platform may lie", "said is not None and said not in possible", "False"),
    ("G1", "X-Platform may be anything", "if [each] == list(lines)", "if True"),
    ("G2", "the first of two headers", "len(lines) > 1 or ", ""),
    ("G2", "lists of tokens", '("," in line and _brings_some(line))', "False"),
    ("G2", "tokens of any length", "len(text) <= _MOST_CHARACTERS and ", ""),
    ("G2", "anybody without a scheme", "brought.is_bare and not verdict.issuer.is_bare", "False"),
    ("G3", "an outage is a bad token", '"keys_unavailable": _OUTAGE,', ""),
    ("G3", "any algorithm", 'if name == header.get("alg")', "if True"),
    ("G3", "no signature", "signer and signer.has_signed(token)", "signer"),
    ("G3", "no signature of a secret", 'not Signer(secret(), "HS256").has_signed(token)', "False"),
    ("G3", "headers that bring keys", "if name in header:", "if False:"),
    ("G3", "a member twice", "len(members) != len(pairs)", "False"),
    ("G3", "numbers that are no JSON", "object_pairs_hook=_once_each, parse_constant=no_constant", "object_pairs_hook=_once_each"),
    ("G3", "short RSA keys", "key.key_size < _LEAST_RSA_BITS", "False"),
    ("G3", "keys for encryption", 'and entry.get("use", "sig") == "sig"', ""),
    ("G3", "keys that may not verify", 'and "verify" in uses', ""),
    ("G3", "keys of other algorithms", "and is_named", ""),
    ("G3", "keys of other curves", 'and (curve is None or entry.get("crv") == curve)', ""),
    ("G3", "the first key of a name", "in (yield from keys.named(name)):", "in (yield from keys.named(name))[:1]:"),
    ("G3", "one bad key spoils the set", "isinstance(entry, dict) and any(", "any("),
    ("G3", "any status", "answer.status_code != 200", "False"),
    ("G3", "answers of any size", "len(answer.content) > MOST_BYTES", "False"),
    ("G4", "tokens for ever", "when + LEEWAY_S <= now_s", "False"),
    ("G4", "no leeway", "LEEWAY_S = 60", "LEEWAY_S = 0"),
    ("G4", "tokens of tomorrow", "when > now_s + LEEWAY_S", "False"),
    ("G4", "no exp", 'if name not in claims and name != "exp":', "if name not in claims:"),
    ("G4", "True is a time", "type(when) not in (int, float)", "not isinstance(when, (int, float))"),
    ("G4", "times without end", "not 0 <= when < END_OF_NUMBERS", "not 0 <= when"),
    ("G4", "any type", 'not _is_type("" if kind is None else kind, issuer)', "False"),
    ("G4", "any audience", "if not is_meant:", "if False:"),
    ("G4", "any page", 'claims["azp"] not in parties', "False"),
    ("G5", "the anon key", "or role in _ROLES_OF_KEYS", ""),
    ("G5", "a sign-in that is pending", 'claims.get("sts") == "pending"', "False"),
    ("G5", "nobody", "not 0 < _length(subject) <= _LONGEST_SUBJECT", "_length(subject) > _LONGEST_SUBJECT"),
    ("G5", "numbers that JavaScript cannot tell apart", "and abs(value) < END_OF_NUMBERS", ""),
    ("G5", "a page without azp", "is_page and ", "False and "),
    ("G5", "anonymous people as others", 'get("is_anonymous") is True', 'get("is_anonymous") == 7'),
    ("G7", "cookies unasked", "elif self._cookies:\n            judge_site(asked, self._cookies)", "else:"),
    ("G7", "forms of any site", "judge_site(asked, self._cookies)\n", "pass\n"),
    ("G7", "forms of sister sites", '!= "same-origin"', 'not in ("same-origin", "same-site")'),
    ("G7", "WebSockets of any site", ' and not asked.lines("upgrade")', ""),
    ("G7", "header and cookie of two", "if other.id != person.id:", "if False:"),
    ("G7", "the last of two cookies", "value if cookies.get(name, value) == value else None", "value"),
    ("G7", "the first cookie, good or not", "faults.append(refused)", "raise"),
    ("G7", "cookies of nobody", "if not issuer.cookie:", "if False:"),
    ("G7", "half a session", "isinstance(token, str)", "True"),
    ("G8", "renewals as sign-ins", 'if each.get("method") != "token_refresh"', ""),
    ("G8", "a sign-in to come", "-LEEWAY_S <= self._now_s() - proved_s", "self._now_s() - proved_s"),
    ("G8", "a factor that was never proved", "minutes is None or minutes < 0", "minutes is None"),
    ("G12", "nobody was absorbed", 'verdict.claims.get("ids", ())', "()"),
    ("G12", "anything is an id", "isinstance(each, str) and each for each in ids", "True for each in ids"),
    ("G12", "ids of anybody", 'if verdict.issuer.kind == "unified":', "if True:"),
    ("G12", "ids that are none", "isinstance(each, str) and each for each in ids", "ids"),
]  # fmt: skip


def broken_copy(folder: Path, name: str, stands: str, broken: str):
    """The package, with that in its place, imported as `name`."""
    copy = folder / name
    copy.mkdir()
    for file, text in SOUND.items():
        text = text.replace(stands, broken).replace("hufu_auth.verify", name)
        (copy / file).write_text(text)
    return import_module(name)


def first_noticed(package, rule: str) -> str:
    for answers, row in rows(rule):
        try:
            replay(package, answers, row)
        except AssertionError:
            return row["name"]
    return ""


def test_each_finds_its_place():
    """Also those that a run passes over."""
    places = {
        stands: sum(text.count(stands) for text in SOUND.values()) for *_, stands, _ in MUTANTS
    }
    assert {stands: times for stands, times in places.items() if times != 1} == {}


@pytest.mark.parametrize("at", range(len(MUTANTS)), ids=lambda at: ": ".join(MUTANTS[at][:2]))
def test_it_is_noticed(at, tmp_path, monkeypatch):
    if at % 4 and not IS_FULL:
        pytest.skip("with --full")
    rule, _, stands, broken = MUTANTS[at]
    monkeypatch.syspath_prepend(tmp_path)
    package = broken_copy(tmp_path, f"broken_{at}", stands, broken)
    assert first_noticed(package, rule), "no vector noticed"
