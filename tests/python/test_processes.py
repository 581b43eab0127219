"""fork with a refresh in flight, spawn, and an interpreter that ends in the middle."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import traceback

import hufu_auth
import pytest

PROFILE = "/api/user/profile"
REFRESH = "POST /api/auth/refresh"


def open_client(server, store=None, **more) -> hufu_auth.Client:
    client = hufu_auth.Client(server.url, platform="miniprogram", store=store, **more)
    client.sign_in_with_wechat(code=server.code_of(server.add_person()))
    return client


def in_child(work) -> int:
    """Runs `work` in a forked child; its exit status, 0 if nothing was raised."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(60)  # a deadlock ends as one
            work()
            status = 0
        except BaseException:
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def file_store(tmp_path) -> hufu_auth.FileStore:
    return hufu_auth.FileStore(tmp_path / "store", key="00" * 32)


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    return file_store(tmp_path) if request.param == "file" else hufu_auth.MemoryStore()


def test_a_forked_child_goes_on_by_itself(server, store):
    with open_client(server, store) as client:
        user = client.user()

        def work():
            assert client.session().user == user
            assert client.fetch(server.url + PROFILE).status == 200

        assert in_child(work) == 0
        assert client.fetch(server.url + PROFILE).status == 200


def test_forks_while_a_refresh_is_in_flight(server, tmp_path, full):
    """Threads refresh all the time; each child has to refresh by itself, and no deadlock."""
    with open_client(server, file_store(tmp_path)) as client:
        stop = threading.Event()
        wrong = []

        def ask():
            while not stop.is_set():
                try:
                    # A second 401 where the clock moved again between the two tries.
                    status = client.fetch(server.url + PROFILE).status
                    if status not in (200, 401):
                        wrong.append(status)
                except hufu_auth.HufuError as error:
                    wrong.append(error.code)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(1000 if full else 25):
                server.pass_time(minutes=16)
                assert in_child(lambda: client.fetch(server.url + PROFILE)) == 0
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert wrong == []
        assert client.state == "signed_in"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is shared on Linux only")
def test_a_session_in_memory_is_one_for_parent_and_children(strict_server, full):
    """The server takes each refresh token once; whoever renews it does so for all."""
    server = strict_server
    expiries = 200 if full else 8
    with open_client(server) as client:

        def fetch():
            assert client.fetch(server.url + PROFILE).status == 200

        for turn in range(expiries):
            server.pass_time(minutes=16)
            parents = [threading.Thread(target=fetch) for _ in range(turn % 3)]
            for parent in parents:
                parent.start()
            assert in_child(fetch) == 0
            for parent in parents:
                parent.join()
            fetch()
        assert client.state == "signed_in"
        assert server.count(REFRESH) == expiries
        assert in_child(client.sign_out) == 0
        with pytest.raises(hufu_auth.SignInAgain):
            fetch()


def test_two_clients_of_one_memory_in_a_child(strict_server):
    server = strict_server
    store = hufu_auth.MemoryStore()
    with open_client(server, store) as first:
        with hufu_auth.Client(server.url, platform="miniprogram", store=store) as second:

            def work():
                server.pass_time(minutes=16)
                threads = [
                    threading.Thread(target=each.fetch, args=(server.url + PROFILE,))
                    for each in (first, second) * 8
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                assert server.count(REFRESH) == 1

            assert in_child(work) == 0
            assert second.fetch(server.url + PROFILE).status == 200


def test_a_forked_child_has_its_own_events_and_host(server):
    person = server.add_person()
    asked = []

    def credential(kind, fresh):
        asked.append(kind)
        return server.code_of(person)

    with hufu_auth.Client(server.url, platform="miniprogram", credential=credential) as client:
        client.on_event(lambda event: None)
        client.sign_in_with_wechat()
        asked.clear()

        def work():
            client.sign_in_with_wechat()
            assert asked == ["wechat_code"]
            client.close()

        assert in_child(work) == 0
        assert asked == []


def test_a_closed_client_stays_closed_in_the_child(server):
    client = open_client(server)
    client.close()

    def work():
        with pytest.raises(hufu_auth.errors.Cancelled):
            client.session()

    assert in_child(work) == 0


def fetch_in_a_process(url: str, folder: str) -> int:
    store = hufu_auth.FileStore(folder, key="00" * 32)
    with hufu_auth.Client(url, platform="miniprogram", store=store) as client:
        return client.fetch(url + PROFILE).status


@pytest.mark.parametrize("way", ["spawn", "fork"])
def test_processes_that_share_a_store_refresh_once(strict_server, tmp_path, way):
    """The server allows no second use of a refresh token, and nobody is signed out."""
    server = strict_server
    folder = str(tmp_path / "store")
    open_client(server, hufu_auth.FileStore(folder, key="00" * 32)).close()
    server.pass_time(minutes=16)
    with multiprocessing.get_context(way).Pool(8) as pool:
        statuses = pool.starmap(fetch_in_a_process, [(server.url, folder)] * 8)
    assert statuses == [200] * 8
    assert server.count(REFRESH) == 1


ENDINGS = {
    "a thread waits in fetch": """
        threading.Thread(target=client.fetch, args=(profile,), daemon=True).start()
        time.sleep(0.05)
        """,
    "a refresh is in flight": """
        threading.Thread(target=client.access_token, daemon=True).start()
        threading.Thread(target=client.fetch_profile, daemon=True).start()
        time.sleep(0.05)
        """,
    "many threads work": """
        def work():
            while True:
                client.fetch(base + "/openapi.json")
        for _ in range(16):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(0.1)
        """,
    "a store in Python is asked": """
        class Shelf(dict):
            load, erase = dict.get, lambda self, key: self.pop(key, None)
            def save(self, key, value):
                self[key] = value
        client = hufu_auth.Client(base, store=Shelf())
        client.on_event(print)
        threading.Thread(target=client.session, daemon=True).start()
        """,
    "an asyncio client is left open": """
        import asyncio
        async def main():
            global waiting
            waiting = hufu_auth.AsyncClient(base)
            task = asyncio.ensure_future(waiting.fetch(profile))
            await asyncio.sleep(0.05)
        asyncio.run(main())
        """,
    "an exception ends it": """
        threading.Thread(target=client.fetch, args=(profile,), daemon=True).start()
        raise SystemExit(0)
        """,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_interpreter_ends_in_the_middle(server, ending, full):
    code = server.code_of(server.add_person())
    server.fault("GET " + PROFILE, hang=True, times=None)
    program = f"""
        import sys, threading, time
        import hufu_auth
        base = {server.url!r}
        profile = base + {PROFILE!r}
        client = hufu_auth.Client(base, platform="miniprogram")
        client.sign_in_with_wechat(code={code!r})
    """
    program = textwrap.dedent(program) + textwrap.dedent(ENDINGS[ending])
    if not full:
        times = 3
    else:
        times = 170  # about a thousand in all
    for number in range(times):
        if number > 0:
            fresh = server.code_of(server.add_person())
            program = program.replace(code, fresh)
            code = fresh
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", program],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "Fatal" not in done.stderr


@pytest.fixture
def control_c():
    """As a person's terminal has it; a script's background ignores it, and whom it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("control_c")
def test_control_c_ends_a_call_that_waits(server):
    with open_client(server) as client:
        server.fault("GET " + PROFILE, hang=True, times=None)
        for wait in (lambda: client.fetch(server.url + PROFILE), client.fetch_profile):
            pressed = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
            pressed.start()
            with pytest.raises(KeyboardInterrupt):
                wait()
            pressed.join()
        assert client.state == "signed_in"


def test_a_preloaded_program_forks_workers(server, tmp_path):
    """What gunicorn does with --preload: opened before the fork, used by every worker after it."""
    with open_client(server, file_store(tmp_path)) as client:
        workers = []
        for _ in range(4):
            worker = os.fork()
            if worker == 0:
                status = 1
                try:
                    signal.alarm(60)
                    for _ in range(20):
                        assert client.fetch(server.url + PROFILE).status == 200
                    status = 0
                finally:
                    os._exit(status)
            workers.append(worker)
            time.sleep(0.01)
        endings = [os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers]
        assert endings == [0] * 4
