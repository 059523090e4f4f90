"""The room of accounts, teams and roles."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class PeopleConfig(AppConfig):
    name = "wijkwerk.ground.people"
    label = "people"

    def ready(self) -> None:
        """Hear from the login library when somebody has set up a second step."""
        # By name: both modules need tables, which are there only when all rooms are loaded.
        added = import_string("allauth.mfa.signals.authenticator_added")
        handler = import_string("wijkwerk.ground.people.middleware.second_step_added")
        added.connect(handler, dispatch_uid="people_second_step", weak=False)
