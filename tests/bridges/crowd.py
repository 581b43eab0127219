"""Many at once, each from an address of its own: to the server each of 127/8 is somebody else."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit


def send(api, at: int, method: str, target: str, *, body=None, form=None, headers=None):
    """The status and the JSON of an answer, asked for by the `at`-th of a crowd."""
    fields = {"X-Platform": "web", **(headers or {})}
    content = None
    if form is not None:
        content, fields["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
    if body is not None:
        content, fields["Content-Type"] = json.dumps(body), "application/json"
    source = (f"127.0.{1 + at // 200}.{1 + at % 200}", 0)
    connection = http.client.HTTPConnection(
        urlsplit(api.url).netloc, timeout=30, source_address=source
    )
    try:
        connection.request(method, target, body=content, headers=fields)
        response = connection.getresponse()
        answer = response.read()
        is_json = response.getheader("Content-Type", "").startswith("application/json")
        return response.status, json.loads(answer) if is_json and answer else None
    finally:
        connection.close()


def all_at_once(count: int, one):
    with ThreadPoolExecutor(32) as pool:
        return list(pool.map(one, range(count)))
