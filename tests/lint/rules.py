"""The rules that comments and tests cite, `(B11)` or `"C7: …"`, and the page that explains them.

Usage: rules.py REPOSITORY
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = "docs/rules.md"
ROW = re.compile(r"^\| (?P<id>[A-Z]\d{1,2}|document 00\d) \|(?P<cells>.*)\|$", re.MULTILINE)
# A capital letter with one or two digits that stands by itself, in no quoted text and in no number.
CITED = re.compile(r"(?<![\w\"'`.=%/+\-&#:{<\\])([A-Z]\d{1,2})(?![\w\"'`%\\(\-])")
# At the beginning of a test's name or a docstring; and in the flow scripts and their stories.
TITLED = re.compile(r"\"([A-Z]\d{1,2})(?=:|,| and )")
LISTED = re.compile(r"\brules: \[([^\]]*)\]|\"rules\": \[([^\]]*)\]")
# What WeChat's world calls pages of the web.
NO_RULES = {"H5"}
DOCUMENT = re.compile(r"\bdocument (\d{3})\b", re.IGNORECASE)
# Where such words are data, or the story of versions.
NOT_READ = (".svg", ".wasm", ".png", ".pem", "package-lock.json", "CHANGELOG.md", PAGE)
FILE = re.compile(r"`([\w/.-]+\.\w+)`")
COLUMNS_OF_FILES = (2, 3)


def tracked(repository: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=True
    )
    return listed.stdout.split("\n")[:-1]


def rows(page: str) -> dict[str, list[str]]:
    """Each rule's cells after its name."""
    return {row["id"]: row["cells"].split(" | ") for row in ROW.finditer(page)}


def cited(name: str, text: str) -> Iterator[tuple[int, str]]:
    """The rules and documents that a file cites, with their lines."""
    for match in LISTED.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        for rule in re.findall(r"[A-Z]\d+", match[1] or match[2] or ""):
            yield line, rule
    if name.endswith(".json"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        for rule in CITED.findall(line) + TITLED.findall(line):
            if rule not in NO_RULES:
                yield number, rule
        for document in DOCUMENT.findall(line):
            yield number, f"document {document}"


def is_there(name: str, files: list[str]) -> bool:
    """Whether a file's path ends with this name and has its folders before that, in this order."""
    *folders, last = name.split("/")
    wanted = re.compile("".join(rf"(?:.*/)?{re.escape(part)}/" for part in folders))
    return any(
        path.rsplit("/", 1)[-1] == last and wanted.match(path[: -len(last)]) for path in files
    )


def lint(repository: Path) -> list[str]:
    files = tracked(repository)
    known = rows((repository / PAGE).read_text())
    faults = []
    for rule, cells in known.items():
        for cell in (cells[at] for at in COLUMNS_OF_FILES if len(cells) > max(COLUMNS_OF_FILES)):
            names = FILE.findall(cell)
            faults += [f"{PAGE}: {rule}: no file {n}" for n in names if not is_there(n, files)]
            if not names:
                faults.append(f"{PAGE}: {rule}: no file is named in '{cell.strip()}'")
    for name in files:
        path = repository / name
        if name.endswith(NOT_READ) or not path.is_file():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        faults += [
            f"{name}:{line}: {rule} does not stand in {PAGE}"
            for line, rule in cited(name, text)
            if rule not in known
        ]
    return faults


if __name__ == "__main__":
    found = lint(Path(sys.argv[1]))
    print("\n".join(found), file=sys.stderr)
    sys.exit(1 if found else 0)
