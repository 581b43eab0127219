"""What a test finds: a server without people, clients of it, an inbox."""

import http.client
import json
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from supabase import ClientOptions, create_client

ANON_KEY = "anon-key-of-the-tests"
SERVICE_KEY = "service-key-of-the-tests"
PASSWORD = "correct horse battery"
ADA = {"email": "ada@example.com", "password": PASSWORD}
NEWER = {"X-Supabase-Api-Version": "2024-01-01", "Content-Type": "application/json"}


@dataclass
class Answer:
    status: int
    headers: dict
    text: str

    @property
    def body(self) -> dict:
        is_json = "json" in self.headers.get("content-type", "")
        return json.loads(self.text) if is_json and self.text else {}

    @property
    def said(self) -> str:
        """`200`, or a refusal's status and code."""
        code = self.body.get("code") if isinstance(self.body, dict) else None
        return f"{self.status} {code}" if self.status >= 400 else f"{self.status}"


class World:
    def __init__(self, url: str):
        self.url = url

    def reset(self) -> "World":
        self.control("POST", "/reset")
        return self

    def send(
        self, method, target, body=None, *, source="127.0.0.1", key=ANON_KEY, token=None
    ) -> Answer:
        """One request from any address of 127/8: to the server each is somebody else."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(
            where.hostname, where.port, timeout=30, source_address=(source, 0)
        )
        try:
            headers = NEWER | {"apikey": key, "Authorization": f"Bearer {token or key}"}
            content = None if body is None else json.dumps(body)
            connection.request(method, target, content, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, text)
        finally:
            connection.close()

    def ask(self, method, path, body=None, **more) -> Answer:
        return self.send(method, f"/auth/v1{path}", body, **more)

    def control(self, method, path, body=None):
        answer = self.send(method, f"/_control{path}", body)
        assert answer.status < 300, (method, path, answer)
        return answer.body

    def switch(self, **oddities):
        return self.control("PUT", "/oddities", oddities)

    def messages(self, to: str) -> list[dict]:
        return self.control("GET", f"/inbox?to={quote(to)}")["messages"]

    def client(self, key: str = ANON_KEY):
        """supabase's `auth`, of somebody with no storage yet."""
        options = ClientOptions(flow_type="pkce", auto_refresh_token=False)
        return create_client(self.url, key, options).auth

    def signed_in(self):
        """The same, signed in by a code: no password has to be hashed, which takes longer than all else."""
        auth = self.client()
        auth.sign_in_with_otp({"email": ADA["email"]})
        code = self.messages(ADA["email"])[0]["code"]
        auth.verify_otp({"email": ADA["email"], "token": code, "type": "email"})
        return auth
