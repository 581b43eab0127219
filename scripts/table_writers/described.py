"""What the core says of itself, and the sentences that stand beside it in its public headers."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
HEADERS = ROOT / "core" / "include" / "hufu"


def pascal(name: str) -> str:
    """`rate_limited` as `RateLimited`."""
    return "".join(word.capitalize() for word in name.split("_"))


def camel(name: str) -> str:
    """`bind_code` as `bindCode`."""
    return name[0] + pascal(name)[1:]


class Described:
    """`describe()`, as `hufu_describe` prints it."""

    def __init__(self, program: str) -> None:
        printed = subprocess.run([program], check=True, stdout=subprocess.PIPE).stdout
        said: dict[str, Any] = json.loads(printed)
        self.errors: list[dict[str, Any]] = said["errors"]
        self.operations: dict[str, dict[str, Any]] = said["operations"]
        self.types: dict[str, dict[str, str]] = said["types"]
        self.enumerations: dict[str, list[str]] = said["enumerations"]
        self.storage_keys: dict[str, str] = said["storage_keys"]
        self.options: dict[str, str] = said["config"]["fields"]
        self.defaults: dict[str, Any] = said["config"]["defaults"]
        self.backends: dict[str, dict[str, str]] = said["backends"]
        self._headers = "\n".join(
            file.read_text(encoding="utf-8") for file in sorted(HEADERS.glob("*.h"))
        )

    def is_optional(self, operation: str, field: str) -> bool:
        """Whether a caller may leave it out."""
        row = self.operations[operation]
        return row["fields"][field].endswith("?") or field in row["defaults"]

    def sentence(self, declaration: str) -> str:
        """The `///` before `struct Name` or `enum class Name`, in one line; empty if there is none."""
        found = re.search(rf"((?:^///.*\n)*)^{declaration}\b", self._headers, re.MULTILINE)
        if not found:
            raise SystemExit(f"No header has {declaration}.")
        return _joined(found[1].splitlines())

    def sentence_of(self, operation: str) -> str:
        """The same for the struct of an operation."""
        return self.sentence(f"struct {self.struct_of(operation)}")

    def struct_of(self, operation: str) -> str:
        """What it is called in C++."""
        found = re.search(
            rf'^struct (\w+) \{{\n.*kName = "{operation}"', self._headers, re.MULTILINE
        )
        if not found:
            raise SystemExit(f"No struct has the kName {operation}.")
        return found[1]

    def note(self, struct: str, field: str) -> str:
        """The `///<` behind a field of a struct."""
        body = re.search(
            rf"^struct {struct} \{{\n(.*?)\n\}};", self._headers, re.MULTILINE | re.DOTALL
        )
        # The formatter may have put the default of a field on a line of its own.
        declared = rf"\b{field}\b(?:\s*=\s*)?[^;\n]*;"
        found = body and re.search(rf"{declared}\s*///<(.*(?:\n\s+///<.*)*)", body[1])
        return _joined(found[1].splitlines()) if found else ""


def _joined(lines: list[str]) -> str:
    return " ".join(re.sub(r"^\s*///<?\s*", "", line).strip() for line in lines).strip()
