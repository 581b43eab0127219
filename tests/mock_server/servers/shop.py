"""An application that is told: a route for webhooks, and what came there."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = b"the key by which a shop is told of people"
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"


class Shop:
    """Answers with `status`, and not before `may_answer`. It listens only from `open` on."""

    def __init__(self):
        self.status = 204
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.came: list[dict] = []
        self._changed = threading.Condition()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(), bind_and_activate=False)
        self._http.server_bind()

    @property
    def environment(self) -> dict:
        url = f"http://127.0.0.1:{self._http.server_port}/hook"
        return {"HUFU_WEBHOOK_URL": url, "HUFU_WEBHOOK_SECRET": SECRET}

    def open(self) -> "Shop":
        self._http.server_activate()
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self._is_open = True
        return self

    def close(self) -> None:
        self.may_answer.set()
        if hasattr(self, "_is_open"):
            self._http.shutdown()
        self._http.server_close()

    def wait_for(self, count: int, seconds: float) -> bool:
        """Whether so many have come by then."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.came) >= count, seconds)

    def _take(self, headers, body: bytes) -> None:
        parts = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        proof = base64.b64encode(hmac.new(KEY, parts, hashlib.sha256).digest()).decode()
        event = {"id": headers["webhook-id"], "at": int(headers["webhook-timestamp"])}
        event |= {"signed": headers["webhook-signature"] == f"v1,{proof}", **json.loads(body)}
        with self._changed:
            self.came.append(event)
            self._changed.notify_all()

    def _handler(shop):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                shop._take(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
                shop.may_answer.wait(30)
                self.send_response(shop.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        return Handler
