"""How each documented command is followed: run to its end, kept running, done with a person's help, or left out with a reason.

The first rule that fits counts; a command that none fits is run to its end, at the top of the clone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch

import by_hand
from commands import Command
from desk import HERE, PROJECT, Desk

Follow = Callable[[Desk, str], object]


def run(desk: Desk, line: str) -> None:
    desk.shell.run(line)


def serve(desk: Desk, line: str) -> None:
    desk.serve(line)


def serve_shortly(desk: Desk, line: str) -> None:
    """Another of the same document listens there afterwards."""
    desk.serve(line).end()


def filled(**values: str) -> Follow:
    """With what a person would write in these places."""

    def follow(desk: Desk, line: str) -> None:
        for name, value in values.items():
            line = line.replace(name, value)
        desk.shell.run(line)

    return follow


@dataclass(frozen=True)
class Rule:
    documents: str
    pattern: str
    follow: Follow | None = run
    at: str = ""
    because: str = ""  # why it is left out

    def fits(self, command: Command) -> bool:
        return fnmatch(command.document, self.documents) and bool(
            re.fullmatch(self.pattern, command.line)
        )


def left_out(documents: str, pattern: str, because: str) -> Rule:
    return Rule(documents, pattern, None, because=because)


RULES = (
    left_out("*", r"\./dev (test|check)", "CI runs it: .ci/run"),
    left_out("*", r"\./dev test --full.*", "hours; it would run this, too"),
    # What the next lines of these documents need is built by it.
    Rule("*", r"\./dev test --only (desktop|matrix|peers|servers|store)"),
    left_out("*", r"\./dev test --only .*", "CI runs it: .ci/run"),
    left_out("tests/README.md", r"(ctest|pytest|npm test).*", "CI runs each suite: .ci/run"),
    left_out("*", r"\./dev bench.*", "wants a machine that does nothing else"),
    left_out("*", r"cmake --preset native && .*", "./dev test does so, in its suite `native`"),
    left_out("tests/*", r"npm pack", "says how a test gets the package"),
    left_out("tests/builders/*", r"npm install --package-lock-only .*", "takes newer versions"),
    left_out("tests/vectors/*", r"npm run record", "writes the vectors anew"),
    left_out("wasm/README.md", r"npm publish .*", "not published yet"),
    left_out("wasm/README.md", r"npm test", "CI runs it: suite `wasm`"),
    left_out("wasm/README.md", r"npx create-next-app", "suite `builders` with --full"),
    Rule("bindings/cli/*", r"hufu server", by_hand.telephone),
    Rule("bindings/cli/*", r"hufu login --device", by_hand.approve_on_telephone),
    Rule("bindings/cli/*", r"hufu help COMMAND", filled(COMMAND="login")),
    Rule("examples/desktop/*", r".*/hufu server", by_hand.telephone),
    Rule("examples/desktop/*", r".*/hufu-desktop", by_hand.look_at_window),
    Rule("examples/desktop/*", r"cmake -B build .*", by_hand.with_installed_hufu, HERE),
    Rule("examples/nextjs/*", r".* bind XXXXX-XXXXX", by_hand.bind_by_phone),
    Rule("examples/nextjs/*", r".* approve CODE NUMBER", by_hand.approve_by_phone),
    Rule("examples/nextjs/*", r"npm run phone -- code", by_hand.code_of_phone),
    Rule("examples/nextjs/*", r"npm run dev", serve),
    Rule("examples/backends/*", r"(node --env-file=mock.env|npx next dev) .*", serve),
    Rule("docs/reference/mock-server.md", r"export DATABASE_URL=.*", by_hand.name_database),
    Rule("wasm/README.md", r"npx hufu-mock-server --port 8787 --control", serve_shortly, PROJECT),
    Rule("*", r"npx hufu-mock-server .*", serve, PROJECT),
    Rule("*", r"(\S*/)?hufu-mock-server .*", serve),
    Rule("wasm/README.md", r"npm run .*", at=HERE),
    Rule("wasm/README.md", r"npm install .*", at=PROJECT),
    Rule("mock-server/npm/*", r"npm install .*", at=PROJECT),
    Rule("examples/miniprogram/*", r"npm install .*", at=HERE),
    Rule("examples/taro/*", r".*", at=HERE),
    Rule("examples/uni/*", r".*", at=HERE),
)
ANYTHING = Rule("*", ".*")


def rule_of(command: Command) -> Rule:
    return next((rule for rule in RULES if rule.fits(command)), ANYTHING)
