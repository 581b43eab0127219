"""The tables of the Python package, as its formatter leaves them."""

from __future__ import annotations

import texts

from table_writers.described import Described, pascal

LINE = 100
CLASSES = {
    "retry": "RetryLater",
    "sign_in_again": "SignInAgain",
    "tell_user": "TellUser",
    "fix_program": "FixProgram",
}
# What the core calls it, C++, and we.
OF_CLIENTS = (
    ("backend", "BackendKind", "Backend"),
    ("platform", "Platform", "Platform"),
    ("session_source", "SessionSource", "SessionSource"),
    ("credential", "CredentialKind", "CredentialKind"),
)
OF_RESULTS = (
    ("state", "SessionState", "State"),
    ("end_cause", "EndCause", "EndCause"),
    ("event", "EventKind", "EventKind"),
    ("sign_up_state", "SignUpState", "SignUpState"),
    ("sent_as", "SentAs", "SentAs"),
)


def errors(described: Described) -> str:
    """A class for each code, below the class of its action."""
    sentences = texts.load("en")["errors"]
    return "\n\n".join(
        f"class {pascal(row['code'])}({CLASSES[row['action']]}):\n"
        f'    """{sentences[row["code"]]}"""\n\n'
        f'    code = "{row["code"]}"\n'
        for row in described.errors
    )


def of_clients(described: Described) -> str:
    """What a configuration and the functions of a host are about."""
    return _literals(described, OF_CLIENTS)


def of_results(described: Described) -> str:
    """What results and events are about."""
    return _literals(described, OF_RESULTS)


def stub(described: Described) -> str:
    """What the extension knows by name."""
    operations = _literal("_Operation", list(described.operations))
    return operations + _literal("_State", described.enumerations["state"])


def gotrue_cookie(described: Described) -> str:
    """A function: the guard of a server has no core beside it."""
    key = described.storage_keys["gotrue"]
    return f'''\
def _gotrue_cookie(base_url: str) -> str:
    """The key of `@supabase/supabase-js`, under which two projects share nothing."""
    found = re.match(r"https?://(\\[[^.\\]]*\\]?|[^.:/?#]*)", base_url, re.IGNORECASE)
    project = found[1].lower() if found else ""
    return f"{key}"
'''


def _literals(described: Described, names: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(
        _literal(ours, described.enumerations[name])
        + f'"""{described.sentence(f"enum class {theirs}")}"""\n'
        for name, theirs, ours in names
    )


def _literal(name: str, values: list[str]) -> str:
    listed = ", ".join(f'"{value}"' for value in values)
    line = f"{name} = Literal[{listed}]\n"
    if len(line) <= LINE:
        return line
    return f"{name} = Literal[\n" + "".join(f'    "{value}",\n' for value in values) + "]\n"
