from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "wijkwerk.ground.letters"
    label = "letters"
