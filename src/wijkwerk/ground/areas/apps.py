from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "wijkwerk.ground.areas"
    label = "areas"
