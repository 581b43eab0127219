"""How long a shell waits for what hufu knows without asking anybody: one JSON row per figure.

Usage: cli.py HUFU MOCK_SERVER
The median of many starts, with a good token in a sealed file, its key in the environment.
"""

import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

STARTS = 101


def post(url: str, body: dict) -> dict:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request) as answer:
        return json.load(answer)


def sign_in(hufu: str, url: str, environment: dict) -> None:
    person = post(f"{url}/_control/wechat/people", {"nickname": "Hua"})["personId"]
    code = post(f"{url}/_control/wechat/login-codes", {"personId": person})["code"]
    command = [hufu, "login", "--code", "--server", url]
    subprocess.run(command, input=code.encode(), env=environment, check=True, capture_output=True)


def median_ms(words: list[str], environment: dict) -> float:
    with open(os.devnull, "w") as nowhere:
        files = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)]
        took = []
        for _ in range(STARTS):
            began = time.perf_counter()
            process = os.posix_spawn(words[0], words, environment, file_actions=files)
            status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            took.append((time.perf_counter() - began) * 1000)
            assert status == 0, (words, status)
    return statistics.median(took)


def main(hufu: str, server_program: str) -> None:
    command = [server_program, "--port", "0", "--control"]
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
    ):
        try:
            key = base64.b64encode(os.urandom(32)).decode()
            environment = {"HOME": home, "PATH": os.environ["PATH"], "HUFU_STORE_KEY": key}
            sign_in(hufu, server.stdout.readline().split()[1], environment)
            for name, words, goal in (
                ("cli.whoami_ms", ["whoami", "--cached"], "<20"),
                ("cli.token_ms", ["token"], "<10"),
            ):
                value = round(median_ms([hufu, *words], environment), 2)
                print(json.dumps({"name": name, "value": value, "unit": "ms", "goal": goal}))
        finally:
            server.terminate()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
