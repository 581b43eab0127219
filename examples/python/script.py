"""A script that acts for one person: signs in once, and goes on from there each time it runs.

    HUFU_STORE_KEY=$(openssl rand -hex 32) python script.py http://127.0.0.1:8787 CODE
    python script.py http://127.0.0.1:8787        # the next time: the session is still there

CODE is what wx.login gave. The key seals the file that the session is kept in; keep it.
"""

import sys

import hufu_auth


def main(base_url: str, code: str = "") -> int:
    store = hufu_auth.FileStore()
    with hufu_auth.Client(base_url, platform="miniprogram", store=store) as client:
        try:
            if client.session().state == "signed_out":
                client.sign_in_with_wechat(code=code)
            profile = client.fetch_profile()
        except hufu_auth.SignInAgain as error:
            print(f"{error.message} Run this again with a new code.")
            return 1
        except hufu_auth.RetryLater as error:
            print(f"{error.message} Nothing is lost.")
            return 75
        except hufu_auth.HufuError as error:
            print(error.message)
            return 1
        print(f"Hello, {profile.nickname or profile.id}.")
        answer = client.fetch(base_url + "/api/user/profile")  # any call of your backend, signed
        print(answer.status, answer.json()["platform"])
        return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
