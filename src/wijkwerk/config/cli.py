"""The `wijkwerk` command: find the command in the table, load its module, run it, say how it ended."""

import argparse
import os
import sys
import traceback
from importlib import import_module
from typing import Any

from wijkwerk import __version__
from wijkwerk.config.table import COMMANDS, Command
from wijkwerk.ground.kit.output import BROKEN, GOOD, WRONG_USE, Output, Stop

INTERRUPTED = 130
NO_TABLES = "The database cannot be read: {reason}\nRun `wijkwerk migrate` first, or check DATABASE_URL."


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--version"]:
        print(f"wijkwerk {__version__}")
        return GOOD
    name = find(words)
    if name is None:
        return overview(words)
    return guarded(name, words[len(name.split()) :])


def find(words: list[str]) -> str | None:
    """The name of the command at the start of the words: two words before one."""
    for length in (2, 1):
        name = " ".join(words[:length])
        if name in COMMANDS:
            return name
    return None


def overview(words: list[str]) -> int:
    """All commands, or those of a group; wrong use unless help was asked for."""
    asked = not words or words[0] in {"help", "-h", "--help"} or words[-1] in {"-h", "--help"}
    group = [name for name in COMMANDS if words and name.split()[0] == words[0]]
    if not asked and not group:
        print(f"wijkwerk: there is no command `{' '.join(words[:2])}`.\n", file=sys.stderr)
    names = group or list(COMMANDS)
    width = max(len(name) for name in names)
    lines = [f"  {name:<{width}}  {COMMANDS[name].help}" for name in names]
    text = "usage: wijkwerk COMMAND [--json] ...   (`wijkwerk COMMAND --help` explains one)\n\n"
    print(text + "\n".join(lines), file=sys.stdout if asked else sys.stderr)
    return GOOD if asked else WRONG_USE


def guarded(name: str, rest: list[str]) -> int:
    """Run the command; every way in which it can fail has its own exit code and sentence."""
    out = Output(as_json="--json" in rest)
    try:
        return run(name, COMMANDS[name], rest, out)
    except Stop as stop:
        out.error(str(stop))
        return stop.code
    except BrokenPipeError:
        # Whoever read our output has enough, as `head` does; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        out.error("Stopped.")
        return INTERRUPTED
    except Exception as error:  # the last net: the exit code tells a script that Wijkwerk is to blame
        if unreadable(error):
            out.error(NO_TABLES.format(reason=str(error).strip()))
            return WRONG_USE
        out.error(traceback.format_exc())
        return BROKEN


def unreadable(error: Exception) -> bool:
    """No database, or one without our tables. By name, because this module does not import Django."""
    kind = type(error)
    return kind.__module__ == "django.db.utils" and kind.__name__ in {"OperationalError", "ProgrammingError"}


def run(name: str, command: Command, rest: list[str], out: Output) -> int:
    """Load the module, read the arguments, do the work."""
    if command.owner and os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["OWNER_DATABASE_URL"]
    if command.django:
        start_django()
    module = load(command)
    parser = parser_of(name)
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(rest), out))


def parser_of(
    name: str, formatter: type[argparse.HelpFormatter] = argparse.HelpFormatter
) -> argparse.ArgumentParser:
    """The parser of a command with what every command takes; the module adds its own."""
    about = _sentence(COMMANDS[name].help)
    parser = argparse.ArgumentParser(prog=f"wijkwerk {name}", description=about, formatter_class=formatter)
    parser.add_argument("--json", action="store_true", help="one JSON object as result, no progress")
    return parser


def load(command: Command) -> Any:
    """The module of a command."""
    return import_module(command.target)


def start_django() -> None:
    """Load the settings and the rooms. By name: a command that only calculates starts without Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwerk.config.settings")
    import_module("django").setup()


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
