"""tests/vectors/tokens, replayed by a guard: of threads and of event loops, on WSGI and on ASGI."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

FOLDER = Path(__file__).parents[1] / "vectors" / "tokens"
Row = dict[str, Any]


def files() -> list[tuple[str, Row, list[Row]]]:
    """What each file is about, what its key servers answer, its rows."""
    read = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("tokens_*.json"))]
    return [(each["about"], each["answers"], each["cases"]) for each in read]


def rows(rule: str = "") -> Iterator[tuple[Row, Row]]:
    """What key servers answer, and a row: all, or those of a rule."""
    for _, answers, cases in files():
        yield from ((answers, row) for row in cases if rule in ("", row["rule"]))


class Answering:
    """Answers as key servers do, and counts who asks."""

    def __init__(self, answers: Row):
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, url: str) -> SimpleNamespace:
        self.asked.append(url)
        answer = self.answers.get(url)
        if answer is None:
            raise ConnectionRefusedError("nobody there")
        text = answer.get("text")
        if text is None and "repeat" in answer:
            before, some, times, after = answer["repeat"]
            text = before + some * times + after
        body = json.dumps(answer.get("body")) if text is None else text
        return SimpleNamespace(status_code=answer["status"], content=body.encode())


def answer_of(*keys: Row) -> Row:
    """That of a key server."""
    return {"status": 200, "body": {"keys": list(keys)}}


def asgi_request(method: str, headers: list[list[str]]) -> SimpleNamespace:
    """As Starlette has it: every line of a header by itself."""
    lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    return SimpleNamespace(scope={"type": "http", "method": method, "headers": lines})


def wsgi_request(method: str, headers: list[list[str]]) -> SimpleNamespace:
    """As Flask has it: gunicorn and others join the lines of one header."""
    environ = {"REQUEST_METHOD": method}
    for name, value in headers:
        key = "HTTP_" + name.upper().replace("-", "_")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return SimpleNamespace(environ=environ)


def bearing(token: str, *more: tuple[str, str], method: str = "GET") -> SimpleNamespace:
    return asgi_request(method, [["Authorization", f"Bearer {token}"], *map(list, more)])


IN_PYTHON = {
    "authorizedParties": "authorized_parties",
    "baseUrl": "base_url",
    "appId": "app_id",
    "requirePlatform": "require_platform",
}


def issuer_of(verify: ModuleType, entry: Row) -> Any:
    options = {IN_PYTHON.get(name, name): value for name, value in entry.items()}
    return getattr(verify, options.pop("kind"))(**options)


def guard_of(verify: ModuleType, kind: str, row: Row, answers: Row) -> Any:
    options = {IN_PYTHON.get(n, n): value for n, value in row.get("options", {}).items()}
    if "cookies" in options:
        options["cookies"] = verify.Cookies(**options["cookies"])
    return getattr(verify, kind)(
        [issuer_of(verify, entry) for entry in row["issuers"]],
        fetch=Answering({**answers, **row.get("answers", {})}),
        now_s=lambda: row["now"],
        uptime_s=lambda: 0.0,
        **options,
    )


def told(person: Any) -> Row:
    names = ("id", "subject", "issuer", "session_id", "platform", "is_anonymous", "ids")
    return {name: getattr(person, name) for name in names}


def expected(person: Row) -> Row:
    return {
        "id": person["id"],
        "subject": person["subject"],
        "issuer": person["issuer"],
        "session_id": person["sessionId"],
        "platform": person.get("platform"),
        "is_anonymous": person.get("isAnonymous", False),
        "ids": tuple(person.get("ids", [person["id"]])),
    }


def check(verify: ModuleType, row: Row, ask: Callable[[], Any]) -> None:
    """Asks twice: a kept verdict is no other one."""
    person = row["expect"].get("person")
    for time in ("first", "again"):
        try:
            given = ask()
        except verify.Refused as refused:
            assert person is None, f"{time}: {refused}"
            found = {"status": refused.status, "reason": refused.reason}
            assert time == "again" or found == row["expect"]["refused"]
        else:
            assert person is not None, f"{time}: somebody was let in"
            assert told(given) == expected(person)
            for seconds, is_fresh in person.get("fresh", {}).items():
                assert given.is_fresh(int(seconds)) is is_fresh, f"within {seconds} s"


def replay(verify: ModuleType, answers: Row, row: Row) -> None:
    """Fails if it is not as the row says. `verify` is what is tested, `answers` what key servers answer."""
    asked = row["request"]
    for request_of in (asgi_request, wsgi_request):
        request = request_of(asked["method"], asked["headers"])
        guard = guard_of(verify, "Guard", row, answers)
        check(verify, row, lambda guard=guard, request=request: guard.authenticate(request))
    guard = guard_of(verify, "AsyncGuard", row, answers)
    # Each time in a loop of its own: keys and verdicts outlive it.
    check(verify, row, lambda: asyncio.run(guard.authenticate(request)))
