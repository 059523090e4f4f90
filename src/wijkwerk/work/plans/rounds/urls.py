"""Addresses of a round with residents; part of the room's `urls`, which names them `plans:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.plans.rounds import asked_views, views, wish_views, work_views

_ROUND = "bureau/plannen/plan/<str:code>/ronde/"
_WISH = _ROUND + "wens/<uuid:wish>/"

urlpatterns: list[URLPattern] = [
    path("plannen/<str:code>/ronde/", views.round_page, name="round"),
    path(_ROUND, work_views.round_work, name="round_work"),
    path(_ROUND + "begin/", work_views.open_round, name="open_round"),
    path(_ROUND + "verder/", work_views.next_step, name="next_step"),
    path(_ROUND + "melding-erbij/", wish_views.bring_signal, name="bring_signal"),
    path(_WISH, wish_views.judge_wish, name="judge_wish"),
    path(_WISH + "opnieuw/", wish_views.reconsider_wish, name="reconsider_wish"),
    path(_WISH + "plaats/", wish_views.place_wish, name="place_wish"),
    path("bureau/gevraagd/", asked_views.asked, name="asked"),
]
