"""Addresses of calendars."""

from django.urls import URLPattern, path

from wijkwerk.work.calendars import duty_views, entry_views, output_views, public_views, views

app_name = "calendars"

_YEAR = "bureau/kalender/"
_ONE = f"{_YEAR}<uuid:key>/"

urlpatterns: list[URLPattern] = [
    path(_YEAR, views.year, name="year"),
    path(f"{_YEAR}kalender.pdf", output_views.year_pdf, name="year_pdf"),
    path(f"{_YEAR}kalender.xlsx", output_views.year_xlsx, name="year_xlsx"),
    path(f"{_YEAR}kalender.csv", output_views.year_csv, name="year_csv"),
    path(f"{_YEAR}kalender.ics", output_views.year_ics, name="year_ics"),
    path(f"{_YEAR}nieuw/", entry_views.plan_entry, name="plan_entry"),
    path(f"{_YEAR}overnemen/", duty_views.copy_year, name="copy_year"),
    path(f"{_YEAR}afspraken/", duty_views.duties, name="duties"),
    path(f"{_YEAR}afspraken/nieuw/", duty_views.give_duty, name="give_duty"),
    path(f"{_YEAR}afspraken/<uuid:key>/stop/", duty_views.end_duty, name="end_duty"),
    path(_ONE, entry_views.entry, name="entry"),
    path(f"{_ONE}verander/", entry_views.change_entry, name="change_entry"),
    path(f"{_ONE}vast/", entry_views.make_certain, name="make_certain"),
    path(f"{_ONE}verplaats/", entry_views.move_entry, name="move_entry"),
    path(f"{_ONE}gedaan/", entry_views.finish_entry, name="finish_entry"),
    path(f"{_ONE}weg/", entry_views.drop_entry, name="drop_entry"),
    path("gebied/<str:code>/kalender/", public_views.area_year, name="area_year"),
    path("gebied/<str:code>/kalender.ics", public_views.area_ics, name="area_ics"),
]
