"""What a server is killed in the middle of: each story prepares everything, makes one attempt, and can be gone on with."""

from group import Member, accept, issue

from people import WebHalf, WechatHalf
from server import Answer

MINI = {"X-Platform": "miniprogram"}


class Rotation:
    """One session, rotated again and again."""

    def __init__(self, people: Member, last: "Rotation | None"):
        self.half = last.half if last else WechatHalf.make(people).sign_in()

    def attempt(self, at: Member) -> Answer:
        body = {"refreshToken": self.half.session["refreshToken"]}
        return at.send("POST", "/api/auth/refresh", body=body, headers=MINI)

    def was_done(self, query) -> bool:
        generation = int(self.half.session["refreshToken"].split(".")[1])
        session = self.half.session["refreshToken"].split(".")[0].removeprefix("hrt1_")
        counter = int(query(f"SELECT counter FROM sessions WHERE id = '{session}'")[0][0])
        assert counter in (generation, generation + 1)
        return counter == generation + 1

    def go_on(self, answer: Answer | None) -> None:
        """The client has the parent, so it is let in, with what a lost answer held."""
        self.half.refresh()
        if answer is not None:
            assert answer.json()["refreshToken"] == self.half.session["refreshToken"]


class Link:
    """A new WeChat user joins the account of a Clerk user."""

    def __init__(self, people: Member, _):
        self.people = people
        self.web = WebHalf.make(people)
        self.mini = WechatHalf.make(people).sign_in()
        binding = issue(people, self.web, "wechat")
        self.id = binding["bindingId"]
        body = {"bindCode": binding["bindCode"], "platform": "web"}
        people.call("POST /api/bind-account", 202, body=body, headers=self.mini.headers)
        self.number = accept(people, self.mini, self.id)

    def issuer_headers(self) -> dict:
        return self.web.headers

    def attempt(self, at: Member) -> Answer:
        path = f"/api/bindings/{self.id}/confirm"
        return at.send("POST", path, body={"number": self.number}, headers=self.headers)

    def was_done(self, query) -> bool:
        return query(f"SELECT state FROM bindings WHERE id = '{self.id}'") == [["confirmed"]]

    def go_on(self, answer: Answer | None) -> None:
        self.mini.refresh()
        body = {"number": self.number}
        self.people.call(
            "POST /api/bindings/{id}/confirm",
            200,
            id=self.id,
            body=body,
            headers=self.issuer_headers(),
        )
        self.mini.refresh()
        profile = self.people.call("GET /api/user/profile", 200, headers=self.mini.headers).json()
        assert {identity["provider"] for identity in profile["identities"]} == {"clerk", "wechat"}

    @property
    def headers(self) -> dict:
        """Made before the attempt: a token of Clerk is fetched from elsewhere."""
        if not hasattr(self, "_headers"):
            self._headers = self.issuer_headers()
        return self._headers


class Merge(Link):
    """Two accounts with data of their own; the one who redeems asked for the merge."""

    def __init__(self, people: Member, _):
        self.people = people
        self.web = WebHalf.make(people)
        self.mini = WechatHalf.make(people).sign_in()
        for half in (self.web, self.mini):
            body = {"nickname": "somebody"}
            people.call("PUT /api/user/profile", 200, body=body, headers=half.headers)
        binding = issue(people, self.mini, "web")
        self.id = binding["bindingId"]
        body = {"bindCode": binding["bindCode"], "platform": "wechat", "survivor": "redeemer"}
        people.call("POST /api/users/merge", 202, body=body, headers=self.web.headers)
        self.number = accept(people, self.web, self.id)

    def issuer_headers(self) -> dict:
        return self.mini.headers
