"""The same on Flask: `flask --app flask_app:from_environment run`."""

from flask import Flask
from hufu_auth.verify import Guard, Person
from hufu_auth.verify.flask import guarded
from trust import trust


def from_environment() -> Flask:
    return create_app(Guard(**trust()))


def create_app(guard: Guard) -> Flask:
    app = Flask(__name__)

    @app.get("/orders")
    @guarded(guard)
    def orders(person: Person) -> dict[str, str]:
        return {"owner": person.id}

    return app
