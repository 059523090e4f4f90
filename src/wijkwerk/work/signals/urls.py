"""Addresses of signals: those for residents (`public`) and the desk of staff (`desk`)."""

from django.urls import URLPattern

from wijkwerk.work.signals.desk import urls as desk
from wijkwerk.work.signals.public import urls as public

app_name = "signals"

urlpatterns: list[URLPattern] = [*desk.urlpatterns, *public.urlpatterns]
