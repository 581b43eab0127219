"""An asyncio client whose event loop is over, rests, or is another's."""

import asyncio
import threading

import hufu_auth
import pytest

PROFILE = "/api/user/profile"


@pytest.fixture
def client(server):
    """Signed in on a loop that is closed."""
    client = hufu_auth.AsyncClient(server.url, platform="miniprogram")
    asyncio.run(client.sign_in_with_wechat(code=server.code_of(server.add_person())))
    yield client
    asyncio.run(client.aclose())


def test_it_goes_on_in_the_next_loop(server, client):
    for _ in range(3):
        assert asyncio.run(client.fetch(server.url + PROFILE)).status == 200
    asyncio.run(client.aclose())
    with pytest.raises(hufu_auth.errors.Cancelled, match="closed"):
        asyncio.run(client.fetch(server.url + PROFILE))


def test_it_can_be_closed_in_the_next_loop(client):
    asyncio.run(client.aclose())
    asyncio.run(client.aclose())


def test_a_loop_that_rests_gives_it_away(server, client):
    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(client.fetch(server.url + PROFILE)).status == 200
    assert asyncio.run(client.fetch(server.url + PROFILE)).status == 200
    assert loop.run_until_complete(client.fetch(server.url + PROFILE)).status == 200
    loop.close()


def test_a_loop_that_rests_in_the_middle_keeps_it(server, client):
    server.fault("GET " + PROFILE, delayMs=60_000)
    loop = asyncio.new_event_loop()
    asked = loop.create_task(client.fetch(server.url + PROFILE))
    loop.run_until_complete(asyncio.sleep(0))
    with pytest.raises(RuntimeError, match="another event loop: open one client for each"):
        asyncio.run(client.session())
    asyncio.run(client.aclose())
    with pytest.raises(hufu_auth.errors.Cancelled):
        loop.run_until_complete(asked)
    loop.close()


def test_a_loop_that_was_closed_in_the_middle_is_forgotten(server, client):
    server.fault("GET " + PROFILE, delayMs=60_000)
    loop = asyncio.new_event_loop()
    asked = loop.create_task(client.fetch(server.url + PROFILE))
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert asyncio.run(client.user()).id
    assert not asked.done()


def test_a_store_whose_loop_was_closed_holds_up_nobody(server):
    class Stuck:
        is_stuck = True

        async def load(self, key):
            if self.is_stuck:
                await asyncio.Event().wait()

        async def save(self, key, value): ...

        async def erase(self, key): ...

    store = Stuck()
    client = hufu_auth.AsyncClient(server.url, platform="miniprogram", store=store)
    loop = asyncio.new_event_loop()
    loop.create_task(client.session())
    while not client._answers:
        loop.run_until_complete(asyncio.sleep(0.001))
    loop.close()
    store.is_stuck = False
    code = server.code_of(server.add_person())
    assert asyncio.run(client.sign_in_with_wechat(code=code)).state == "signed_in"
    asyncio.run(client.aclose())


def test_two_running_loops_do_not_share_it(server, client):
    async def main():
        await client.fetch(server.url + PROFILE)
        raised = []

        def other():
            try:
                asyncio.run(client.session())
            except RuntimeError as error:
                raised.append(error)
            asyncio.run(client.aclose())

        thread = threading.Thread(target=other)
        thread.start()
        await asyncio.to_thread(thread.join)
        assert "another event loop" in str(raised[0])
        with pytest.raises(hufu_auth.errors.Cancelled):
            await client.session()

    asyncio.run(main())
