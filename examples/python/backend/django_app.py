"""The same on Django, in one file: `gunicorn 'django_app:from_environment()'`."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from hufu_auth.verify import Guard, Person
from hufu_auth.verify.django import guarded
from trust import trust


def from_environment() -> WSGIHandler:
    return create_app(Guard(**trust()))


def create_app(guard: Guard) -> WSGIHandler:
    @guarded(guard)
    def orders(request: HttpRequest, person: Person) -> JsonResponse:
        return JsonResponse({"owner": person.id})

    hosts = ["shop.example.com", "localhost", "127.0.0.1"]
    settings.configure(ROOT_URLCONF=(path("orders", orders),), ALLOWED_HOSTS=hosts)
    return get_wsgi_application()
