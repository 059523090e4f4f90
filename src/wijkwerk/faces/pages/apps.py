from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wijkwerk.faces.pages"
    label = "pages"
