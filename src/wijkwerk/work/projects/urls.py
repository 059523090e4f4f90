"""Addresses of projects, and of the log of areas."""

from django.urls import URLPattern, path

from wijkwerk.work.projects import log_views, views

app_name = "projects"

_ALL = "bureau/projecten/"
_ONE = _ALL + "<str:code>/"
_LOG = "bureau/logboek/"
_NOTE = _LOG + "<uuid:note>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, views.projects, name="projects"),
    path(_ALL + "nieuw/", views.start_project, name="start_project"),
    path(_ONE, views.project, name="project"),
    path(_ONE + "bied-aan/", views.offer_project, name="offer_project"),
    path(_ONE + "neem-over/", views.receive_project, name="receive_project"),
    path(_ONE + "geef-terug/", views.send_back_project, name="send_back_project"),
    path(_ONE + "klaar/", views.finish_project, name="finish_project"),
    path(_LOG, log_views.log, name="log"),
    path(_LOG + "nieuw/", log_views.write_note, name="write_note"),
    path(_NOTE + "pak-op/", log_views.take_up, name="take_up"),
    path(_NOTE + "berg-op/", log_views.archive_note, name="archive_note"),
    path(_NOTE + "open/", log_views.reopen_note, name="reopen_note"),
]
