"""Addresses of this part of the room of plans; part of the room's `urls`, which names them `plans:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.plans.trace import views

urlpatterns: list[URLPattern] = [path("herkomst/<str:code>/", views.trace, name="trace")]
