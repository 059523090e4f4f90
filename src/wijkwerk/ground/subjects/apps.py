from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "wijkwerk.ground.subjects"
    label = "subjects"
