"""What calls_it.cpp does, in Python."""

import httpx
import hufu_auth
import hufu_auth.httpx


def answer(request: httpx.Request) -> httpx.Response:
    print(request.method, request.url)
    return httpx.Response(204)


def client(**options: str) -> hufu_auth.Client:
    transport = hufu_auth.httpx.Transport(httpx.Client(transport=httpx.MockTransport(answer)))
    return hufu_auth.Client(
        "https://api.example.com", transport=transport, credential=lambda *_: "token", **options
    )


with client(session="borrowed") as borrowing:
    borrowing.ring_device(user_code="BCDF")
with client(backend="bell_login") as own:
    try:
        own.sign_in_with_wechat(code="code")
    except hufu_auth.HufuError as error:
        assert error.code == "malformed_reply", error.code  # 204 is no session
