"""Connections below HTTP: bytes out, bytes in."""

import socket
from urllib.parse import urlsplit


def connect(url: str, source: str = "127.0.0.1", timeout: float = 10) -> socket.socket:
    """From any address of 127/8: to the server each is somebody else."""
    where = urlsplit(url)
    return socket.create_connection(
        (where.hostname, where.port), timeout=timeout, source_address=(source, 0)
    )


def exchange(url: str, request: bytes, source: str = "127.0.0.1") -> bytes:
    """Everything that comes until the server closes, or falls silent."""
    with connect(url, source, timeout=3) as connection:
        connection.sendall(request)
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except TimeoutError:
            return answer + b"(still open)"
        return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0
