"""Many threads on one client, and what the others notice of a call that waits."""

import itertools
import threading
import time

import hufu_auth

PROFILE = "/api/user/profile"
REFRESH = "POST /api/auth/refresh"


def open_client(server, **more) -> hufu_auth.Client:
    client = hufu_auth.Client(server.url, platform="miniprogram", **more)
    client.sign_in_with_wechat(code=server.code_of(server.add_person()))
    return client


def in_threads(count: int, work) -> list:
    """What `work` gave in each thread; an exception for one that raised."""
    results = [None] * count
    begin = threading.Barrier(count)

    def run(number: int) -> None:
        begin.wait()
        try:
            results[number] = work()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_64_threads_on_an_ended_token_refresh_once(server):
    with open_client(server) as client:
        server.pass_time(minutes=60)
        results = in_threads(64, lambda: client.fetch(server.url + PROFILE).status)
        assert results == [200] * 64
        assert server.count(REFRESH) == 1


class Shelf:
    """A store of the application's own."""

    def __init__(self):
        self.texts = {}

    def load(self, key):
        return self.texts.get(key)

    def save(self, key, value):
        self.texts[key] = value

    def erase(self, key):
        self.texts.pop(key, None)


def test_clients_of_one_store_object_refresh_once(strict_server):
    """The server ends the session of who brings a refresh token twice."""
    server, shelf = strict_server, Shelf()
    with open_client(server, store=shelf) as first:
        with hufu_auth.Client(server.url, platform="miniprogram", store=shelf) as second:
            turns = itertools.cycle([first, second])

            def work():
                return next(turns).fetch(server.url + PROFILE).status

            for expiries in range(1, 6):
                server.pass_time(minutes=16)
                assert in_threads(16, work) == [200] * 16
                assert server.count(REFRESH) == expiries


def test_64_threads_do_everything_at_once(server, full):
    with open_client(server) as client:
        names = iter(range(10**6))

        def work():
            for _ in range(20 if full else 3):
                assert client.authorize(server.url + PROFILE)["X-Platform"] == "miniprogram"
                assert client.fetch(server.url + PROFILE).ok
                assert client.access_token().token
                client.update_profile(nickname=f"N{next(names)}")
                assert client.user().nickname
            return "done"

        assert in_threads(64, work) == ["done"] * 64


def test_closing_ends_all_threads_that_wait(server):
    client = open_client(server)
    server.fault("GET " + PROFILE, hang=True, times=None)
    closing = threading.Timer(0.3, client.close)
    closing.start()
    results = in_threads(16, lambda: client.fetch(server.url + PROFILE))
    closing.join()
    assert {type(each) for each in results} == {hufu_auth.errors.Cancelled}


def test_a_call_that_waits_lets_other_threads_run(server):
    with open_client(server) as client:
        server.fault("GET " + PROFILE, delayMs=500, times=None)
        waiting = [
            threading.Thread(target=client.fetch, args=(server.url + PROFILE,)),
            threading.Thread(target=client.fetch_profile),
        ]
        for thread in waiting:
            thread.start()
        steps = 0
        while any(thread.is_alive() for thread in waiting):
            time.sleep(0.001)
            steps += 1
        # With the GIL held there would be one long pause, and hardly any steps.
        assert steps > 50
