"""Many callers at the same moment, and one that is patient."""

import threading
import time
from collections.abc import Callable

import hufu_auth


def together(callers: int, call: Callable[[], object]) -> list:
    """What each of them got, or the exception that it met."""
    start = threading.Barrier(callers)
    results: list = [None] * callers

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = call()
        except Exception as error:
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def until_it_works(client: hufu_auth.Client) -> None:
    """Asks for a token until there is one, each time no sooner than the client says."""
    end = time.monotonic() + 120
    while True:
        try:
            client.access_token()
            return
        except hufu_auth.RetryLater as error:
            assert time.monotonic() < end, "it never asks again"
            time.sleep(max(error.retry_after_ms, 50) / 1000)
