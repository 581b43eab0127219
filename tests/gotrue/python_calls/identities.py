"""Identities, and the ways in that others give."""

from table import refused, works
from world import ADA


@works("get_user_identities()")
def _(world):
    auth = world.signed_in()
    identity = auth.get_user_identities().identities[0]
    assert (identity.provider, identity.identity_data["email"]) == ("email", ADA["email"])


@refused(
    "404 manual_linking_disabled",
    "link_identity({'provider'}) # manual linking off",
    manualLinking=False,
)
def _(world):
    auth = world.signed_in()
    auth.link_identity({"provider": "google"})


@refused("400 provider_disabled", "sign_in_with_id_token({'provider': 'google', 'token'})")
def _(world):
    world.client().sign_in_with_id_token({"provider": "google", "token": "123456"})


@refused("404 saml_provider_disabled", "sign_in_with_sso({'domain'})")
def _(world):
    world.client().sign_in_with_sso({"domain": "example.com"})
