from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "wijkwerk.faces.blueprints"
    label = "blueprints"
