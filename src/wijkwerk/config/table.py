"""The table of commands. Modules stand here as text, so that a command loads only what it needs.

A command module has `add_arguments(parser)` and `run(args, out) -> int` (an exit code of `kit.output`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """`target` is a module; `django` says whether settings and tables are loaded first; `owner`, whether that is done
    with OWNER_DATABASE_URL where it is given."""

    target: str
    help: str
    django: bool = True
    owner: bool = False


COMMANDS: dict[str, Command] = {
    "migrate": Command("wijkwerk.config.migrate", "make or update the tables of the database", django=False),
    "serve": Command("wijkwerk.config.serve", "serve the pages, with a worker beside them"),
    "worker": Command("wijkwerk.config.worker", "do the work that waits: letters, photos, reminders"),
    "letters": Command("wijkwerk.ground.letters.commands.send", "send the letters that are due, now"),
    "letters receive": Command(
        "wijkwerk.work.signals.commands.receive", "take in e-mail: one message, or all new ones of a Maildir"
    ),
    "demo": Command(
        "wijkwerk.config.demo", "build the fictional municipality Merwoude and serve it", django=False
    ),
    "areas import": Command(
        "wijkwerk.ground.areas.commands.import_areas", "read areas and their borders from a GeoJSON file"
    ),
    "areas locate": Command(
        "wijkwerk.ground.areas.commands.locate", "tell for each point of a CSV file which area holds it"
    ),
    "blueprint apply": Command(
        "wijkwerk.faces.blueprints.commands.apply", "make a municipality ready to work with a way of working"
    ),
    "blueprint check": Command(
        "wijkwerk.faces.blueprints.commands.check", "check a settings document without using it"
    ),
    "blueprint export": Command(
        "wijkwerk.faces.blueprints.commands.export", "print the way of working of a municipality"
    ),
    "blueprint list": Command(
        "wijkwerk.faces.blueprints.commands.list_blueprints",
        "list the ways of working that come with Wijkwerk",
    ),
    "blueprint show": Command(
        "wijkwerk.faces.blueprints.commands.show", "print a way of working, whole, with its sources"
    ),
    "journal seal": Command("wijkwerk.ground.journal.commands.seal", "seal the new lines of the journal"),
    "journal verify": Command(
        "wijkwerk.ground.journal.commands.verify",
        "compute the seals of the journal again and tell what does not fit",
    ),
    "journal destroy": Command(
        "wijkwerk.ground.journal.commands.destroy", "destroy what the journal need no longer keep", owner=True
    ),
    "records erasures": Command(
        "wijkwerk.work.signals.commands.erasures",
        "list what was erased, without a name, to keep beside the backups",
    ),
    "records replay": Command(
        "wijkwerk.work.signals.commands.replay",
        "erase again what was erased after the backup that was put back",
    ),
    "signals index": Command(
        "wijkwerk.work.signals.commands.index_signals", "make the words by which staff search signals anew"
    ),
    "signals import": Command(
        "wijkwerk.work.signals.commands.import_signals", "read signals of another system from a CSV file"
    ),
    "user create-admin": Command(
        "wijkwerk.ground.people.commands.create_admin", "make the first administrator of a municipality"
    ),
}
