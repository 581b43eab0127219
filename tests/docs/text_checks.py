"""What can be said of a page by its text alone. Each check gives the complaints that it has, as `page:line: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pages import (
    CHINESE,
    ITEM,
    ROOT,
    Block,
    Page,
    in_tree,
    is_chinese,
    is_record,
    read,
    twin_of,
)

LANGUAGES = set(
    "ts tsx js jsx vue python cpp c cmake sh json toml yaml html wxml css sql http dotenv text mermaid".split()
)
NOT_LESS_THAN = 5  # words of a reason
LONGEST = {"README.md": 150, "README.zh-CN.md": 150}
# Written by a script: as long as the programs have flags.
LONGEST |= {"docs/reference/flags.md": 400, "docs/zh-CN/reference/flags.md": 400}
LONGEST_OF_DOCS = 300
MARKS = {"file", "unchecked", "hidden", "green"}


def fences(page: Page) -> Iterator[str]:
    """Each block says its language, ends, and is no indented one; each mark is known and says enough."""
    if is_record(page.name):
        return
    if page.unclosed:
        yield f"{page.name}:{page.unclosed}: this block never ends"
    for block in page.blocks:
        if block.language not in LANGUAGES:
            yield f"{block}: `{block.language}` is no language of a block"
        if block.because and len(block.because.split()) < NOT_LESS_THAN:
            yield f"{block}: {block.because!r} does not say why nothing checks the block, and what shows it instead"
    for at, name, _ in page.marks:
        if name not in MARKS:
            yield f"{page.name}:{at}: `docs: {name}` is no mark"
        elif is_chinese(page.name):
            yield f"{page.name}:{at}: marks stand in the English page"
    yield from _indented(page)


def _indented(page: Page) -> Iterator[str]:
    before, in_list = "", False
    for at, line in page.prose:
        if ITEM.match(line):
            in_list = True
        elif line and not line.startswith(" "):
            in_list = False
        if line.startswith("    ") and line.strip() and not before.strip() and not in_list:
            yield f"{page.name}:{at}: code that is indented has no language; put it between fences"
        before = line


def links(page: Page, root: Path = ROOT) -> Iterator[str]:
    """What is linked in the tree is there, anchors are headings, addresses are well-formed."""
    files, folders = in_tree(root), folders_of(root)
    for link in page.links:
        where = f"{page.name}:{link.line}: {link.target}"
        if re.match(r"[a-z]+:", link.target):
            parts = urlsplit(link.target)
            if parts.scheme not in ("https", "http", "mailto") or not (parts.netloc or parts.path):
                yield f"{where} is no address"
            elif parts.netloc and not re.fullmatch(
                r"[\w.-]+\.\w+(:\d+)?|localhost:\d+", parts.netloc
            ):
                yield f"{where} is no address"
            continue
        path, _, anchor = unquote(link.target).partition("#")
        target = _normal(page.name, path) if path else page.name
        if target is None or (
            target not in files and target not in folders and target != page.name
        ):
            yield f"{where} is not in the tree"
        elif anchor and not target.endswith(".md"):
            if not re.fullmatch(r"L\d+(-L\d+)?", anchor):
                yield f"{where} is an anchor in no page"
        elif anchor and anchor not in (page if target == page.name else read(target, root)).anchors:
            yield f"{where}: there is no such heading"


@cache
def folders_of(root: Path) -> frozenset[str]:
    return frozenset(str(above) for name in in_tree(root) for above in Path(name).parents)


def _normal(page: str, path: str) -> str | None:
    """The path from the top of the tree; None where it leaves the tree."""
    parts: list[str] = [] if path.startswith("/") else list(Path(page).parent.parts)
    for part in path.split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or "."


def length(page: Page) -> Iterator[str]:
    most = LONGEST.get(page.name)
    if (
        most is None
        and page.name.startswith("docs/")
        and not is_record(page.name)
        and page.name != "docs/rules.md"
    ):
        most = LONGEST_OF_DOCS
    lines = len(page.text.splitlines())
    if most and lines > most:
        yield f"{page.name}: {lines} lines, of {most} at most"


def twins(page: Page, root: Path = ROOT) -> Iterator[str]:
    """The Chinese page is there and is built as the English one."""
    name = twin_of(page.name)
    if not name:
        english = _english_of(page.name)
        if english and english not in in_tree(root):
            yield f"{page.name}: there is no {english}"
        return
    if name not in in_tree(root):
        yield f"{page.name}: there is no {name}"
        return
    twin = read(name, root)
    ours, theirs = [level for level, _ in page.headings], [level for level, _ in twin.headings]
    if ours != theirs:
        at = next(
            (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b),
            min(len(ours), len(theirs)),
        )
        title = page.headings[at][1] if at < len(ours) else twin.headings[at][1]
        yield f"{name}: other headings than {page.name}, from {title!r} on"
    yield from _blocks_differ([block for block in page.blocks if not block.hidden], twin)
    for what, here, there in (
        ("rows of tables", page.rows, twin.rows),
        ("pictures", page.images, twin.images),
    ):
        if here != there:
            yield f"{name}: {there} {what}, and {here} in {page.name}"


def _english_of(name: str) -> str:
    if name == "README.zh-CN.md":
        return "README.md"
    return name.replace("docs/zh-CN/", "docs/", 1) if name.startswith("docs/zh-CN/") else ""


def _blocks_differ(ours: list[Block], twin: Page) -> Iterator[str]:
    theirs = [block for block in twin.blocks if not block.hidden]
    if len(ours) != len(theirs):
        yield f"{twin.name}: {len(theirs)} blocks of code, and {len(ours)} in English"
    for here, there in zip(ours, theirs, strict=False):
        if here.language != there.language:
            yield f"{there}: `{there.language}`, and `{here.language}` in {here}"
            return
        if here.language in ("text", "mermaid"):
            continue
        said, meant = bare(there), bare(here)
        if said != meant:
            lines = zip([*said, ""], [*meant, ""], strict=False)
            first = next((pair for pair in lines if pair[0] != pair[1]), ("", ""))
            yield f"{there}: says {first[0]!r} where {here} says {first[1]!r}; only comments may differ"


SLASHES = ("ts", "tsx", "js", "jsx", "vue", "cpp", "c", "css", "html", "wxml")
HASHES = ("python", "sh", "toml", "yaml", "cmake", "dotenv")


def bare(block: Block) -> list[str]:
    """The lines of a block, without comments and blanks; a path is no comment."""
    first, code = block.code.split("\n", 1)
    named = first if block.path and block.path in first else ""
    code = code if named else block.code
    if block.language in SLASHES:
        code = re.sub(r"/\*.*?\*/", "", code, flags=re.S)
        code = re.sub(r"(^|\s)//(?!/?\S*://).*$", "", code, flags=re.M)
    if block.language in ("vue", "html", "wxml"):
        code = re.sub(r"<!--.*?-->", "", code, flags=re.S)
    if block.language in HASHES:
        code = re.sub(r"(^|\s)#.*$", "", code, flags=re.M)
    if block.language == "sql":
        code = re.sub(r"(^|\s)--.*$", "", code, flags=re.M)
    code = re.sub(r"\{\s*\}", "{}", code)
    lines = [re.sub(r"\s+", " ", line).strip() for line in code.splitlines()]
    return [named, *(line for line in lines if line)]


CALQUES = Path(__file__).parent / "calques.txt"


@cache
def calques() -> list[tuple[re.Pattern[str], str, str]]:
    rows = [
        line.split(" | ")
        for line in CALQUES.read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]
    return [
        (re.compile(pattern.strip()), why.strip(), instead.strip())
        for pattern, why, instead in rows
    ]


def calques_in(where: str, text: str) -> Iterator[str]:
    for pattern, why, instead in calques():
        for found in pattern.finditer(text):
            yield f"{where}: {found[0]} ({why}); say {instead}"


def no_calques(page: Page) -> Iterator[str]:
    if is_chinese(page.name):
        for at, line in enumerate(page.text.splitlines(), 1):
            yield from calques_in(f"{page.name}:{at}", line)


WRONG = {
    "a half-width mark beside Chinese": rf"{CHINESE}[,.!?;:](?!\w)|[,!?;:]{CHINESE}",
    "half-width brackets beside Chinese": rf"{CHINESE} ?\(|\) ?{CHINESE}",
    "no blank between Chinese and Latin": rf"{CHINESE}[A-Za-z0-9`]|[A-Za-z0-9`]{CHINESE}",
    "a blank beside a full-width mark": r"[^\s|] [，。；：？！、）」》]|[，。；：？！、（「《] [^\s|]",
}


def chinese(page: Page) -> Iterator[str]:
    """A paragraph is one line, and marks and blanks stand as in Chinese print."""
    if not is_chinese(page.name):
        return
    before = ""
    for at, line in page.plain:
        bare_line = line.strip()
        goes_on = (
            bare_line
            and before
            and not bare_line.startswith(("|", "#", ">", "<"))
            and not ITEM.match(line)
        )
        if goes_on and not before.startswith(("|", "#", "<")):
            yield f"{page.name}:{at}: a paragraph, and an item of a list, is one line"
        before = bare_line
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", bare_line)
        text = re.sub(r"<[^>]*>|\*\*|(?<!\w)[*_]|[*_](?!\w)", "", text)
        for fault, pattern in WRONG.items():
            if found := re.search(pattern, text):
                yield f"{page.name}:{at}: {fault}: {text[max(0, found.start() - 6) : found.end() + 6]!r}"


CHECKS = (fences, links, length, twins, no_calques, chinese)
