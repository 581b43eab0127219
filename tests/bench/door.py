#!/usr/bin/env python3
"""Prints the rows of the group `door`: how soon a stranger is in. `door.py DOCS_JSON PACKAGE`: what the suite `docs` wrote, and the
npm package, built."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS, SECONDS, LINES_OF_README, LINES_OF_PAGE, BYTES_OF_ADAPTER = 10, 300, 150, 300, 1024
# As a server would send it.
BROTLI = """const { brotliCompressSync, constants: c } = require('node:zlib');
const code = require('node:fs').readFileSync(process.argv[1]);
const params = { [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_SIZE_HINT]: code.length };
console.log(brotliCompressSync(code, { params }).length);"""


def row(name: str, value: float, unit: str, most: int) -> None:
    print(json.dumps({"name": f"door.{name}", "value": value, "unit": unit, "goal": f"<= {most}"}))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def longest_page() -> int:
    pages = (page for page in (ROOT / "docs").rglob("*.md") if "decisions" not in page.parts)
    return max(lines(page) for page in pages if page.name != "rules.md")


def main(figures: Path, package: Path) -> None:
    walked = json.loads(figures.read_text(encoding="utf-8"))["start"]
    for name, walk in walked.items():
        page = Path(name).stem.replace("-", "_")
        row(f"{page}_commands", walk["commands"], "commands", COMMANDS)
        row(f"{page}_seconds", walk["seconds"], "s", SECONDS)
    row("readme_lines", max(map(lines, ROOT.glob("README*.md"))), "lines", LINES_OF_README)
    row("longest_page_lines", longest_page(), "lines", LINES_OF_PAGE)
    for adapter in ("axios", "query"):
        command = ["node", "-e", BROTLI, package / f"dist/{adapter}.js"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        row(f"{adapter}_brotli_bytes", int(said), "bytes", BYTES_OF_ADAPTER)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
