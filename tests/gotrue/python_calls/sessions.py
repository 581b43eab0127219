"""A session's life."""

from table import refused, works


@works("refresh_session()")
def _(world):
    auth = world.signed_in()
    before = auth.get_session()
    assert auth.refresh_session().session.refresh_token != before.refresh_token


@refused("400 refresh_token_not_found", "refresh_session('of nobody')")
def _(world):
    world.client().refresh_session("abcdefghijkl")


@works("set_session(access_token, refresh_token)")
def _(world):
    session = world.signed_in().get_session()
    there = world.client().set_session(session.access_token, session.refresh_token)
    assert there.user.id == session.user.id


@works("get_claims()")
def _(world):
    auth = world.signed_in()
    assert auth.get_claims()["claims"]["sub"] == auth.get_user().user.id


@works("sign_out()")
def _(world):
    auth = world.signed_in()
    auth.sign_out()
    assert auth.get_session() is None
