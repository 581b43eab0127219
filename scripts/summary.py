"""Adds up the JUnit files of all suites; the last line is "N passed, N failed"."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def is_open(case: ElementTree.Element) -> bool:
    """Whether it is a known gap (node's `todo`): it runs and is shown, and fails nothing."""
    skipped = case.find("skipped")
    return skipped is not None and skipped.get("type") == "todo"


def read_suite(results: Path, suite: str, status: int) -> tuple[int, list[str], int]:
    """Passed, names of the failed, skipped, of one runner or several. A suite that broke silently has one failure."""
    passed, failed, skipped = 0, [], 0
    cases = []
    for junit in (*results.glob(f"{suite}.xml"), *results.glob(f"{suite}.*.xml")):
        try:
            cases += ElementTree.parse(junit).iter("testcase")
        except ElementTree.ParseError:
            status = status or 1
    for case in cases:
        if is_open(case):
            skipped += 1
            print(f"OPEN {case.get('name')}: {case.find('skipped').get('message')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            failed.append(case.get("name", "?"))
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    if status != 0 and not failed:
        failed.append(f"the suite ended with status {status}")
    return passed, failed, skipped


def main(results: Path) -> int:
    total_passed, total_failed, total_skipped = 0, 0, 0
    failures = []
    spent, allowed, over = 0, 0, []
    print(f"{'suite':<16}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}{'budget':>9}")
    for line in (results / "suites.tsv").read_text().splitlines():
        suite, status, seconds, budget = line.split("\t")
        spent += int(seconds)
        allowed += int(budget or 0)
        if budget and int(seconds) > int(budget):
            over.append(f"{suite}: {seconds} s of {budget} s")
        if suite.startswith("build "):
            print(f"{suite:<16}{'':>25}{seconds:>9}{budget:>9}")
            continue
        passed, failed, skipped = read_suite(results, suite, int(status))
        print(f"{suite:<16}{passed:>8}{len(failed):>8}{skipped:>9}{seconds:>9}{budget:>9}")
        failures += [f"{suite}: {name}" for name in failed]
        total_passed += passed
        total_failed += len(failed)
        total_skipped += skipped
    print(f"{'together':<16}{'':>25}{spent:>9}{allowed:>9}")
    for each in over:
        print(f"OVER BUDGET {each}")
    for failure in failures:
        print(f"FAILED {failure}")
    tail = f", {total_skipped} skipped" if total_skipped else ""
    print(f"{total_passed} passed, {total_failed} failed{tail}")
    return 1 if total_failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
