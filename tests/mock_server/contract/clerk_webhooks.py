"""Clerk, telling: messages signed as svix signs them."""

import base64
import hashlib
import hmac
import json

from server import Api

KEY = b"the key of the webhooks of tests"
WEBHOOK_SECRET = {"CLERK_WEBHOOK_SECRET": "whsec_" + base64.b64encode(KEY).decode()}


def signature(message_id: str, timestamp: int, body: bytes, key: bytes = KEY) -> str:
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def headers(message_id: str, timestamp: int, body: bytes, key: bytes = KEY) -> dict:
    return {
        "Content-Type": "application/json",
        "svix-id": message_id,
        "svix-timestamp": str(timestamp),
        "svix-signature": "v1,c29tZWJvZHkgZWxzZQ== " + signature(message_id, timestamp, body, key),
    }


def now_s(api: Api) -> int:
    return api.control("GET /clock")["nowMs"] // 1000


def tell(api: Api, event: str, subject: str, message_id: str, expect: int = 204):
    body = json.dumps({"type": event, "data": {"id": subject}}).encode()
    fields = headers(message_id, now_s(api), body)
    return api.call("POST /webhooks/clerk", expect, raw=body, headers=fields)
