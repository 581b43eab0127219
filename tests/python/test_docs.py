"""What the documents show is run: the examples in docstrings, and the README's code."""

import doctest
import importlib
import re
from pathlib import Path

import hufu_auth
import pytest

README = Path(__file__).parents[2] / "bindings" / "python" / "README.md"
# Those that say something; a test and an application are the suites' `docs` and `python_kit`.
SNIPPETS = [
    code
    for code in re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    if "print(" in code
]
WITH_EXAMPLES = [
    "hufu_auth",
    "hufu_auth._response",
    "hufu_auth.aio",
    "hufu_auth.client",
    "hufu_auth.errors",
    "hufu_auth.httpx",
    "hufu_auth.results",
    "hufu_auth.stores",
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_in_docstrings(name):
    done = doctest.testmod(importlib.import_module(name))
    assert (done.failed, done.attempted > 0) == (0, True)


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_the_readme(server, number, capsys):
    code = server.code_of(server.add_person())
    snippet = SNIPPETS[number].replace("https://api.example.com", server.url)
    exec(compile(snippet.replace("what wx.login gave", code), str(README), "exec"), {})
    assert capsys.readouterr().out


def test_there_are_snippets():
    assert SNIPPETS


@pytest.mark.parametrize("kind", [hufu_auth.Client, hufu_auth.AsyncClient])
def test_everything_public_is_explained(kind):
    for name in dir(kind):
        if not name.startswith("_"):
            first_line = (getattr(kind, name).__doc__ or "").strip().split("\n")[0]
            assert first_line.endswith("."), name
