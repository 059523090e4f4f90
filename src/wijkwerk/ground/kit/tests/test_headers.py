"""Every answer carries the security headers, whatever made it (RELIABILITY 20)."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from wijkwerk.ground.kit.middleware import ALWAYS, Headers

NO_INLINE = ("unsafe-inline", "unsafe-eval", "data:", "*", "http:")


def answer(response: HttpResponse, **cookies: str) -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return Headers(lambda _request: response)(request)


@pytest.mark.parametrize("name", sorted(ALWAYS))
def test_each_header_is_on_a_page_that_sets_none(name):
    assert answer(HttpResponse("x")).headers[name] == ALWAYS[name]


@pytest.mark.parametrize("directive", ["default-src", "base-uri", "form-action", "frame-ancestors"])
def test_the_policy_names_every_directive_with_self_or_none(directive):
    parts = dict(part.split(maxsplit=1) for part in ALWAYS["Content-Security-Policy"].split("; "))
    assert parts[directive] in {"'self'", "'none'"}


@pytest.mark.parametrize("loose", NO_INLINE)
def test_the_policy_allows_nothing_loose(loose):
    assert loose not in ALWAYS["Content-Security-Policy"]


def test_a_page_may_ask_for_a_stricter_referrer_policy():
    response = HttpResponse("x", headers={"Referrer-Policy": "no-referrer"})
    assert answer(response).headers["Referrer-Policy"] == "no-referrer"


def test_an_answer_to_somebody_with_a_session_is_not_stored():
    assert answer(HttpResponse("x"), wijkwerk="abc").headers["Cache-Control"] == "no-store, private"


def test_an_answer_that_sets_a_cookie_is_not_stored():
    response = HttpResponse("x")
    response.set_cookie("csrftoken", "abc")
    assert answer(response).headers["Cache-Control"] == "no-store, private"


def test_a_refusal_is_not_stored():
    assert answer(HttpResponse("x", status=404)).headers["Cache-Control"] == "no-store, private"


def test_a_public_page_for_a_stranger_may_be_asked_for_again():
    assert answer(HttpResponse("x")).headers["Cache-Control"] == "no-cache"


def test_what_a_view_says_about_caching_is_kept():
    response = HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})
    assert answer(response, wijkwerk="abc").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/bestaat-niet", "/robots.txt", "/account/login/"])
def test_headers_are_on_real_answers_of_the_installation(client: Client, path):
    response = client.get(path)
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "Cache-Control" in response.headers
