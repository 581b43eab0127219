#!/usr/bin/env python3
"""Checks pages of the documents: `check.py [--text] [--built TREE] [PAGE]...`, all of them where none is named.

--text: what needs nothing built, in a second. --built: the tree in which the packages and programs lie that the
pages speak of, where it is another than this.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from text_checks import CHECKS  # noqa: E402

from pages import ROOT, Page, pages, read, twin_of  # noqa: E402


def by_text(chosen: list[Page]) -> list[str]:
    return [complaint for page in chosen for check in CHECKS for complaint in check(page)]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--text", action="store_true", help="only what needs nothing built")
    arguments.add_argument(
        "--built", type=Path, default=ROOT, help="where packages and programs are built"
    )
    arguments.add_argument("pages", nargs="*", help="all where none is named")
    options = arguments.parse_args()

    names = [str(Path(name).resolve().relative_to(ROOT)) for name in options.pages]
    names += [twin_of(name) for name in names if (ROOT / (twin_of(name) or "-")).exists()]
    chosen = [read(name) for name in dict.fromkeys(names)] or list(pages())
    complaints = by_text(chosen)
    if not options.text:
        from run_blocks import by_blocks  # with packages that need not be there for the text

        complaints += by_blocks(chosen, options.built.resolve())
    for complaint in complaints:
        print(complaint)
    print(f"{len(chosen)} pages, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
