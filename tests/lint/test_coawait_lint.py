"""The lint catches each spelling that g++ 12.2 miscompiles, and lets the house style pass."""

import pytest

from coawait_lint import main, scan

CORRUPTING = {
    "aggregate argument": 'co_await f(Agg{"x"});',
    "braced argument": 'co_await f({"x"});',
    "awaiter written with braces": "co_await Awaiter{this};",
    "variant from braces": 'Answer a = co_await send(Effect{Http{"x"}});',
    "lambda with a capture": "co_await f([k] { return k; });",
    "lambda kept in the statement": "auto r = co_await f([&](int x) { return x; }, 1);",
    "conditional": "auto v = cond ? a : co_await b;",
    "conditional in a condition": "if (cond ? a : co_await b) { g(); }",
    "aggregate initialised": "Agg r{co_await f()};",
    "aggregate assigned": "Agg r = {co_await f(), 1};",
    "returned in braces": "co_return Agg{co_await f()};",
    "co_return of a braced argument": 'co_return co_await f({"x"});',
    "subscript": "co_await f(list[0]);",
    "over several lines": "T v = co_await f(\n    a,\n    Agg{1});",
    "constructor argument": "Agg r(Inner{1}, co_await f());",
}

COROUTINE_LAMBDAS = {
    "passed on": "spawn([this]() -> Task<void> { co_await run(); });",
    "named": "auto go = [this]() -> Task<void> { co_await run(); };",
    "without co_await": "auto go = []() -> Task<int> { co_return 1; };",
}

FINE = {
    "value": "T v = co_await f(named, g());",
    "bare": "co_await f(a);",
    "returned": "co_return co_await f(std::move(a));",
    "condition": "if (T v = co_await f(); v.ok()) { g(); }",
    "loop": "while ((v = co_await f()) != 0) { g(); }",
    "first in a block": "if (x) { co_await f(); } else { co_await g(); }",
    "after a braced statement": "Agg a{1}; co_await f(a);",
    "after a loop over braces": "for (int i : {1, 2}) { co_await f(i); }",
    "in a comment": "g(); // co_await f({1})\nT v{1};",
    "in a string": 'g(Agg{"co_await"});',
    "attribute": "[[maybe_unused]] T v = co_await f();",
    "string with a brace": 'co_await f("{[?");',
    "character with a brace": "co_await f('{');",
    "in a switch": "switch (k) { case Kind::a: co_await f(); break; default: break; }",
    "ordinary lambda": "auto twice = [](int x) { return 2 * x; }; co_await f(twice);",
    "number with separators": "co_await f(1'000'000);",
}


def in_function(body: str) -> str:
    return f"namespace a {{\nclass B {{ int x_ = 1; }};\nTask<T> C::f(int k) {{\n{body}\n}}\n}}\n"


@pytest.mark.parametrize("body", CORRUPTING.values(), ids=CORRUPTING.keys())
def test_catches_what_gcc_corrupts(body: str) -> None:
    assert scan(in_function(body))


@pytest.mark.parametrize("body", COROUTINE_LAMBDAS.values(), ids=COROUTINE_LAMBDAS.keys())
def test_catches_coroutine_lambdas(body: str) -> None:
    assert scan(in_function(body))


@pytest.mark.parametrize("body", FINE.values(), ids=FINE.keys())
def test_lets_the_house_style_pass(body: str) -> None:
    assert scan(in_function(body)) == []


def test_trailing_return_type_opens_a_block() -> None:
    assert scan("auto f() const noexcept -> Task<int> { co_await g(); }") == []


def test_constructor_with_braced_members_does_not_confuse_it() -> None:
    assert scan("A::A() : a_{1}, b_{2} { g(); }\nTask<T> f() { co_await g(); }") == []


def test_lambda_in_a_constructor_or_condition_does_not_confuse_it() -> None:
    after = "\nTask<T> f() { if (any(v, [](int x) { return x; })) { co_await g(); } }"
    assert scan("A::A() : a_(1, [this] { return b(); }) {}" + after) == []


def test_names_the_line() -> None:
    assert scan("Task<T> f() {\n  g();\n  co_await h({1});\n}") == [
        (3, "co_await in a statement with '{'")
    ]


def test_directives_are_skipped() -> None:
    assert scan("#define A(x) \\\n  co_await f({x})\nTask<T> f() { co_await g(); }") == []


def test_exit_status(tmp_path, capsys) -> None:
    (tmp_path / "bad.cpp").write_text("Task<T> f() { co_await h({1}); }")
    assert main([str(tmp_path)]) == 1
    assert "bad.cpp:1" in capsys.readouterr().out
    (tmp_path / "bad.cpp").write_text("Task<T> f() { co_await h(1); }")
    assert main([str(tmp_path)]) == 0
