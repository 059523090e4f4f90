"""`wijkwerk migrate`: make or update the tables, as the owner role where OWNER_DATABASE_URL names one."""

import argparse
import os
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wijkwerk.config import cli, environment
from wijkwerk.ground.kit import roles
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only count what is pending; exit code 1 if any")


def run(args: argparse.Namespace, out: Output) -> int:
    """Apply what is pending and report how much that was."""
    daily = environment.database(os.environ).get("USER")
    owner = os.environ.get("OWNER_DATABASE_URL")
    if owner:
        os.environ["DATABASE_URL"] = owner
    cli.start_django()
    if args.check:
        waiting = pending()
        out.done({"pending": len(waiting), "names": waiting})
        return REFUSED if waiting else GOOD
    began = time.monotonic()
    applied = apply()
    if connection.vendor == "postgresql" and daily and daily != connection.settings_dict["USER"]:
        roles.grant_daily(role=daily, only_add=only_add())
    out.done({"applied": applied, "seconds": round(time.monotonic() - began, 1)})
    return GOOD


def only_add() -> list[str]:
    """Tables in which the daily role may only read and add: the journal without its erasable texts."""
    tables = [model._meta.db_table for model in apps.get_app_config("journal").get_models()]
    return [table for table in tables if table != "journal_detail"]


def pending() -> list[str]:
    """Names of migrations that the database does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def apply() -> int:
    """Make the tables; returns how many migrations were applied."""
    if connection.vendor == "sqlite":
        Path(settings.DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    waiting = len(pending())
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return waiting
