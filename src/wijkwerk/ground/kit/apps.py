"""The room of helpers without a domain noun; it also starts the house: guards, indexes of words and hooks."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules

from wijkwerk.ground.kit import guards, word_index, wording


class KitConfig(AppConfig):
    name = "wijkwerk.ground.kit"
    label = "kit"

    def ready(self) -> None:
        """Load each room's `guards`, `indexes` and `hooks`, and keep what they list in step with the tables."""
        wording.use()
        autodiscover_modules("guards", "indexes", "hooks")
        pre_migrate.connect(guards.on_pre_migrate, sender=self, dispatch_uid="guards_down")
        post_migrate.connect(guards.on_post_migrate, sender=self, dispatch_uid="guards_up")
        post_migrate.connect(word_index.on_post_migrate, sender=self, dispatch_uid="words_up")
