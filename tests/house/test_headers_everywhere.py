"""Every answer of every address carries the headers of RELIABILITY 20: pages, errors, files, redirects and tables alike.

The addresses come from the URL conf, so a new one is here by itself.
"""

import runpy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.conf import settings as installed
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse, set_script_prefix

from tests.house.permission_cells import Things, all_names, things_of
from wijkwerk.config import settings as settings_module
from wijkwerk.testing_cast import Town, build_town, pass_second_step
from wijkwerk.work.signals.public import limits

pytestmark = pytest.mark.page
STRANGE: Final = "https://elders.example"
MUST_SAY: Final = ("default-src", "base-uri", "frame-ancestors", "form-action")
CLOSED: Final = ("'none'", "'self'")
YEAR: Final = 31_536_000
# The same for everybody, also for who is logged in: nothing in it belongs to anybody.
SAME_FOR_ALL: Final = {
    "healthz", "robots", "security_txt", "pages:areas_json", "pages:backdrop_json", "signals:shown_photo",
}  # fmt: skip
FORM_PAGES: Final = {"signals:report", "signals:report_where", "signals:report_who", "signals:join"}


def breaks(request: HttpRequest) -> HttpResponse:
    """A page with a mistake in it."""
    raise RuntimeError("a mistake")


urlpatterns = [path("stuk/", breaks), path("", include("wijkwerk.config.urls"))]


@pytest.fixture
def things(town: Town) -> Iterator[Things]:
    """A town with something behind each address."""
    yield things_of(town)
    set_script_prefix("/")


def addresses(things: Things) -> dict[str, str]:
    """Every address, also those that belong to no room: a file, a page that is not there, a slash too few."""
    set_script_prefix("/")
    known = {name: reverse(name, args=things.arguments(name)) for name in all_names()}
    code, token = things.signal.subject.code, things.other["token"]
    return known | {
        "static file": "/static/wijkwerk/icons.svg",
        "no static file": "/static/wijkwerk/none.svg",
        "media folder": "/media/a/foto.jpg",
        "not there": "/niets/hier/",
        "no such municipality": "/m/GM0000/",
        "slash too few": "/gebieden",
        "no such code": f"/melding/{code[::-1]}/",
        "trace that is none": "/spoor/abcdefghijklmnopqrstuv/",
        "below a trace": f"/spoor/{token}/niets/",
        "trace without a slash": f"/spoor/{token}",
    }


def staff(town: Town, part: str, **more: Any) -> Client:
    """Somebody who is logged in and showed the second step."""
    client = Client(**more)
    client.force_login(town.people[part], backend="django.contrib.auth.backends.ModelBackend")
    pass_second_step(client, town.people[part])
    return client


def asked(client: Client, method: str, url: str, **more: Any) -> Any:
    """The answer to one request of a page elsewhere, read to its end."""
    response = client.generic(method, url, HTTP_ORIGIN=STRANGE, **more)
    if response.streaming:
        list(response.streaming_content)
    return response


def policy(response: Any) -> dict[str, list[str]]:
    """The content security policy as directive -> sources."""
    parts = response.headers.get("Content-Security-Policy", "").split(";")
    return {words[0]: words[1:] for words in (part.split() for part in parts) if words}


def wrong_in_policy(found: dict[str, list[str]]) -> Iterator[str]:
    for directive in MUST_SAY:
        sources = found.get(directive, ["(absent)"])
        if len(sources) != 1 or sources[0] not in CLOSED:
            yield f"{directive} is {sources}"
    for directive, sources in found.items():
        for source in sources:
            if source == "*" or source.startswith("'unsafe") or source in ("http:", "https:", "blob:"):
                yield f"{directive} has {source}"
            if source.startswith("data:") and directive in ("default-src", "script-src", "object-src"):
                yield f"{directive} has {source}"


def wrong(response: Any) -> list[str]:
    """What is missing in the headers of an answer."""
    head, found = response.headers, list(wrong_in_policy(policy(response)))
    expected = {
        "X-Frame-Options": ("DENY", "SAMEORIGIN"),
        "X-Content-Type-Options": ("nosniff",),
        "Referrer-Policy": ("same-origin", "no-referrer"),
        "Cross-Origin-Opener-Policy": ("same-origin",),
        "Cross-Origin-Resource-Policy": ("same-origin",),
    }
    found += [
        f"{name}: {head.get(name)}" for name, values in expected.items() if head.get(name) not in values
    ]
    for power in ("camera=()", "microphone=()", "payment=()", "geolocation=(self)"):
        if power not in head.get("Permissions-Policy", ""):
            found.append(f"Permissions-Policy lacks {power}")
    found += [
        f"{name}: {value}" for name, value in head.items() if name.lower().startswith("access-control-")
    ]
    if "Cache-Control" not in head:
        found.append("no Cache-Control")
    return found


def all_wrong(client: Client, things: Things, methods: tuple[str, ...]) -> dict[str, list[str]]:
    """Per address and method what is wrong; cookies are put back, so that logging out ends nothing."""
    found, kept = {}, client.cookies.output(header="", sep=";")
    for name, url in addresses(things).items():
        for method in methods:
            response = asked(client, method, url)
            client.cookies.clear()
            client.cookies.load(kept)
            if problems := wrong(response):
                found[f"{method} {name} {response.status_code}"] = problems
    return found


def test_an_answer_without_headers_or_with_loose_ones_is_seen():
    bare, loose = HttpResponse("x"), HttpResponse("x")
    loose["Content-Security-Policy"] = "default-src * 'unsafe-inline'; script-src data:"
    loose["Access-Control-Allow-Origin"] = "*"
    assert len(wrong(bare)) == 14
    seen = " ".join(wrong(loose))
    for part in (
        "default-src has *",
        "'unsafe-inline'",
        "script-src has data:",
        "access-control-allow-origin",
    ):
        assert part in seen.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["visitor", "resident", "traffic", "admin"])
def test_every_address_answers_with_every_header(things, part):
    client = Client() if part == "visitor" else staff(things.town, part)
    methods = ("GET", "POST", "PUT") if part == "visitor" else ("GET",)
    assert all_wrong(client, things, methods) == {}


@pytest.mark.django_db
def test_a_preflight_of_another_site_gets_no_leave_anywhere(things):
    preflight = {"HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST", "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "x"}
    for name, url in addresses(things).items():
        response = asked(Client(), "OPTIONS", url, **preflight)
        assert wrong(response) == [], name
        assert "Access-Control-Allow-Origin" not in response.headers, name


@pytest.mark.django_db
def test_a_form_of_another_site_is_refused_with_every_header(things):
    strict = staff(things.town, "traffic", enforce_csrf_checks=True)
    response = asked(strict, "POST", reverse("signals:note", args=[things.signal.subject.code]))
    assert response.status_code == 403
    assert wrong(response) == []


@pytest.mark.django_db
def test_a_mistake_of_ours_answers_500_with_every_header(things, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    response = asked(client, "GET", "/stuk/")
    assert response.status_code == 500
    assert wrong(response) == []
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_a_strange_host_too_many_fields_and_too_many_requests_answer_with_every_header(
    things, settings, monkeypatch
):
    settings.ALLOWED_HOSTS = ["testserver"]
    monkeypatch.setitem(limits.LIMITS, "report", limits.Limit(0))
    many = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    answers = [
        (400, Client().get("/", HTTP_HOST="elders.example")),
        (400, Client().post("/account/login/", many)),
        (429, Client().post("/melden/", {})),
    ]
    for status, response in answers:
        assert response.status_code == status
        assert wrong(response) == []
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["resident", "traffic", "admin"])
def test_nothing_is_kept_of_what_somebody_sees_who_is_logged_in(things, part):
    client, kept = staff(things.town, part), {}
    for name, url in addresses(things).items():
        cookies = client.cookies.output(header="", sep=";")
        response = asked(client, "GET", url)
        client.cookies.clear()
        client.cookies.load(cookies)
        same = name in SAME_FOR_ALL or "static" in name
        if not same and "no-store" not in response.headers["Cache-Control"]:
            kept[name] = response.headers["Cache-Control"]
    assert kept == {}


@pytest.mark.django_db
def test_a_trace_is_never_kept_passed_on_or_found_whatever_the_answer(things):
    names = [name for name in addresses(things) if "signals:trace" in name]
    assert len(names) >= 6
    strict = Client(enforce_csrf_checks=True)
    urls = [addresses(things)[name] for name in names]
    for url in urls:
        for method in ("GET", "POST", "PUT"):
            for prefix in ("", f"/m/{things.town.municipality.code}"):
                head = asked(strict, method, prefix + url).headers
                assert head["Referrer-Policy"] == "no-referrer", (method, url)
                assert "no-store" in head["Cache-Control"], (method, url)
                assert head.get("X-Robots-Tag") == "noindex, nofollow", (method, url)


@pytest.mark.django_db
def test_the_pages_of_the_form_hold_what_somebody_typed_and_are_not_kept(things):
    code = things.signal.subject.code
    for name in FORM_PAGES:
        url = reverse(name, args=[code] if name == "signals:join" else [])
        response = Client().post(url, {})
        if response.status_code != 302:
            assert "no-store" in response.headers["Cache-Control"], name


@pytest.mark.django_db
def test_a_photo_is_boxed_in_and_only_a_public_one_may_be_kept(things):
    known, traffic = addresses(things), staff(things.town, "traffic")
    seen = {
        "no-cache": asked(Client(), "GET", known["signals:shown_photo"]),
        "no-store, private": asked(Client(), "GET", known["signals:trace_photo"]),
        "private": asked(traffic, "GET", known["signals:photo"]),
    }
    for caching, response in seen.items():
        assert response.status_code == 200
        assert wrong(response) == []
        assert caching in response.headers["Cache-Control"]
        assert policy(response)["default-src"] == ["'none'"]
        assert "sandbox" in policy(response)
        assert response.headers["Content-Type"] == "image/jpeg"


def as_served(settings: Any) -> None:
    """The transport settings of an installation on the internet."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = YEAR
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.django_db
def test_every_address_tells_the_browser_to_stay_on_https(things, settings):
    as_served(settings)
    client = Client()
    for name, url in addresses(things).items():
        response = asked(client, "GET", url, secure=True)
        assert response.headers.get("Strict-Transport-Security", "").startswith(f"max-age={YEAR}"), name
        plain = asked(client, "GET", url)
        if name != "healthz":
            assert (plain.status_code, plain.headers["Location"][:8]) == (301, "https://"), name
        assert wrong(plain) == []


@pytest.mark.django_db
def test_every_cookie_is_for_the_server_alone(things, settings):
    as_served(settings)
    seen = set()
    form = {"text": "Gat in de weg", "kind": "report", "theme": "verkeer"}
    client = Client()
    for response in (
        client.get("/melden/", secure=True),
        client.post("/melden/", form, secure=True),
        staff(things.town, "traffic").get("/bureau/", secure=True),
        client.post("/account/login/", {"login": "a@b.nl", "password": "x"}, secure=True),
    ):
        for name, cookie in response.cookies.items():
            seen.add(name)
            assert cookie["secure"], name
            assert cookie["httponly"], name
            assert cookie["samesite"] in ("Lax", "Strict"), name
    assert {"csrftoken", "wijkwerk_melding"} <= seen


def test_an_installation_is_strict_unless_it_says_otherwise(monkeypatch):
    for name in ("WIJKWERK_INSECURE", "WIJKWERK_DEMO", "WIJKWERK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WIJKWERK_SECRET_KEY", "x" * 50)
    read = runpy.run_path(str(settings_module.__file__))
    assert read["SECURE_HSTS_SECONDS"] >= YEAR
    assert all(read[name] for name in ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT"))
    assert all(read[name] for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY"))
    assert read["WHITENOISE_ALLOW_ALL_ORIGINS"] is False
    assert read["MIDDLEWARE"][0] == "wijkwerk.ground.kit.middleware.Headers"
    assert read["MIDDLEWARE"] == installed.MIDDLEWARE


@pytest.mark.django_db
def test_who_finds_a_leak_finds_whom_to_tell(client, town):
    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    today = datetime.now(UTC)
    assert today + timedelta(days=30) < expires < today + timedelta(days=365)
    assert lines["Contact"].startswith(("mailto:", "https://"))
    assert {"Canonical", "Preferred-Languages"} <= set(lines)
    assert response.headers["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_with_two_municipalities_every_header_is_there_too(things):
    build_town("9903", "Elders")
    for name, url in addresses(things).items():
        assert wrong(asked(Client(), "GET", f"/m/GM9903{url}")) == [], name
