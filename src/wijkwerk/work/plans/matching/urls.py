"""Addresses of departments and of what areas ask of them; part of the room's `urls`, which names them `plans:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.plans.matching import line_views, match_views, views

_ALL = "bureau/afdelingen/"
_LINES = _ALL + "<str:key>/<int:year>/"
_MATCH = "bureau/wensen/<uuid:match>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, views.departments, name="departments"),
    path(_ALL + "wensen.csv", views.departments_csv, name="departments_csv"),
    path(_ALL + "wensen.xlsx", views.departments_xlsx, name="departments_xlsx"),
    path(_ALL + "<str:key>/", views.department, name="department"),
    path(_ALL + "<str:key>/plan/", line_views.make_department_plan, name="make_department_plan"),
    path(_LINES + "regel/", line_views.add_line, name="add_line"),
    path(_LINES + "regels/", line_views.import_lines, name="import_lines"),
    path("bureau/regels/<uuid:line>/stop/", line_views.end_line, name="end_line"),
    path("bureau/plannen/punt/<str:code>/vraag/", match_views.ask_department, name="ask_department"),
    path(_MATCH, match_views.match, name="match"),
    path(_MATCH + "gesprek/", match_views.negotiate, name="negotiate"),
    path(_MATCH + "notitie/", match_views.note_match, name="note_match"),
    path(_MATCH + "opnemen/", match_views.include, name="include"),
    path(_MATCH + "niet-opnemen/", match_views.refuse, name="refuse"),
    path(_MATCH + "opnieuw/", match_views.open_again, name="open_again"),
]
