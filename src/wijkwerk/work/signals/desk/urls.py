"""Addresses of the desk of staff; part of the room's `urls`, which names them `signals:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.signals.desk import entry_views as entry
from wijkwerk.work.signals.desk import letter_views as letters
from wijkwerk.work.signals.desk import promise_views as promises
from wijkwerk.work.signals.desk import step_views
from wijkwerk.work.signals.desk import views as desk

_ONE = "bureau/melding/<str:code>/"

urlpatterns: list[URLPattern] = [
    path("bureau/", desk.desk, name="desk"),
    path("bureau/meldingen/", desk.desk_list, name="list"),
    path("bureau/nieuw/", entry.enter, name="enter"),
    path("bureau/brieven/", letters.letter_list, name="letters"),
    path("bureau/brieven/<uuid:letter>/gedaan/", letters.letter_done, name="letter_done"),
    path("bureau/beloften/", promises.promise_list, name="promise_list"),
    path("bureau/overdracht/<uuid:handover>/", step_views.receive, name="receive"),
    path(_ONE, desk.detail, name="detail"),
    path(_ONE + "neem/", step_views.take, name="take"),
    path(_ONE + "geef/", step_views.give, name="give"),
    path(_ONE + "notitie/", step_views.note, name="note"),
    path(_ONE + "antwoord/", step_views.answer, name="answer"),
    path(_ONE + "voorwaarde/<uuid:condition>/", promises.settle_condition, name="settle_condition"),
    path(_ONE + "belofte/<str:promise>/nagekomen/", promises.keep_promise, name="keep_promise"),
    path(_ONE + "belofte/<str:promise>/verzet/", promises.shift_promise, name="shift_promise"),
    path(_ONE + "belofte/<str:promise>/trek-in/", promises.withdraw_promise, name="withdraw_promise"),
    path(_ONE + "openbaar/", step_views.publish, name="publish"),
    path(_ONE + "foto/<uuid:photo>/openbaar/", step_views.publish_photo, name="publish_photo"),
    path(_ONE + "zorg/", step_views.make_care, name="make_care"),
    path(_ONE + "heropen/", step_views.reopen, name="reopen"),
    path(_ONE + "sluit/", step_views.close, name="close"),
    path(_ONE + "melder/<uuid:asker>/nieuwe-link/", step_views.renew_link, name="renew_link"),
]
