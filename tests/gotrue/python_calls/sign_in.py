"""Becoming somebody, and coming back."""

from table import refused, works
from world import ADA


@works("sign_up({'email', 'password'})")
def _(world):
    answer = world.client().sign_up(ADA)
    assert answer.user.email == ADA["email"]
    assert answer.session.user.id == answer.user.id


@works("sign_up({'email', 'password', 'options': {'data'}})")
def _(world):
    data = {"full_name": "علي 🧿 小明", "cart": [1, 2]}
    said = world.client().sign_up(ADA | {"options": {"data": data}}).user.user_metadata
    assert said | data == said


@refused("422 weak_password", "sign_up({'email', 'password': 'short'})")
def _(world):
    world.client().sign_up(ADA | {"password": "short"})


@works("sign_in_anonymously()")
def _(world):
    assert world.client().sign_in_anonymously().user.is_anonymous


@works("sign_in_with_password({'email', 'password'})")
def _(world):
    user = world.client().sign_up(ADA).user
    assert world.client().sign_in_with_password(ADA).user.id == user.id


@refused("400 invalid_credentials", "sign_in_with_password({'email', 'password': 'wrong'})")
def _(world):
    world.client().sign_up(ADA)
    world.client().sign_in_with_password(ADA | {"password": "wrong word"})
