from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "wijkwerk.work.answers"
    label = "answers"
