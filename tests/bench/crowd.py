"""People, each with an identity of WeChat and a session, put into a database without asking the server."""

import base64
import hashlib
import hmac
import json
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

DAY_MS = 24 * 3600 * 1000
SALT = "0" * 32
SCATTER = 618_033_989  # has no divisor in common with a power of ten
USER = "id nickname avatar_url email phone state merged_into has_data created_ms updated_ms"
IDENTITY = "id user_id provider app_id subject unionid verified_name verified_email looked_up_ms created_ms"
SESSION = (
    "id user_id identity_id platform salt counter admitted_counter confirmed oldest_generation "
    "created_ms rotated_ms authenticated_ms ended_ms end_reason"
)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


@dataclass
class Member:
    openid: str
    user_id: str
    session_id: str
    secret: bytes

    def access_token(self) -> str:
        now_s = int(time.time()) - 1
        claims = {"iss": "urn:hufu:backend", "aud": "urn:hufu:api", "sub": self.user_id}
        claims |= {"sid": self.session_id, "platform": "miniprogram", "gen": 1, "jti": "0"}
        claims |= {"iat": now_s, "exp": now_s + 900}
        header = {"alg": "HS256", "kid": "access-secret", "typ": "at+jwt"}
        text = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
        return f"{text}.{base64url(signed(self.secret, text))}"

    def refresh_token(self) -> str:
        key = signed(self.secret, "hufu refresh tokens 1")
        mac = signed(key, f"{self.session_id}:1:{SALT}")
        return f"hrt1_{self.session_id}.1.{base64url(mac)}"


class Crowd:
    def __init__(self, count: int, app_id: str, secret: str):
        self.count, self.app_id, self.secret = count, app_id, secret.encode()
        self.began_ms = int(time.time() * 1000) - DAY_MS

    def time_ms(self, number: int) -> int:
        """They came one after the other in the last day."""
        return self.began_ms + DAY_MS * number // self.count

    def id(self, kind: str, number: int) -> str:
        """As the server makes them: the time, and then what nobody can guess."""
        chance = hashlib.md5(f"{kind}{number}".encode()).hexdigest()[12:]
        return f"{self.time_ms(number):012x}{chance}"

    def uuid(self, kind: str, number: int) -> str:
        text = self.id(kind, number)
        return f"{text[:8]}-{text[8:12]}-7{text[13:16]}-8{text[17:20]}-{text[20:]}"

    def member(self, number: int) -> Member:
        openid = f"o{number:027}"
        return Member(openid, self.uuid("u", number), self.id("s", number), self.secret)

    def sample(self, most: int, part: int = 0, parts: int = 1) -> list[Member]:
        """Some from all over; other ones in each part."""
        turns = range(part, self.count, parts)[:most]
        return [self.member(turn * SCATTER % self.count) for turn in turns]

    def rows(self):
        for number in range(self.count):
            who, at = self.member(number), self.time_ms(number)
            yield (
                (who.user_id, "Hua", "", "", "", "active", "", 0, at, at),
                (self.uuid("i", number), who.user_id, "wechat", self.app_id, who.openid)
                + ("", "", "", 0, at),
                (who.session_id, who.user_id, self.uuid("i", number), "miniprogram", SALT)
                + (1, -1, 1, 1, at, at, at, 0, ""),
            )

    def tables(self) -> dict[str, tuple[str, list[tuple]]]:
        users, identities, sessions = zip(*self.rows(), strict=True)
        return {
            "users": (USER, users),
            "identities": (IDENTITY, identities),
            "sessions": (SESSION, sessions),
        }

    def fill_sqlite(self, file: Path) -> None:
        database = sqlite3.connect(file)
        # For a million rows one by one it takes a minute.
        (trigger,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'users_number'"
        ).fetchone()
        database.execute("DROP TRIGGER users_number")
        for table, (columns, rows) in self.tables().items():
            names = ", ".join(columns.split())
            places = ", ".join("?" * len(columns.split()))
            database.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
        database.execute("UPDATE users SET number = rowid")
        database.execute(trigger)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()

    def fill_postgresql(self, postgres, database: str) -> None:
        for table, (columns, rows) in self.tables().items():
            file = postgres.folder / table
            file.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
            file.chmod(0o644)
            postgres.query(f"COPY {table} ({', '.join(columns.split())}) FROM '{file}'", database)
            file.unlink()
        postgres.query("VACUUM ANALYZE", database)
        postgres.query("CHECKPOINT")
