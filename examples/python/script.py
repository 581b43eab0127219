"""A script that acts for one person: signs in once, and goes on from there each time it runs.

    HUFU_STORE_KEY=$(openssl rand -hex 32) python script.py http://127.0.0.1:8787 CODE
    python script.py http://127.0.0.1:8787        # the next time: the session is still there

CODE is what wx.login gave. The key seals the file that the session is kept in; keep it.
"""

import os
import sys

import hufu_auth

# That of whoever runs it; errors speak it, too.
LANGUAGE = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "en")


def say(english: str, chinese: str) -> str:
    return chinese if LANGUAGE.startswith("zh") else english


def main(base_url: str, code: str = "") -> int:
    store = hufu_auth.FileStore()
    with hufu_auth.Client(
        base_url, platform="miniprogram", store=store, language=LANGUAGE
    ) as client:
        try:
            if client.session().state == "signed_out":
                client.sign_in_with_wechat(code=code)
            profile = client.fetch_profile()
        except hufu_auth.SignInAgain as error:
            again = say("Run this again with a new code.", "请用新的 code 再运行一次。")
            print(f"{error.message} {again}")
            return 1
        except hufu_auth.RetryLater as error:
            print(f"{error.message} {say('Nothing is lost.', '没有丢失任何东西。')}")
            return 75
        except hufu_auth.HufuError as error:
            print(error.message)
            return 1
        name = profile.nickname or profile.id
        print(say(f"Hello, {name}.", f"你好，{name}。"))
        answer = client.fetch(base_url + "/api/user/profile")  # any call of your backend, signed
        print(answer.status, answer.json()["platform"])
        return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
