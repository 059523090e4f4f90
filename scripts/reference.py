"""Write docs/commands.md and docs/rooms.md from the code: `python scripts/reference.py [--check]`.

With --check nothing is written; exit code 1 tells that a page is out of date.
"""

import argparse
import ast
import sys
from pathlib import Path

from wijkwerk.config import cli
from wijkwerk.config.table import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "wijkwerk"
WIDTH = 100
COMMANDS_HEAD = """# Commands

Made by `make docs` from the commands themselves; do not edit this page by hand.

`wijkwerk COMMAND --help` tells the same. `python -m wijkwerk` is the same program. Every command takes `--json`: it
then prints one JSON object as its result and shows no progress. Errors go to the error stream.
Only `serve` needs a secret key; every other command needs at most `DATABASE_URL` (see [settings](settings.md)).

| exit code | meaning |
|---|---|
| 0 | the work is done |
| 1 | the work is done, but something in it was refused; the command says what |
| 2 | wrong use, or something that must be there first is missing; one sentence says what |
| 3 | an error in Wijkwerk itself, with its trace |
| 130 | stopped with Ctrl-C |
"""
ROOMS_HEAD = """# Rooms: tables, actions and rules

Made by `make docs` from the code; do not edit this page by hand. [Architecture](architecture.md) tells how the rooms
work together, the [glossary](glossary.md) gives the Dutch words.
"""


def main() -> int:
    """Write or compare the two pages."""
    check = "--check" in sys.argv[1:]
    pages = {"commands.md": commands_page(), "rooms.md": rooms_page()}
    stale = [name for name, text in pages.items() if not same(name, text)]
    for name in stale:
        if not check:
            (ROOT / "docs" / name).write_text(pages[name], encoding="utf-8")
        print(f"docs/{name} {'is out of date: run make docs' if check else 'written'}")
    return 1 if check and stale else 0


def same(name: str, text: str) -> bool:
    path = ROOT / "docs" / name
    return path.is_file() and path.read_text(encoding="utf-8") == text


def commands_page() -> str:
    """A heading, a sentence and the options for each command."""
    cli.start_django()
    return COMMANDS_HEAD + "".join(_command(name) for name in COMMANDS)


def _command(name: str) -> str:
    parser = cli.parser_of(name, formatter=_Wide)
    cli.load(COMMANDS[name]).add_arguments(parser)
    return f"\n## wijkwerk {name}\n\n{parser.description}\n\n```\n{parser.format_usage()}\n{_options(parser)}```\n"


class _Wide(argparse.HelpFormatter):
    """The same width on every terminal, so that the page does not depend on who makes it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=WIDTH, max_help_position=32)


def _options(parser: argparse.ArgumentParser) -> str:
    formatter = _Wide(parser.prog)
    formatter.add_arguments([action for action in parser._actions if action.dest != "help"])
    return formatter.format_help()


def rooms_page() -> str:
    """Rules first, then the rooms from the ground up."""
    found = ["rules", *(str(path.relative_to(PACKAGE)) for path in _rooms())]
    return ROOMS_HEAD + "".join(_room(PACKAGE / room) for room in found)


def _rooms() -> list[Path]:
    return [
        path.parent
        for floor in ("ground", "work", "faces")
        for path in sorted(PACKAGE.glob(f"{floor}/*/__init__.py"))
    ]


def _room(room: Path) -> str:
    name = str(room.relative_to(PACKAGE)).replace("/", ".")
    text = f"\n## {name}\n"
    if name == "rules":
        for path in sorted(room.glob("**/*.py")):
            if "tests" not in path.parts and path.name != "__init__.py":
                text += _list(
                    f"rule `{path.relative_to(room).with_suffix('')}`".replace("/", "."), _functions(path)
                )
        return text
    text += _list("Tables", _classes(room / "models.py"))
    return text + _list("Actions", _functions(room / "actions.py", *sorted(room.glob("actions/*.py"))))


def _list(title: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    return f"\n{title[0].upper()}{title[1:]}\n\n" + "".join(f"- `{name}`: {about}\n" for name, about in rows)


def _functions(*paths: Path) -> list[tuple[str, str]]:
    return [
        (node.name, _first_line(node))
        for path in paths
        if path.is_file()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _classes(path: Path) -> list[tuple[str, str]]:
    if not path.is_file():
        return []
    body = ast.parse(path.read_text(encoding="utf-8")).body
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    return [(node.name, _first_line(node)) for node in classes if _is_table(node)]


def _is_table(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(base) for base in node.bases}
    return bool(bases & {"models.Model", "AbstractBaseUser", "Dossier", "Record", "AbstractUser"})


def _first_line(node: ast.FunctionDef | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "no description").splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
