"""All pages pass the checks by text alone, and each check finds what it is for."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from check import by_text
from text_checks import calques, calques_in, chinese, fences, length, links, no_calques, twins

from pages import CHINESE, ROOT, Page, in_tree, pages


def test_pages() -> None:
    assert len(pages()) > 100
    assert by_text(list(pages())) == []


def test_no_calque_in_what_programs_say() -> None:
    catalogue = json.loads((ROOT / "core/texts/zh-CN.json").read_text())
    said = json.dumps(catalogue, ensure_ascii=False, indent=0).splitlines()
    assert [found for line in said for found in calques_in("zh-CN.json", line)] == []


def test_no_calque_in_what_examples_say() -> None:
    """Comments are English; a line with Chinese in it is for people."""
    kinds = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", ".py", ".cpp", ".wxml", ".html", ".json")
    found = []
    for name in sorted(in_tree()):
        if name.startswith(("examples/", "mock-server/src/")) and name.endswith(kinds):
            for at, line in enumerate((ROOT / name).read_text().splitlines(), 1):
                if re.search(CHINESE, line):
                    found += calques_in(f"{name}:{at}", line)
    assert found == []


def test_each_calque_says_why_and_what_instead() -> None:
    assert len(calques()) > 15
    assert all(why and instead for _, why, instead in calques())


GOOD = """# Title

A [page](b.md#a-b-c), a `[link](nowhere.md)`.

```ts
const a = 1; // one
```
"""
# What is wrong: the check, the page, and what is complained of.
BAD = {
    "an untagged block": (fences, "```\na\n```\n", "no language"),
    "another language": (fences, "```brainfuck\na\n```\n", "no language"),
    "a block without an end": (fences, "```ts\na\n", "never ends"),
    "indented code": (fences, "Text:\n\n    npm install\n", "indented"),
    "a mark that is none": (fences, "<!-- docs: greeen -->\n", "no mark"),
    "a reason that is none": (fences, "<!-- docs: unchecked: no -->\n```ts\n```\n", "does not say"),
    "a link to nothing": (links, "[a](c.md)\n", "not in the tree"),
    "a link out of the tree": (links, "[a](../../../c.md)\n", "not in the tree"),
    "an anchor that is none": (links, "[a](b.md#d)\n", "no such heading"),
    "an anchor of its own": (links, "# A\n\n[a](#b)\n", "no such heading"),
    "an address that is none": (links, "[a](https://)\n", "no address"),
    "a picture that is not there": (links, '<img src="a.svg">\n', "not in the tree"),
    "a long page": (length, "a\n" * 301, "300 at most"),
}
ZH_GOOD = "# 标题\n\n用 `fetch`，再看 [说明](b.md)。\n\n- 一项：`a`\n- 二（三）\n"
ZH_BAD = {
    "a paragraph of two lines": (chinese, "一行\n二行\n", "one line"),
    "an item of two lines": (chinese, "- 一行\n  二行\n", "one line"),
    "half-width": (chinese, "你好,世界。\n", "half-width mark"),
    "half-width at the end": (chinese, "你好:\n", "half-width mark"),
    "half-width brackets": (chinese, "你好(世界)\n", "half-width brackets"),
    "no blank": (chinese, "用Python写\n", "no blank"),
    "no blank beside code": (chinese, "用`fetch` 写\n", "no blank"),
    "a blank too many": (chinese, "用 `fetch` ，好\n", "a blank beside"),
    "a calque": (no_calques, "绑定一个人的两半\n", "say"),
    "another": (no_calques, "您的帐号\n", "say"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / "docs/zh-CN").mkdir(parents=True)
    (tmp_path / "docs/b.md").write_text("# A `b` [c](d)\n")
    return tmp_path


def complaints(check, page: Page, tree: Path) -> list[str]:
    return list(check(page, tree) if check in (links, twins) else check(page))


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_page_is_found(fault: str, tree: Path) -> None:
    check, text, found = BAD[fault]
    assert found in "\n".join(complaints(check, Page("docs/a.md", text), tree))
    assert complaints(check, Page("docs/a.md", GOOD), tree) == []


@pytest.mark.parametrize("fault", ZH_BAD)
def test_a_bad_chinese_page_is_found(fault: str, tree: Path) -> None:
    check, text, found = ZH_BAD[fault]
    assert found in "\n".join(complaints(check, Page("docs/zh-CN/a.md", text), tree))
    assert complaints(check, Page("docs/zh-CN/a.md", ZH_GOOD), tree) == []


TWINS = {
    "a heading of another level": ("# A\n\n## B\n", "# 甲\n\n### 乙\n", "other headings"),
    "a heading less": ("# A\n\n## B\n", "# 甲\n", "other headings"),
    "a block less": ("```ts\na;\n```\n", "", "0 blocks of code"),
    "another language": ("```ts\na;\n```\n", "```js\na;\n```\n", "and `ts` in"),
    "other code": ("```ts\na; // b\n```\n", "```ts\nb; // b\n```\n", "only comments may differ"),
    "another path": ("```ts\n// a.ts\na;\n```\n", "```ts\n// b.ts\na;\n```\n", "may differ"),
    "a row less": ("| a |\n|---|\n| b |\n", "| a |\n|---|\n", "2 rows of tables"),
    "a picture less": ("![a](a.svg)\n", "", "0 pictures"),
}


@pytest.mark.parametrize("fault", TWINS)
def test_a_twin_that_is_none_is_found(fault: str, tree: Path) -> None:
    english, other, found = TWINS[fault]
    (tree / "docs/zh-CN/a.md").write_text(other)
    assert found in "\n".join(twins(Page("docs/a.md", english), tree))


def test_comments_of_twins_may_differ(tree: Path) -> None:
    english = "```ts\n// a.ts\nf('http://a'); // here\n/* and\nthere */\n```\n```text\na\n```\n"
    other = "```ts\n// a.ts\nf('http://a'); // 这里\n```\n```text\n一\n```\n"
    (tree / "docs/zh-CN/a.md").write_text(other)
    assert list(twins(Page("docs/a.md", english), tree)) == []


def test_a_page_without_twin_is_found(tree: Path) -> None:
    assert list(twins(Page("docs/a.md", GOOD), tree)) == ["docs/a.md: there is no docs/zh-CN/a.md"]
    lonely = Page("docs/zh-CN/c.md", "# 一\n")
    assert list(twins(lonely, tree)) == ["docs/zh-CN/c.md: there is no docs/c.md"]


def test_rules_and_records_stay_english(tree: Path) -> None:
    for name in ("docs/rules.md", "docs/decisions/0001-a.md", "wasm/README.md"):
        assert list(twins(Page(name, GOOD), tree)) == []


def test_every_page_is_read() -> None:
    assert {page.name for page in pages()} == {name for name in in_tree() if name.endswith(".md")}
