"""G6: what is printed, logged or sent of a guard's people holds neither tokens nor secrets."""

import json
import logging
import pickle
import traceback

import pytest
from hufu_auth.verify import Guard, Resolved, gotrue, request
from hufu_auth.verify import token as verify_token

from issuers import ANOTHER_SECRET, CLAIMS, PROJECT, SECRET, refusal_of, signed
from tokens import bearing


def walks() -> dict:
    """What prints or sends an object by its fields: of others, and of Python's own."""
    import dataclasses

    import django.core.serializers.json
    import fastapi.encoders
    import flask
    import pydantic_core
    from pythonjsonlogger.json import JsonFormatter

    def logged(value):
        record = logging.LogRecord("app", 20, "", 1, "", (), None)
        record.value = value
        return JsonFormatter().format(record)

    def in_flask(value):
        with flask.Flask("app").app_context():
            return flask.jsonify(value).get_data(as_text=True)

    return {
        "asdict": dataclasses.asdict,
        "vars": vars,
        "slots": lambda value: {name: getattr(value, name) for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())},
        "pickle": pickle.dumps,
        "FastAPI": fastapi.encoders.jsonable_encoder,
        "pydantic": pydantic_core.to_json,
        "Flask": in_flask,
        "Django": lambda value: json.dumps(value, cls=django.core.serializers.json.DjangoJSONEncoder),
        "python-json-logger": logged,
    }  # fmt: skip


@pytest.mark.parametrize("walk", walks())
def test_what_walks_through_the_fields_of_a_person_finds_neither_claims_nor_secrets(walk):
    """G6"""
    seen = []

    def resolve(identity):
        seen.append(identity)
        return Resolved("p1")

    issuer = gotrue(PROJECT, secret=SECRET)
    guard = Guard([issuer], resolve=resolve)
    token = signed({**CLAIMS, "email": "ming@example.com"})
    person = guard.verify(token)
    [verdict] = guard._verifier._kept._values.values()
    parts = [request.brought_in(request.asked_of(bearing(token))), verify_token.opened(token)]
    printed = [repr(each) for each in (verdict, *parts)]
    for value in (person, *seen, issuer):
        try:
            printed.append(repr(walks()[walk](value)))
        except (TypeError, ValueError, AttributeError, pickle.PicklingError):
            pass  # it finds no fields at all
    for hidden in (SECRET, token[-20:], "ming@example.com"):
        assert hidden not in "".join(printed)
    assert (person.id, person.ids, person.platform) == ("p1", ("p1",), None)


def test_a_traceback_with_its_variables_has_no_secret():
    """G6: those who collect errors print them so. The token is the one that was sent."""
    guard = Guard([gotrue(PROJECT, secret=SECRET)])
    refused = refusal_of(guard, bearing(signed(CLAIMS, ANOTHER_SECRET)))
    told = traceback.TracebackException.from_exception(refused, capture_locals=True)
    text = "".join(told.format())
    assert "in _proved_by_secret" in text and "secret = " in text
    assert SECRET not in text


def test_neither_tokens_nor_secrets_are_printed(caplog):
    """G6"""
    issuer = gotrue(PROJECT, secret=SECRET)
    guard = Guard([issuer])
    token = signed({**CLAIMS, "email": "ming@example.com"})
    person = guard.verify(token)
    printed = [repr(each) for each in (issuer, guard, person)] + [str(person)]
    for forged in (f"{token[:-8]}AAAAAAAA", f"e30.{token[4:]}.", f"{token[:60]}.{token[-20:]}"):
        refused = refusal_of(guard, bearing(forged))
        logging.getLogger("app").error("refused", exc_info=refused)
        printed += [repr(refused), json.dumps(refused.body), *traceback.format_exception(refused)]
        assert refused.__context__ is None and refused.__cause__ is None
    for hidden in (SECRET, token[-20:], token.split(".")[1][:20], "ming@example.com"):
        assert hidden not in "\n".join(printed) + caplog.text
    assert person.claims["email"] == "ming@example.com"
