"""A statement with co_await holds no '{', no '[' and no '?': g++ 12 miscompiles such statements.

Usage: coawait_lint.py FOLDER...
Attributes ([[maybe_unused]]) do not count. A coroutine lambda is refused too. The reasons are in
docs/decisions/0002-coroutines-on-effects.md.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from cpp_text import cpp_files, strip_hidden

TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.']*|->|::|&&|\|\||\"\"|\S")
ATTRIBUTE = re.compile(r"\[\[\s*[A-Za-z_][\w:, ]*(?:\(\s*(?:\"\")?\s*\))?\s*\]\]")
BEFORE_BLOCK = set(") else do try ; { } : const noexcept override final mutable".split())
TRAILING_RETURN = re.compile(r"\) (?:const )?(?:&&? )?(?:noexcept )?->[\w: <>,*&]+$")
CLASS_KEYS = {"namespace", "class", "struct", "union", "enum", "extern"}
AWAITING = {"co_await", "co_return", "co_yield"}
CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass
class Token:
    text: str
    line: int


@dataclass
class Scanner:
    """Walks a file block by block and looks at each statement."""

    tokens: list[Token]
    position: int = 0
    findings: list[tuple[int, str]] = field(default_factory=list)

    def block(self) -> None:
        statement: list[Token] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token.text == "}":
                break
            if token.text == "{" and opens_block(statement):
                self.position += 1
                self.finish(statement)
                self.block()
                self.position += 1
                statement = []
            elif token.text in CLOSING:
                statement += self.group()
            else:
                self.position += 1
                statement.append(token)
                if token.text == ";":
                    self.finish(statement)
                    statement = []
        self.finish(statement)

    def group(self) -> list[Token]:
        """A bracketed part of a statement, whole, with lambdas and initialisers inside."""
        start, depth = self.position, 0
        while self.position < len(self.tokens):
            text = self.tokens[self.position].text
            depth += (text in CLOSING) - (text in CLOSING.values())
            self.position += 1
            if depth == 0:
                break
        return self.tokens[start : self.position]

    def finish(self, statement: list[Token]) -> None:
        texts = [token.text for token in statement]
        bad = [text for text in "{[?" if text in texts]
        if not bad:
            return
        for token in statement:
            if token.text == "co_await":
                self.findings.append((token.line, f"co_await in a statement with '{bad[0]}'"))
                return
            if token.text in AWAITING and lambda_body_before(statement, token):
                self.findings.append((token.line, "a lambda is a coroutine"))
                return


def opens_block(statement: list[Token]) -> bool:
    """Whether a brace after these tokens opens a block, and not an initialiser or a lambda."""
    if not statement:
        return True
    texts = outermost([token.text for token in statement])
    if has_lambda_introducer(texts):
        return False
    if CLASS_KEYS & set(texts) and "(" not in texts:
        return True
    if texts[-1] in BEFORE_BLOCK:
        return True
    return bool(
        re.search(r"\) *(?:const *)?(?:& *|&& *)?(?:noexcept *)?->[\w: <>,*&]+$", " ".join(texts))
    )


def outermost(texts: list[str]) -> list[str]:
    """The tokens without what is inside brackets."""
    kept, depth = [], 0
    for text in texts:
        depth -= text in CLOSING.values()
        if depth == 0:
            kept.append(text)
        depth += text in CLOSING
    return kept


def has_lambda_introducer(texts: list[str]) -> bool:
    """A '[' that cannot be a subscript or an array."""
    for index, text in enumerate(texts):
        if text != "[":
            continue
        before = texts[index - 1] if index else "="
        if before == "return" or not re.fullmatch(r"\w+|\)|\]|\"\"", before):
            return True
    return False


def lambda_body_before(statement: list[Token], token: Token) -> bool:
    texts = [other.text for other in statement]
    end = next(index for index, other in enumerate(statement) if other is token)
    return "{" in texts[:end] and has_lambda_introducer(texts[:end])


def scan(text: str) -> list[tuple[int, str]]:
    """Line and reason of each finding in one file's text."""
    text = ATTRIBUTE.sub("", strip_hidden(text))
    tokens = [
        Token(match.group(), number)
        for number, line in enumerate(text.split("\n"), 1)
        for match in TOKEN.finditer(line)
    ]
    scanner = Scanner(tokens)
    while scanner.position < len(tokens):
        scanner.block()
        scanner.position += 1
    return sorted(scanner.findings)


def main(folders: list[str]) -> int:
    count = 0
    for file in cpp_files(*map(Path, folders)):
        for line, reason in scan(file.read_text()):
            print(f"{file}:{line}: {reason}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
