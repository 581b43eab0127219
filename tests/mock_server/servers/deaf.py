"""A way to PostgreSQL on which everything is asked and answered, and nothing is heard: what a line that has died without a word is to who listens, and a pooler that hides well that it is one."""

import socket
import threading
from pathlib import Path

NOTIFICATION = b"A"


class DeafWay:
    """A socket in `folder` beside the real one in `behind`; closed by `stop`."""

    def __init__(self, folder: Path, behind: Path):
        self.folder, self.behind = folder, behind
        self.swallowed = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / ".s.PGSQL.5432"))
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def stop(self) -> None:
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.behind / ".s.PGSQL.5432"))
            for relay, source, target in (
                (self._all, client, server),
                (self._but_news, server, client),
            ):
                threading.Thread(target=relay, args=(source, target), daemon=True).start()

    def _all(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _but_news(self, source: socket.socket, target: socket.socket) -> None:
        """Each message is a letter and its length, which counts itself."""
        reader = source.makefile("rb")
        try:
            while head := reader.read(5):
                rest = reader.read(int.from_bytes(head[1:], "big") - 4)
                if head[:1] == NOTIFICATION:
                    self.swallowed += 1
                else:
                    target.sendall(head + rest)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
