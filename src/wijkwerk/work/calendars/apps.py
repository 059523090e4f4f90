from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "wijkwerk.work.calendars"
    label = "calendars"
