"""Addresses for residents; part of the room's `urls`, which names them `signals:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.signals.public import asking_views as asking
from wijkwerk.work.signals.public import data_views as data
from wijkwerk.work.signals.public import report_views as report
from wijkwerk.work.signals.public import trace_views as trace
from wijkwerk.work.signals.public import views as public

_TRACE = "spoor/<str:token>/"
_SHOWN = "melding/<str:code>/"

urlpatterns: list[URLPattern] = [
    path("melden/", report.report, name="report"),
    path("melden/waar/", report.report_where, name="report_where"),
    path("melden/wie/", report.report_who, name="report_who"),
    path("melden/klaar/", report.report_done, name="report_done"),
    path("melden/foto/", report.draft_photo, name="draft_photo"),
    path("melden/in-de-buurt/", public.near, name="near"),
    path(_SHOWN, public.shown, name="shown"),
    path(_SHOWN + "meedoen/", public.join, name="join"),
    path(_SHOWN + "foto/<uuid:photo>/", public.shown_photo, name="shown_photo"),
    path(_TRACE, trace.trace, name="trace"),
    path(_TRACE + "antwoord/", asking.trace_reply, name="trace_reply"),
    path(_TRACE + "bericht/", asking.trace_message, name="trace_message"),
    path(_TRACE + "gegevens/", data.trace_data, name="trace_data"),
    path(_TRACE + "gegevens/kopie.zip", data.trace_copy, name="trace_copy"),
    path(_TRACE + "niet-opgelost/", trace.trace_reopen, name="trace_reopen"),
    path(_TRACE + "opgelost/", trace.trace_close, name="trace_close"),
    path(_TRACE + "foto/<uuid:photo>/", trace.trace_photo, name="trace_photo"),
    path("bureau/foto/<uuid:photo>/", public.photo, name="photo"),
]
