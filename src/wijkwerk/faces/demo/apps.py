from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "wijkwerk.faces.demo"
    label = "demo"
