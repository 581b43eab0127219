"""What an application's own server may do, with the service_role key."""

from table import refused, works
from world import ADA, SERVICE_KEY

EMAIL = ADA["email"]
NOBODY = "83fd9e20-7a80-46e4-bf29-a86e3d6bbf66"


def admin(world):
    return world.client(SERVICE_KEY).admin


def made(world, **more):
    return admin(world).create_user(ADA | {"email_confirm": True} | more).user


@works("admin.create_user({'email', 'password', 'email_confirm', 'user_metadata', 'app_metadata'})")
def _(world):
    user = made(world, user_metadata={"name": "阿达"}, app_metadata={"roles": ["editor"]})
    assert user.user_metadata == {"name": "阿达"}
    assert (user.app_metadata["roles"], user.app_metadata["provider"]) == (["editor"], "email")
    assert world.client().sign_in_with_password(ADA).user.id == user.id


@works("admin.list_users(page, per_page)")
def _(world):
    for name in "abc":
        admin(world).create_user({"email": f"{name}@example.com"})
    assert [len(admin(world).list_users(page=page, per_page=2)) for page in (1, 2)] == [2, 1]


@works("admin.get_user_by_id(id)")
def _(world):
    assert admin(world).get_user_by_id(made(world).id).user.email == EMAIL


@refused("404 user_not_found", "admin.get_user_by_id('of nobody')")
def _(world):
    admin(world).get_user_by_id(NOBODY)


@works("admin.update_user_by_id(id, {'email', 'user_metadata', 'app_metadata'})")
def _(world):
    change = {
        "email": "b@example.com",
        "user_metadata": {"colour": "red"},
        "app_metadata": {"roles": ["x"]},
    }
    user = admin(world).update_user_by_id(made(world, user_metadata={}).id, change).user
    assert (user.email, user.user_metadata) == (change["email"], change["user_metadata"])
    assert user.app_metadata["roles"] == ["x"]


@refused(
    "400 user_banned",
    "admin.update_user_by_id(id, {'ban_duration': '24h'}), sign_in_with_password(…)",
)
def _(world):
    admin(world).update_user_by_id(made(world).id, {"ban_duration": "24h"})
    world.client().sign_in_with_password(ADA)


@works("admin.delete_user(id)")
def _(world):
    admin(world).delete_user(made(world).id)
    assert admin(world).list_users() == []


@works("admin.delete_user(id, should_soft_delete=True)")
def _(world):
    user = made(world)
    admin(world).delete_user(user.id, should_soft_delete=True)
    assert world.ask("POST", "/token?grant_type=password", ADA).said == "400 invalid_credentials"


@works("admin.generate_link({'type': 'recovery', 'email'}), verify_otp({'token_hash', 'type'})")
def _(world):
    user = made(world)
    link = admin(world).generate_link({"type": "recovery", "email": EMAIL}).properties
    answer = world.client().verify_otp({"token_hash": link.hashed_token, "type": "recovery"})
    assert answer.user.id == user.id


@works("admin.invite_user_by_email(email, {'data', 'redirect_to'})")
def _(world):
    user = admin(world).invite_user_by_email(EMAIL, {"data": {"team": "engines"}}).user
    assert user.invited_at
    mail = world.messages(EMAIL)[0]
    answer = world.client().verify_otp({"token_hash": mail["tokenHash"], "type": "invite"})
    assert (answer.user.id, answer.user.user_metadata["team"]) == (user.id, "engines")


@works("admin.mfa.list_factors({'user_id'}), admin.mfa.delete_factor({'user_id', 'id'})")
def _(world):
    auth = world.signed_in()
    user = auth.get_user().user
    factor = auth.mfa.enroll({"factor_type": "totp", "friendly_name": "phone"})
    of_user = {"user_id": user.id}
    assert [each.id for each in admin(world).mfa.list_factors(of_user)] == [factor.id]
    admin(world).mfa.delete_factor(of_user | {"id": factor.id})
    assert admin(world).mfa.list_factors(of_user) == []
