"""docs/from-the-article/clerk-and-wechat.md: its SQL moves the article's people, who are then whom they were before."""

import re
from pathlib import Path
from uuid import uuid4

from group import Group

from people import WECHAT_APP, WebHalf, WechatHalf

PAGE = Path(__file__).parents[3] / "docs/from-the-article/clerk-and-wechat.md"
# The article's own table, under the name that the page gives it.
OLD_TABLE = """CREATE TABLE old_mapping (
  id SERIAL PRIMARY KEY, clerk_user_id VARCHAR(255) UNIQUE, wechat_openid VARCHAR(255) UNIQUE, wechat_unionid VARCHAR(255),
  unified_user_id VARCHAR(255) UNIQUE NOT NULL, email VARCHAR(255), nickname VARCHAR(255), avatar_url TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)"""


def test_people_keep_their_ids_and_their_bindings(program, contract, postgres, database):
    group = Group(program, contract, postgres.url(database))
    try:
        api = group.add()
        page, phone, alone = WebHalf.make(api), WechatHalf.make(api), WechatHalf.make(api)
        postgres.query(OLD_TABLE, database)
        whole, half = str(uuid4()), str(uuid4())  # as the article makes them
        rows = [(page.user_id, phone.openid, whole), (None, alone.openid, half)]
        for row in rows:
            values = ", ".join(f"'{value}'" if value else "NULL" for value in row)
            columns = "clerk_user_id, wechat_openid, unified_user_id"
            postgres.query(f"INSERT INTO old_mapping ({columns}) VALUES ({values})", database)

        (sql,) = re.findall(
            r"^```sql\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        assert WECHAT_APP["appid"] in sql
        postgres.query(sql.replace("https://clerk.example.com", f"{api.url}/clerk"), database)

        def profile(of):
            return api.call("GET /api/user/profile", 200, headers=of.headers).json()

        assert profile(page)["id"] == profile(phone.sign_in())["id"] == whole
        assert profile(alone.sign_in())["id"] == half
        providers = {identity["provider"] for identity in profile(page)["identities"]}
        assert providers == {"clerk", "wechat"}
    finally:
        group.stop()
