"""Both clients have every operation of the core, with its fields and outcomes, and nothing else."""

import dataclasses
import inspect
import json
from typing import get_args, get_type_hints

import hufu_auth
import pytest
from hufu_auth import _given, _native, results
from hufu_auth.errors import HufuError

DESCRIBED = json.loads(_native.describe())
OPERATIONS = DESCRIBED["operations"]
TYPES = {
    "session": results.Session,
    "session_end": results.SessionEnd,
    "signed_up": results.SignedUp,
    "user": results.User,
    "access_token": results.AccessToken,
    "identity": results.Identity,
    "profile": results.Profile,
    "account": results.Account,
    "linked_identity": results.LinkedIdentity,
    "linked_identities": results.LinkedIdentities,
    "factor": results.Factor,
    "factors": results.Factors,
    "enrolled_factor": results.EnrolledFactor,
    "factor_challenge": results.FactorChallenge,
    "bind_code": results.BindCode,
    "binding_preview": results.BindingPreview,
    "binding": results.Binding,
    "device_preview": results.DevicePreview,
    "opened_mini_program": results.OpenedMiniProgram,
    "returning": results.Returning,
    "launch": results.Launch,
    "approved_scan": results.ApprovedScan,
    "web_view_url": results.WebViewUrl,
}
OUTCOMES = {**TYPES, "nothing": type(None), "fetch_reply": results.Response}
BESIDE = {
    hufu_auth.Client: {"state", "authorize", "signed_headers", "on_event", "close"},
    hufu_auth.AsyncClient: {"state", "authorize", "signed_headers", "on_event", "aclose"},
}


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


@pytest.mark.parametrize("kind", [hufu_auth.Client, hufu_auth.AsyncClient])
def test_every_operation_is_a_method_and_nothing_else_is(kind):
    assert len(OPERATIONS) >= 44
    assert public(kind) == set(OPERATIONS) | BESIDE[kind]


@pytest.mark.parametrize("kind", [hufu_auth.Client, hufu_auth.AsyncClient])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_its_arguments_and_its_outcome(kind, operation):
    method = getattr(kind, operation)
    wanted = OPERATIONS[operation]
    assert get_type_hints(method)["return"] is OUTCOMES[wanted["outcome"]]
    parameters = dict(inspect.signature(method).parameters)
    del parameters["self"]
    if operation == "fetch":
        assert set(parameters) == {"url", "method", "headers", "body", "json", "timeout_ms"}
        return
    assert list(parameters) == list(wanted["fields"])
    for name, parameter in parameters.items():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        without = None if wanted["fields"][name].endswith("?") else inspect.Parameter.empty
        assert parameter.default == wanted["defaults"].get(name, without)
    assert inspect.iscoroutinefunction(method) == (kind is hufu_auth.AsyncClient)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_both_clients_say_the_same(operation):
    blocking, waiting = (
        getattr(hufu_auth.Client, operation),
        getattr(hufu_auth.AsyncClient, operation),
    )
    assert inspect.signature(blocking) == inspect.signature(waiting)
    assert inspect.getdoc(blocking) == inspect.getdoc(waiting)


@pytest.mark.parametrize("name", TYPES)
def test_the_fields_of_a_result(name):
    assert [each.name for each in dataclasses.fields(TYPES[name])] == list(DESCRIBED["types"][name])


def test_secrets_do_not_show():
    secret = {"token", "bind_code", "qr", "secret", "uri", "qr_code", "picture", "sign_in"}
    secret |= {"return_code"}
    addresses = {results.BindCode, results.WebViewUrl}  # which let somebody in
    for kind in TYPES.values():
        hidden = secret | {"url"} if kind in addresses else secret
        for each in dataclasses.fields(kind):
            assert each.repr == (each.name not in hidden), f"{kind.__name__}.{each.name}"


@pytest.mark.parametrize("kind", [hufu_auth.Client, hufu_auth.AsyncClient])
def test_the_configuration(kind):
    parameters = inspect.signature(kind).parameters
    lent = {"store", "credential", "present", "transport", "ca_file", "language"}
    # Whether the clock counts sleep, the native client knows itself.
    config = DESCRIBED["config"]
    assert set(parameters) - lent == set(config["fields"]) - {"uptime_counts_suspend"}
    for name, parameter in parameters.items():
        is_keyword = parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert is_keyword == (name != "base_url")
        if name in config["defaults"]:
            assert parameter.default == config["defaults"][name]


def test_the_enumerations():
    ours = {
        "backend": _given.Backend,
        "platform": _given.Platform,
        "session_source": _given.SessionSource,
        "state": results.State,
        "end_cause": results.EndCause,
        "sign_up_state": results.SignUpState,
        "sent_as": results.SentAs,
        "event": results.EventKind,
        "credential": _given.CredentialKind,
        "action": hufu_auth.errors.Action,
    }
    assert {name: list(get_args(each)) for name, each in ours.items()} == DESCRIBED["enumerations"]
    assert get_args(_given.SignOutScope) == ("local", "others", "global")


def test_the_error_table():
    kinds = [kind for group in HufuError.__subclasses__() for kind in group.__subclasses__()]
    ours = [(kind.code, kind.action, inspect.getdoc(kind)) for kind in kinds]
    table = [(row["code"], row["action"], row["message"]) for row in DESCRIBED["errors"]]
    assert ours == table


def test_the_version():
    assert hufu_auth.__version__ == DESCRIBED["version"]
