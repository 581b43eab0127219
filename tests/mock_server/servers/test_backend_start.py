"""hufu-backend starts with settings that are whole and nobody's guess, or says which one is not and what to do."""

import sqlite3

import pytest
from backend import ADDRESSES, ENVIRONMENT, SECRET, backend_of, run

REAL = ENVIRONMENT | {
    "WECHAT_APP_ID": "wxd3a1b2c3d4e5f607",
    "WECHAT_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "CLERK_SECRET_KEY": "sk_live_3kGnQ0vXhT5sYw8bRz1mLc7pJd",
    # base64 of "clerk.hufu.test$"
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": "pk_live_Y2xlcmsuaHVmdS50ZXN0JA",
}

# What is changed, which setting is named, and a word of what to do.
REFUSED = [
    ({"HUFU_SECRET": ""}, "HUFU_SECRET is not set", "openssl rand"),
    ({"HUFU_SECRET": "short but secret"}, "HUFU_SECRET is shorter", "openssl rand"),
    ({"HUFU_SECRET": "a" * 40}, "HUFU_SECRET can be guessed", "openssl rand"),
    ({"HUFU_SECRET": "change-me-change-me-change-me-please-do"}, "can be guessed", "openssl"),
    ({"HUFU_OTHER_SECRET": "short"}, "HUFU_OTHER_SECRET is shorter", "openssl rand"),
    ({"HUFU_OTHER_SECRET": SECRET}, "the same as HUFU_SECRET", "unset it"),
    ({"DATABASE_URL": ""}, "DATABASE_URL is not set", "postgresql://"),
    ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL names memory", "name a file"),
    ({"WECHAT_APP_ID": ""}, "WECHAT_APP_ID is not set", "mp.weixin.qq.com"),
    ({"WECHAT_APP_ID": "wx0000000000000001"}, "WECHAT_APP_ID is no AppID", "mp.weixin.qq.com"),
    ({"WECHAT_APP_SECRET": ""}, "WECHAT_APP_SECRET is not set", "WECHAT_APP_SECRET_FILE"),
    (
        {"WECHAT_APP_SECRET": "fake-wechat-app-secret-for-tests"},
        "WECHAT_APP_SECRET is no AppSecret",
        "mp.weixin.qq.com",
    ),
    ({"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": ""}, "PUBLISHABLE_KEY is not set", "API keys"),
    ({"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": "pk_live_x"}, "no publishable key", "API keys"),
    ({"CLERK_SECRET_KEY": ""}, "CLERK_SECRET_KEY is not set", "CLERK_SECRET_KEY_FILE"),
    (
        {"CLERK_SECRET_KEY": "sk_test_fake-clerk-secret-for-tests"},
        "CLERK_SECRET_KEY is no secret key",
        "API keys",
    ),
    ({"CLERK_WEBHOOK_SECRET": "whsec_x"}, "CLERK_WEBHOOK_SECRET is no signing", "webhooks"),
    ({"HUFU_SERVER_KEYS": "short"}, "a server key has 32 symbols", "openssl rand"),
]

REFUSED_FLAGS = [
    ({"--public-url": ""}, "--public-url is not set"),
    ({"--site-url": ""}, "--site-url is not set"),
    ({"--public-url": "http://api.hufu.test"}, "--public-url has to be an https://"),
    ({"--wechat-base-url": "http://api.weixin.qq.com"}, "--wechat-base-url has to"),
    ({"--wechat-base-url": "https://127.0.0.1/wechat"}, "--wechat-base-url has to"),
    ({"--clerk-issuer": "https://localhost:1/clerk"}, "--clerk-issuer has to"),
    ({"--clerk-api-url": "http://api.clerk.com"}, "--clerk-api-url has to"),
    ({"--trial": "true", "--host": "0.0.0.0"}, "--trial lets fakes say who people are"),
    ({"--limits": "off"}, "--limits off lets anybody try codes"),
    ({"--trusted-proxy": "everybody"}, "--trusted-proxy takes an address"),
]


@pytest.fixture
def backend(program):
    return backend_of(program)


@pytest.fixture
def url(tmp_path):
    return f"sqlite://{tmp_path}/hufu.db"


@pytest.mark.parametrize(("change", "which", "what_to_do"), REFUSED)
def test_a_setting_that_is_missing_or_made_up_is_named(backend, url, change, which, what_to_do):
    ended = run(backend, "--port", "0", *ADDRESSES, **({"DATABASE_URL": url} | REAL | change))
    assert ended.returncode == 2
    assert which in ended.stderr and what_to_do in ended.stderr
    assert ended.stdout == ""
    for secret in [*REAL.values(), *change.values()]:
        assert len(secret) < 20 or secret not in ended.stderr


@pytest.mark.parametrize(("flags", "which"), REFUSED_FLAGS)
def test_an_upstream_or_address_that_is_not_real_is_refused(backend, url, flags, which):
    usual = dict(zip(ADDRESSES[::2], ADDRESSES[1::2], strict=True))
    given = [f"{name}={value}" for name, value in (usual | flags).items() if value]
    ended = run(backend, "--port", "0", *given, **(REAL | {"DATABASE_URL": url}))
    assert ended.returncode == 2
    assert which in ended.stderr


def test_a_secret_may_be_in_a_file_and_not_in_both(backend, url, tmp_path):
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    without = {name: value for name, value in REAL.items() if name != "HUFU_SECRET"}
    settings = without | {"DATABASE_URL": url, "HUFU_SECRET_FILE": str(file)}
    # It gets as far as the database, which has no tables yet.
    ended = run(backend, "--port", "0", "--operations-port", "0", *ADDRESSES, **settings)
    assert ended.returncode == 3 and "--migrate" in ended.stderr
    both = run(backend, *ADDRESSES, **settings, HUFU_SECRET=SECRET)
    assert both.returncode == 2 and "HUFU_SECRET_FILE are both set" in both.stderr
    file.unlink()
    gone = run(backend, *ADDRESSES, **settings)
    assert gone.returncode == 2 and "HUFU_SECRET_FILE names" in gone.stderr


def test_tables_are_changed_only_when_that_is_asked_for(backend, url, tmp_path):
    start = ["--port", "0", "--operations-port", "0", *ADDRESSES]
    settings = REAL | {"DATABASE_URL": url}
    assert run(backend, *start, **settings).returncode == 3
    for _ in range(2):
        done = run(backend, "--migrate", DATABASE_URL=url)
        assert (done.returncode, done.stdout) == (0, "the tables are up to date\n")
    with sqlite3.connect(tmp_path / "hufu.db") as database:
        database.execute("INSERT INTO schema_version (version) VALUES (1000)")
    for flags in (start, ["--migrate"]):
        newer = run(backend, *flags, **settings)
        assert newer.returncode == 3
        assert "a newer program has changed them" in newer.stderr


def test_help_names_what_has_to_be_set(backend):
    ended = run(backend, "--help")
    assert ended.returncode == 0
    for name in ("--migrate", "--public-url", "--operations-port", "HUFU_SECRET", "NAME_FILE"):
        assert name in ended.stdout
    assert "fake in this process" not in ended.stdout
