from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "wijkwerk.work.projects"
    label = "projects"
