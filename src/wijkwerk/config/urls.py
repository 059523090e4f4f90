"""All addresses of the installation. Each room owns its own; a municipality's code is never in a pattern."""

from django.urls import URLPattern, URLResolver, include, path

from wijkwerk.config import plain
from wijkwerk.ground.people.signing_up import signup

# The first that matches wins: the rooms with the narrowest addresses first, the pages last.
ROOM_URLS = [
    "wijkwerk.faces.demo.urls",
    "wijkwerk.faces.blueprints.urls",
    "wijkwerk.work.calendars.urls",
    "wijkwerk.work.projects.urls",
    "wijkwerk.work.plans.urls",
    "wijkwerk.work.signals.urls",
    "wijkwerk.ground.subjects.urls",
    "wijkwerk.ground.people.urls",
    "wijkwerk.faces.pages.urls",
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", plain.healthz, name="healthz"),
    path("robots.txt", plain.robots, name="robots"),
    path(".well-known/security.txt", plain.security_txt, name="security_txt"),
    path("account/signup/", signup, name="account_signup"),
    path("account/", include("allauth.urls")),
    *(path("", include(module)) for module in ROOM_URLS),
]
