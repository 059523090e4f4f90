"""Collect the static files for serving, only when one of them changed: a second start must be quick."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from wijkwerk import __version__
from wijkwerk.ground.kit.output import Output

STAMP = "collected.stamp"


def collect(out: Output) -> bool:
    """Copy, hash and compress the static files where needed. Returns whether that was needed."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    now = fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return False
    out.line("Collecting static files...")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now, encoding="utf-8")
    return True


def fingerprint() -> str:
    """A hash over version, place, name, size and date of all static files."""
    found = hashlib.sha256(f"{__version__} {settings.STATIC_ROOT}".encode())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()
