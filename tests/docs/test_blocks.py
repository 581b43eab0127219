"""The code of all pages is good, and code that is not is found."""

from pathlib import Path

import pytest
from run_blocks import MOST_UNCHECKED, by_blocks, unchecked

from pages import ROOT, Page, pages


def test_pages() -> None:
    assert by_blocks(list(pages()), ROOT) == []


def test_few_blocks_are_unchecked() -> None:
    assert len(unchecked(list(pages()))) <= MOST_UNCHECKED


# Language, code, and what is complained of.
BAD = {
    "a type that does not fit": ("ts", "const a: string = 1;", "not assignable"),
    "an export that is none": ("ts", "import { creatClient } from 'hufu';\ncreatClient;", "creatClient"),
    "an option that is none": ("js", "import { createClient } from 'hufu';\ncreateClient({ baseURL: '' });", "baseURL"),
    "a method that is none": ("tsx", "import { createClient } from 'hufu';\ncreateClient({ baseUrl: '' }).sign();", "sign"),
    "a package that nobody has": ("jsx", "import a from 'no-such-package';\na;", "no-such-package"),
    "what is not declared": ("js", "client.fetch('/');", "client"),
    "no TypeScript at all": ("ts", "const = ;", "expected"),
    "a template of Vue": ("vue", '<script setup lang="ts">\nconst a = 1;\n</script>\n<template>{{ b }}</template>', "'b'"),
    "a script in a page": ("html", '<script type="module">\nimport { none } from "hufu";\nnone;\n</script>', "none"),
    "a call in Python": ("python", "import hufu_auth\n\nhufu_auth.Client(1)", "incompatible type"),
    "Python without types": ("python", "def f(a):\n    return a", "missing a type annotation"),
    "a module that nobody has": ("python", "import no_such_module", "no_such_module"),
    "a test that fails": ("python", "def test_a() -> None:\n    assert 1 == 2", "its tests fail"),
    "C++": ("cpp", "#include <hufu/config.h>\nhufu::Config config{.base = 1};", "base"),
    "C": ("c", "#include <hufu.h>\nint main(void) { return hufu_none(); }", "hufu_none"),
    "JSON": ("json", "{a: 1}", "Expecting"),
    "TOML": ("toml", "a = ", "Invalid value"),
    "YAML": ("yaml", "a: [", "expected"),
    "HTML": ("html", "<p><b></p>", "closes nothing"),
    "WXML": ("wxml", "<view><input></view>", "closes nothing"),
    "CSS": ("css", "a { b: c;", "what is"),
    "CMake": ("cmake", "find_package(hufu", "Parse error"),
    "dotenv": ("dotenv", "export A", "sets nothing"),
    "a route that is none": ("http", "GET /api/users/profile HTTP/1.1", "has no GET"),
    "SQL": ("sql", "select (1;", "does not end"),
    "a shell's quotes": ("sh", "echo 'a", "unexpected EOF"),
    "a program that is none": ("sh", "hufuu login", "no program"),
    "a command that is none": ("sh", "hufu signin", "no command"),
    "a flag that is none": ("sh", "hufu login --devise", "--devise"),
    "a flag of another command": ("sh", "hufu --lang zh-CN status --code", "--code"),
    "a flag of the server": ("sh", "npx hufu-mock-server --prot 1", "--prot"),
    "a command of ./dev": ("sh", "./dev built npm", "no ./dev built"),
    "a word of ./dev": ("sh", "cd ~/hufu && ./dev build nmp", "has no nmp"),
    "a script that is none": ("sh", "npm run none-of-these", "none-of-these"),
    "a package in no registry": ("sh", "npm install --save-dev hufu", "no registry"),
    "another": ("sh", "python3 -m pip install 'hufu-auth[test]'", "no registry"),
    "a package that is not built": ("sh", "npm install ~/hufu/build/release/hofu-0.1.0.tgz", "there is no build"),
    "a file that is gone": ("sh", "cat ~/hufu/docs/nowhere.md", "there is no docs/nowhere.md"),
    "a folder that is gone": ("sh", "cd examples/nowhere", "there is no examples/nowhere"),
    "what is put in": ("sh", "export A=$(hufu tokem)", "no command"),
}  # fmt: skip


@pytest.fixture(scope="session")
def complaints() -> list[str]:
    """Of a page for each fault, all at once: the compiler reads its libraries once."""
    pages = [
        Page(f"docs/bad-{at}.md", f"# Bad\n\n```{language}\n{code}\n```\n")
        for at, (language, code, _) in enumerate(BAD.values())
    ]
    return by_blocks(pages, ROOT)


@pytest.mark.parametrize("fault", BAD)
def test_bad_code_is_found(fault: str, complaints: list[str]) -> None:
    at, found = list(BAD).index(fault), BAD[fault][2]
    places = (f"docs/bad-{at}.md:", f"docs-bad-{at}: ")
    assert found in "\n".join(said for said in complaints if said.startswith(places))


def test_a_command_between_the_lines_is_found() -> None:
    assert by_blocks([Page("docs/bad.md", "Say `hufu signin`.\n")], ROOT) == [
        "docs/bad.md:1: hufu signin\n    hufu has no command among 'signin'"
    ]


def page_of(*blocks: str) -> Page:
    return Page("docs/good.md", "\n".join(f"```ts\n{block}\n```\n" for block in blocks))


def test_files_of_a_page_know_each_other() -> None:
    page = page_of(
        "// lib/a.ts\nexport const a = 1;", "// app/b.ts\nimport { a } from '../lib/a';\na + 1;"
    )
    assert by_blocks([page], ROOT) == []


def test_each_version_of_a_file_is_checked_as_of_then() -> None:
    first, second = "// a.ts\nexport const a = '';", "// a.ts\nexport const a = 1;"
    uses = "// b.ts\nimport { a } from './a';\nexport const b: string = a;"
    shown = ((first, uses, first), (first, uses, second), (second, uses, first))
    pages = [
        Page(f"docs/versions-{at}.md", page_of(*blocks).text) for at, blocks in enumerate(shown)
    ]
    found = [said.split(":")[0] for said in by_blocks(pages, ROOT)]
    assert found == ["docs/versions-1.md", "docs/versions-2.md"]


def test_a_hidden_file_is_part_of_the_page() -> None:
    hidden = "<!-- docs: hidden\n```ts\n// a.ts\nexport const a = 1;\n```\n-->\n"
    uses = "```ts\nimport { a } from './a';\na + 1;\n```\n"
    said = by_blocks([Page("docs/good.md", hidden + uses), Page("docs/bad.md", uses)], ROOT)
    assert [each.split(":")[0] for each in said] == ["docs/bad.md"]


def test_an_unchecked_block_says_why() -> None:
    text = (
        "<!-- docs: unchecked: a phone of one's own shows it, by hand -->\n```ts\nconst = ;\n```\n"
    )
    page = Page("docs/good.md", text)
    assert by_blocks([page], ROOT) == []
    assert unchecked([page]) == ["docs/good.md:2: a phone of one's own shows it, by hand"]


def test_the_project_of_a_page_lies_where_it_is_said() -> None:
    by_blocks([page_of("// lib/a.ts\nexport const a = 1;")], ROOT)
    assert (
        Path(ROOT) / "build/docs/projects/docs-good/lib/a.ts"
    ).read_text() == "// lib/a.ts\nexport const a = 1;\n"
