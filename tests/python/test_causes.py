"""What a function of the application raised is the cause of what the operation raises."""

import asyncio
import logging
import traceback

import httpx
import hufu_auth
import hufu_auth.httpx
import pytest


def credential(kind, fresh):
    raise LookupError("no telephone here")


def present(page):
    raise LookupError("no screen here")


def caught(call) -> hufu_auth.HufuError:
    with pytest.raises(hufu_auth.errors.HostFault) as raised:
        call()
    return raised.value


def assert_told(error, function):
    assert isinstance(error.__cause__, LookupError)
    assert traceback.extract_tb(error.__cause__.__traceback__)[-1].name == function
    assert "here" not in str(error) + error.detail
    assert error.detail.endswith(f"{function} raised LookupError")


def test_a_credential(server, caplog):
    caplog.set_level(logging.DEBUG, logger="hufu_auth")
    with hufu_auth.Client(server.url, credential=credential) as client:
        assert_told(caught(client.sign_in_with_wechat), "credential")
    assert "telephone" not in caplog.text  # whoever catches it decides what is logged


def test_a_page_that_cannot_be_shown(server):
    with hufu_auth.Client(server.url, present=present) as client:
        assert_told(caught(client.sign_in_by_scan), "present")


def test_a_code_is_shown_with_the_time_that_it_is_good_for(server):
    pages = []

    def present(page):
        pages.append(page)
        raise LookupError("seen")

    with hufu_auth.Client(server.url, present=present) as client:
        caught(client.sign_in_by_scan)
    assert [page.expires_in_ms for page in pages] == [300_000]


def test_a_request_of_another_library(server):
    options = {"session": "borrowed", "credential": credential}
    with hufu_auth.Client(server.url, platform="web", **options) as client:
        with httpx.Client(auth=hufu_auth.httpx.Auth(client)) as web:
            assert_told(caught(lambda: web.get(server.url)), "credential")
        assert_told(caught(lambda: client.fetch(server.url)), "credential")


@pytest.mark.parametrize("is_async", [False, True])
def test_asyncio(server, is_async):
    async def waiting(kind, fresh):
        credential(kind, fresh)

    async def main():
        given = waiting if is_async else credential
        async with hufu_auth.AsyncClient(server.url, credential=given) as client:
            with pytest.raises(hufu_auth.errors.HostFault) as raised:
                await client.sign_in_with_wechat()
            return raised.value

    assert_told(asyncio.run(main()), "credential")


def test_what_a_store_raised_may_hold_the_session(server):
    class Store(dict):
        def load(self, key):
            raise LookupError("the text that was here")

        save = erase = load

    with hufu_auth.Client(server.url, store=Store()) as client:
        try:
            client.session()
        except hufu_auth.HufuError as error:
            assert error.__cause__ is None
