"""`wijkwerk demo`: build the demo once, in a file of its own, and serve it on 127.0.0.1 only."""

import argparse
import os
import secrets
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from wijkwerk.config import cli, migrate, serve
from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.demo import mark
from wijkwerk.ground.kit.output import Output, Stop

HOST = "127.0.0.1"
BUILDER = "wijkwerk.faces.demo.actions"
PEOPLE = "wijkwerk.faces.demo.people"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument(
        "--blueprint",
        default=reading.START,
        metavar="NAME",
        help="work as this municipality does (default: start)",
    )
    parser.add_argument("--build-only", action="store_true", help="build the demo and do not serve it")


def run(args: argparse.Namespace, out: Output) -> int:
    """Build where needed, then serve."""
    # Before anything is made: a wrong name leaves nothing behind.
    if args.blueprint not in reading.names():
        raise Stop(f"There is no blueprint '{args.blueprint}'. There are: {', '.join(reading.names())}.")
    path = database_path()
    if path.exists() and not mark.has_mark(path):
        raise Stop(f"{path} was not made by the demo, so the demo leaves it alone.")
    if not args.build_only:
        serve.check_free(HOST, args.port)
    prepare_environment(path.parent, args.port)
    if mark.is_current(path, args.blueprint):
        refresh(path, out)
    else:
        build(path, out, args.blueprint)
    for line in import_module(PEOPLE).welcome(f"http://{HOST}:{args.port}"):
        out.line(line)
    if args.build_only:
        return 0
    options = argparse.Namespace(
        host=HOST, port=args.port, workers=2, threads=4, no_worker=False, allow_owner=True
    )
    return serve.run(options, out)


def database_path() -> Path:
    """The file of the demo: `var/demo.sqlite3`, or the one that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return Path("var/demo.sqlite3").absolute()
    parts = urlsplit(url)
    if parts.scheme != "sqlite" or len(parts.path) < 2:
        raise Stop("The demo lives in a SQLite file of its own. Leave DATABASE_URL out.")
    return Path(parts.path[1:]).absolute()


def prepare_environment(folder: Path, port: int) -> None:
    """Everything the demo needs is its own: secret, media, letters. It never sends mail."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "demo-secret"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    for name in ("EMAIL_URL", "WIJKWERK_OIDC_URL", "WIJKWERK_SECRET_KEY", "SECRET_KEY", "WIJKWERK_DEBUG"):
        os.environ.pop(name, None)
    os.environ.update(
        WIJKWERK_DEMO="1",
        WIJKWERK_SECRET_FILE=str(secret),
        WIJKWERK_MEDIA=str(folder / "demo-media"),
        WIJKWERK_LETTERS=str(folder / "demo-letters"),
        WIJKWERK_URL=f"http://{HOST}:{port}",
    )


def build(path: Path, out: Output, blueprint: str) -> None:
    """Build beside the real name and rename at the end: a demo that exists is a whole one.

    A demo of an earlier version of the code is replaced.
    """
    part = path.with_name(path.name + ".part")
    remove(part)
    use(part)
    out.line("Building the demo: Merwoude, a municipality that does not exist...")
    migrate.apply()
    # By name: the module needs tables, and those are loaded only once the database is known.
    import_module(BUILDER).build(now=datetime.now(UTC), progress=out.progress, blueprint=blueprint)
    connection.close()
    mark.set_mark(part, blueprint)
    # An old log beside a new file would be read as a part of it.
    remove(path)
    part.rename(path)
    use(path)


def remove(path: Path) -> None:
    """Remove a SQLite file with its log."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def refresh(path: Path, out: Output) -> None:
    """Bring an existing demo up to date with the tables of this version."""
    use(path)
    applied = migrate.apply() if migrate.pending() else 0
    if applied:
        out.line(f"The demo got {applied} new migrations.")


def use(path: Path) -> None:
    """Let this process, and those it starts, work on this file."""
    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    cli.start_django()
    connection.close()
    connection.settings_dict["NAME"] = str(path)
