from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "wijkwerk.work.signals"
    label = "signals"
