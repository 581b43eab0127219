"""The two halves of a person, as the walks need them."""

from dataclasses import dataclass, field

from server import Api

WECHAT_APP = {"appid": "wx0000000000000001", "secret": "fake-wechat-app-secret-for-tests"}
WEBSITE_APP = {"appid": "wx0000000000000002", "secret": "fake-wechat-website-secret-for-tests"}
CLERK_SECRET = {"Authorization": "Bearer sk_test_fake-clerk-secret-for-tests"}


@dataclass
class WechatHalf:
    """Somebody with a phone: signs in with a code, holds our tokens."""

    api: Api
    person_id: str
    openid: str
    session: dict = field(default_factory=dict)

    @classmethod
    def make(cls, api: Api, **wish) -> "WechatHalf":
        person = api.control("POST /wechat/people", 201, wish)
        return cls(api, person["personId"], person["openid"])

    def code(self, kind: str = "login-codes", **wish) -> dict:
        return self.api.control(f"POST /wechat/{kind}", 201, {"personId": self.person_id, **wish})

    def sign_in(self, **more) -> "WechatHalf":
        body = {"code": self.code()["code"], **more}
        platform = {"X-Platform": "miniprogram"}
        self.session = self.api.call(
            "POST /api/wechat/login", 200, body=body, headers=platform
        ).json()
        return self

    def refresh(self) -> "WechatHalf":
        body = {"refreshToken": self.session["refreshToken"]}
        platform = {"X-Platform": "miniprogram"}
        self.session = self.api.call(
            "POST /api/auth/refresh", 200, body=body, headers=platform
        ).json()
        return self

    @property
    def headers(self) -> dict:
        return {"X-Platform": "miniprogram", "Authorization": f"Bearer {self.session['token']}"}


@dataclass
class WebHalf:
    """Somebody at a browser with a Clerk account; a token is made for each request."""

    api: Api
    user_id: str

    @classmethod
    def make(cls, api: Api, **wish) -> "WebHalf":
        user = api.control(
            "POST /clerk/users", 201, {"firstName": "Ada", "email": "ada@example.com", **wish}
        )
        return cls(api, user["userId"])

    def token(self, **wish) -> str:
        return self.api.control(
            "POST /clerk/session-tokens", 201, {"userId": self.user_id, **wish}
        )["token"]

    @property
    def headers(self) -> dict:
        return {"X-Platform": "web", "Authorization": f"Bearer {self.token()}"}

    def stale_headers(self) -> dict:
        """Signed in eleven minutes ago: too long for what needs a fresh sign-in."""
        return {"X-Platform": "web", "Authorization": f"Bearer {self.token(fva=[11, -1])}"}
