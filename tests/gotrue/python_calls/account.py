"""What somebody changes about an account."""

from table import refused, works
from world import ADA


@works("get_user()")
def _(world):
    auth = world.signed_in()
    assert auth.get_user().user.id == auth.get_session().user.id


@works("update_user({'data'})")
def _(world):
    auth = world.signed_in()
    auth.update_user({"data": {"team": "engines", "colour": "red"}})
    auth.update_user({"data": {"team": None, "name": "阿达"}})
    said = auth.get_user().user.user_metadata
    assert (said.get("team"), said["colour"], said["name"]) == (None, "red", "阿达")


@works("update_user({'password'})")
def _(world):
    auth = world.client()
    auth.sign_up(ADA)
    auth.update_user({"password": "another good one"})
    world.client().sign_in_with_password(ADA | {"password": "another good one"})


@refused("422 same_password", "update_user({'password': 'the same'})")
def _(world):
    auth = world.client()
    auth.sign_up(ADA)
    auth.update_user({"password": ADA["password"]})


@works("update_user({'email', 'password'}) # who was anonymous")
def _(world):
    auth = world.client()
    user = auth.sign_in_anonymously().user
    auth.update_user(ADA)
    assert world.client().sign_in_with_password(ADA).user.id == user.id
