"""The tables of an empty database, from the models: in a moment, where `wijkwerk migrate` takes twenty seconds.

Runs inside a process with our settings (`inside`). That both make the same is looked at by `make lint`; what is measured or
proved on these tables is something else.
"""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class _None:
    """To every question where the migrations of a room are: nowhere."""

    def __contains__(self, room: object) -> bool:
        return True

    def __getitem__(self, room: str) -> None:
        return None


def main(words: list[str]) -> int:
    """Make all tables, and write down that every migration was done."""
    names = list(MigrationLoader(None).disk_migrations)
    settings.MIGRATION_MODULES = _None()
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for room, name in names:
        recorder.record_applied(room, name)
    return len(names)
