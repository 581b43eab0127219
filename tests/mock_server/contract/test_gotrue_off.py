"""What a project of Supabase has off: SAML, passkeys, the OAuth server, linking by hand, providers, ID tokens."""

import pytest

from gotrue import BEGIN, NEWER, bearer, refused, sign_up, token

OFF = {
    "GotrueSamlOff": ("saml_provider_disabled", "SAML 2.0 is disabled"),
    "GotruePasskeysOff": ("passkey_disabled", "Passkeys are disabled"),
    "GotrueNoOauthServer": ("feature_disabled", "OAuth server is disabled"),
}
IDS = {name: "x" for name in ("passkey_id", "authorization_id", "client_id", "identity_id")}


def operations_that_are_off(contract):
    for pattern, item in contract.document["paths"].items():
        for method, operation in item.items():
            missing = operation["responses"].get("404", {}).get("$ref", "").split("/")[-1]
            if missing in OFF:
                yield f"{method.upper()} {pattern}", missing


def test_all_of_it_says_so(api, contract):
    service = api.control("GET /gotrue/keys")["serviceRoleKey"]
    person = bearer(sign_up(api))
    names = list(operations_that_are_off(contract))
    assert len(names) == 25
    for name, missing in names:
        headers = person
        if "/admin/" in name:
            headers = NEWER | {"Authorization": f"Bearer {service}"}
        code, message = OFF[missing]
        answer = refused(api, name, 404, code, headers=headers, **IDS)
        assert answer.json()["message"] == message


def test_linking_by_hand(api):
    headers = bearer(sign_up(api))
    unlink = "DELETE /auth/v1/user/identities/{identity_id}"
    refused(api, unlink, 404, "validation_failed", headers=headers, **IDS)
    api.control("PUT /oddities", 200, {"manualLinking": False})
    refused(api, unlink, 404, "manual_linking_disabled", headers=headers, **IDS)
    begin = "GET /auth/v1/user/identities/authorize"
    refused(api, begin, 404, "manual_linking_disabled", headers=headers, query=BEGIN)


@pytest.mark.parametrize(
    ("provider", "why"), [("google", "is not enabled"), ("smoke", "could not be found")]
)
def test_providers(api, provider, why):
    query = {"provider": provider}
    answer = refused(api, "GET /auth/v1/authorize", 400, "validation_failed", query=query)
    assert answer.json()["message"] == f"Unsupported provider: provider {why}"


def test_web3(api):
    body = {"id_token": "x", "provider": "google"}
    assert token(api, "web3", body, 422)["code"] == "web3_provider_disabled"
    assert token(api, "id_token", body, 400)["code"] == "provider_disabled"


def test_id_tokens(api):
    api.control("PUT /oddities", 200, {"idTokens": True})
    wish = {"provider": "apple", "email": "ada@example.com", "nonce": "n", "expiresIn": 60}
    made = api.control("POST /id-tokens", 201, wish)
    body = {"provider": "apple", "id_token": made["idToken"]}
    assert token(api, "id_token", body, 400)["error"] == "invalid request"
    assert token(api, "id_token", body | {"nonce": "m"}, 400)["error"] == "invalid nonce"
    session = token(api, "id_token", body | {"nonce": "n"})
    assert session["user"]["identities"][0]["provider"] == "apple"
    linked = body | {"nonce": "n", "link_identity": True}
    assert token(api, "id_token", linked, 401)["code"] == "no_authorization"
    api.control("POST /id-tokens", 400, {"provider": "smoke"}, proper=False)
