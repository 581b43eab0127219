#!/usr/bin/env python3
"""Writes what Hufu says to people into the sources, from the one catalogue in core/texts.

`texts.py` rewrites the tables; `texts.py --check` names those that are out of date and exits with 1.
A table stands between a line that holds `texts: begin` and one that holds `texts: end`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "core/texts"
LANGUAGES = ("en", "zh-CN")
"""The first is the one in which everything was written; the others say the same."""
Texts = dict


def load(language: str) -> Texts:
    """The catalogue in one language. A key that stands twice is an error."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) != len(pairs):
            raise SystemExit(f"{language}.json has a key twice: {[key for key, _ in pairs]}")
        return dict(pairs)

    text = (CATALOGUE / f"{language}.json").read_text(encoding="utf-8")
    return json.loads(text, object_pairs_hook=once)


def leaves(texts: Texts, path: str = "") -> dict[str, str]:
    """Every text with its path: `errors.network`."""
    found = {}
    for key, value in texts.items():
        if isinstance(value, dict):
            found.update(leaves(value, f"{path}{key}."))
        else:
            found[path + key] = value
    return found


def has_lone_brace(text: str) -> bool:
    """Whether a brace is no part of a `{name}`: what fills them in would not find its end."""
    return bool(re.search(r"[{}]", re.sub(r"\{\w+\}", "", text)))


def placeholders(text: str) -> list[str]:
    """The names in braces, sorted."""
    return sorted(re.findall(r"\{(\w*)\}", text))


def differences(one: Texts, other: Texts) -> list[str]:
    """What the second language lacks, has too much, or fills in otherwise than the first."""
    ours, theirs = leaves(one), leaves(other)
    found = [f"{path} is missing" for path in ours if path not in theirs]
    found += [f"{path} is left over" for path in theirs if path not in ours]
    for path in ours.keys() & theirs.keys():
        if placeholders(ours[path]) != placeholders(theirs[path]):
            found.append(f"{path} has other placeholders")
        if has_lone_brace(ours[path]) or has_lone_brace(theirs[path]):
            found.append(f"{path} has a brace by itself")
        if not theirs[path].strip():
            found.append(f"{path} is empty")
    return sorted(found)


def quoted(text: str) -> str:
    """A literal of C++."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def single_quoted(text: str) -> str:
    """A literal of TypeScript."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def cpp_values(catalogue: dict[str, Texts], table: str, enumeration: str) -> str:
    """A row for each value of an enumeration, in every language."""
    return "".join(
        f"    {{{enumeration}::{value},\n     {{"
        + ",\n      ".join(quoted(catalogue[language][table][value]) for language in LANGUAGES)
        + "}},\n"
        for value in catalogue["en"][table]
    )


def cpp_sentences(catalogue: dict[str, Texts]) -> str:
    """What is said of errors, and of the ends of sessions."""
    forms = "".join(
        f"constexpr std::string_view k{pascal(name)}[] = {{"
        + ", ".join(quoted(catalogue[language]["error"][name]) for language in LANGUAGES)
        + "};\n"
        for name in catalogue["en"]["error"]
    )
    errors = cpp_values(catalogue, "errors", "Errc")
    ends = cpp_values(catalogue, "ends", "EndCause")
    return (
        f"constexpr Row<Errc> kRows[] = {{\n{errors}}};\n{forms}"
        f"constexpr Row<EndCause> kEnds[] = {{\n{ends}}};\n"
    )


def pascal(name: str) -> str:
    """`with_detail` as `WithDetail`."""
    return "".join(word.capitalize() for word in name.split("_"))


def camel(name: str) -> str:
    """`with_detail` as `withDetail`."""
    return name[0] + pascal(name)[1:]


def typescript_errors(language: str) -> Callable[[dict[str, Texts]], str]:
    """The object that `hufu/zh-CN` gives, and the one for English."""

    def write(catalogue: dict[str, Texts]) -> str:
        texts = catalogue[language]
        name = re.sub(r"\W", "", language)
        rows = "".join(
            f"    {code}: {single_quoted(text)},\n" for code, text in texts["errors"].items()
        )
        forms = "".join(
            f"  {camel(name)}: {single_quoted(form)},\n" for name, form in texts["error"].items()
        )
        return (
            f"export const {name}: Language = {{\n"
            f"  tag: {single_quoted(language)},\n"
            f"  errors: {{\n{rows}  }},\n"
            f"{forms}}};\n"
        )

    return write


def cpp_rows(table: str, texts: dict[str, dict[str, str]]) -> str:
    """An array of a name and what it says in every language."""
    indent = " " * len("    TextRow{")
    rows = "".join(
        f"    TextRow{{{quoted(name)},\n{indent}{{"
        + f",\n{indent} ".join(quoted(texts[language][name]) for language in LANGUAGES)
        + "}},\n"
        for name in texts["en"]
    )
    return f"inline constexpr std::array {table}{{\n{rows}}};\n"


def cpp_program(catalogue: dict[str, Texts]) -> str:
    """What the program hufu says; its help is found by the place that it is about."""
    says = {
        language: {
            path.removeprefix("says."): text
            for path, text in leaves(catalogue[language]["cli"]).items()
            if not path.startswith("help.")
        }
        for language in LANGUAGES
    }
    helps = {language: catalogue[language]["cli"]["help"] for language in LANGUAGES}
    return cpp_rows("kTexts", says) + "\n" + cpp_rows("kHelp", helps)


def cpp_pages(catalogue: dict[str, Texts]) -> str:
    """What the pages of the mock server say."""
    return cpp_rows("kWords", {language: catalogue[language]["pages"] for language in LANGUAGES})


def typescript_object(texts: Texts, indent: str) -> str:
    """The members of an object literal."""
    return "".join(
        f"{indent}{key}: {{\n{typescript_object(value, indent + '  ')}{indent}}},\n"
        if isinstance(value, dict)
        else f"{indent}{key}: {single_quoted(value)},\n"
        for key, value in ((single_quoted(k) if "-" in k else k, v) for k, v in texts.items())
    )


def typescript_words(table: str) -> Callable[[dict[str, Texts]], str]:
    """What our pages and routes say, in every language."""

    def write(catalogue: dict[str, Texts]) -> str:
        rows = {language: {"tag": language, **catalogue[language][table]} for language in LANGUAGES}
        return f"export const words = {{\n{typescript_object(rows, '  ')}}};\n"

    return write


# file, and who writes its table
TABLES = (
    ("core/src/catalogue/sentences.cpp", cpp_sentences),
    ("bindings/cli/src/texts_table.h", cpp_program),
    ("wasm/src/texts/en.ts", typescript_errors("en")),
    ("wasm/src/texts/zh_cn.ts", typescript_errors("zh-CN")),
    ("wasm/src/next/words.ts", typescript_words("routes")),
    ("wasm/src/server/pages/words.ts", typescript_words("arrival")),
    ("mock-server/src/pages/words_table.h", cpp_pages),
)


def replaced(text: str, table: str, path: str) -> str:
    """`text` with `table` between its two marks."""
    marked = re.compile(
        r"(^[^\n]*texts: begin[^\n]*\n).*(^[^\n]*texts: end)", re.MULTILINE | re.DOTALL
    )
    fresh, count = marked.subn(lambda found: found[1] + table + found[2], text)
    if count != 1:
        raise SystemExit(f"{path} needs one line with 'texts: begin' and one with 'texts: end'.")
    return fresh


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="compare only; exit 1 on differences"
    )
    options = arguments.parse_args()
    catalogue = {language: load(language) for language in LANGUAGES}
    wrong = [
        f"core/texts/{language}.json: {each}"
        for language in LANGUAGES[1:]
        for each in differences(catalogue["en"], catalogue[language])
    ]
    for each in wrong:
        print(each)
    if wrong:
        return 1

    stale = []
    for path, write in TABLES:
        file = ROOT / path
        text = file.read_text(encoding="utf-8")
        fresh = replaced(text, write(catalogue), path)
        if fresh == text:
            continue
        stale.append(path)
        if not options.check:
            file.write_text(fresh, encoding="utf-8")
    for path in stale:
        print(f"{path}: {'out of date; ./dev fix writes it anew' if options.check else 'written'}")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
