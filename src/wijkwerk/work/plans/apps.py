from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "wijkwerk.work.plans"
    label = "plans"
