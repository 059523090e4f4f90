from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "wijkwerk.ground.journal"
    label = "journal"
