"""`wijkwerk blueprint apply NAME --municipality CODE`: a municipality that was imported becomes ready to work."""

import argparse
from typing import Any

from django.utils import timezone

from wijkwerk.faces.blueprints import actions, laying, reading
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.problems import Problem
from wijkwerk.ground.areas.settings import Invalid
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output, Stop
from wijkwerk.ground.people.teams import TeamRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", metavar="NAME", help="a blueprint of Wijkwerk, such as start, or a .yaml file"
    )
    parser.add_argument("--municipality", metavar="CODE", required=True, help="code of the municipality")
    parser.add_argument(
        "--replace", action="store_true", help="also where the municipality has changed its settings since"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")


def run(args: argparse.Namespace, out: Output) -> int:
    """Apply, and say what came of it and what a person must still look at."""
    municipality = imported(args.municipality)
    document = read(args.name)
    applied = apply(municipality, document, args)
    doubts = doubts_of(document)
    areas = laying.lay(applied.document, municipality)
    for each in areas:
        if each.missing:
            out.line(f"not on the map: {each.area.label} ({', '.join(each.missing)})")
    for path, doubt in doubts.items():
        out.line(f"look at {path}: {doubt}")
    out.done(
        {
            "municipality": municipality.name,
            "code": municipality.code,
            "blueprint": document["name"],
            "version": applied.number,
            "result": _result(applied, args),
            "changed": applied.changed,
            "areas_laid": sum(bool(each.areas) for each in areas),
            "areas_missing": [each.area.label for each in areas if not each.areas],
            "teams_made": applied.teams_made,
            "teams_ended": applied.teams_ended,
            "doubtful": len(doubts),
        }
    )
    return GOOD


def _result(applied: actions.Applied, args: argparse.Namespace) -> str:
    if not applied.changed:
        return "unchanged"
    return "would apply" if args.dry_run else "applied"


def imported(code: str) -> Municipality:
    """The municipality with this code, with its areas. Raises Stop."""
    # Files of Statistics Netherlands write GM0301 where people say 0301.
    given = (code, f"GM{code}")
    found = (Municipality.objects.filter(code__iexact=each).first() for each in given)
    municipality = next((each for each in found if each), None)
    if municipality is None:
        raise Stop(
            f"There is no municipality with code {code}. Import its areas first: `wijkwerk areas import`."
        )
    if municipality.working_division_id is None:
        raise Stop(f"{municipality.name} has no areas yet. Import them first: `wijkwerk areas import`.")
    return municipality


def read(name: str) -> Any:
    """The document of a name. Raises Stop."""
    try:
        return reading.load(name)
    except reading.Unreadable as error:
        raise Stop(str(error)) from error


def apply(municipality: Municipality, document: Any, args: argparse.Namespace) -> actions.Applied:
    """Apply it; each way in which it can be refused has its own sentence."""
    given = {
        "municipality": municipality,
        "document": document,
        "now": timezone.now(),
        "replace": args.replace,
    }
    try:
        if args.dry_run:
            return actions.would_apply(**given)
        why = f"Werkwijze {args.name} toegepast"[:300]
        return actions.apply_blueprint(**given, by=None, why=why)
    except Invalid as invalid:
        raise does_not_hold(args.name, invalid) from invalid
    except actions.HasOwnSettings as own:
        message = (
            f"{municipality.name} has settings of its own (version {own.number}). --replace puts them aside."
        )
        raise Stop(message, REFUSED) from own
    except TeamRefused as refused:
        raise Stop(str(refused), REFUSED) from refused


def located(name: str, problems: list[Problem]) -> list[tuple[int | None, Problem]]:
    """Each problem with its line in the file, where it stands in that file."""
    lines = reading.lines(reading.path_of(name)) if problems else {}
    return [(reading.line_of(lines, problem.path), problem) for problem in problems]


def in_words(name: str, found: list[tuple[int | None, Problem]]) -> list[str]:
    """File, line and place of each problem, and what is wrong."""
    file = reading.path_of(name).name
    return [
        f"{file}{f', line {line}' if line else ''}: {problem.path or 'the document'}: {problem.message}"
        for line, problem in found
    ]


def does_not_hold(name: str, invalid: Invalid) -> Stop:
    """The end of a command whose document is refused."""
    told = "\n".join(in_words(name, located(name, invalid.problems)))
    return Stop(f"The document does not hold:\n{told}")


def printed(document: Any, out: Output) -> None:
    """A whole document: YAML for people, one object for programs."""
    if out.as_json:
        out.done(document)
    else:
        out.line(reading.dump(document).rstrip("\n"))


def doubts_of(document: Any) -> dict[str, str]:
    """Path and doubt of each value that a person must look at."""
    notes = document.get("notes") or {}
    return {path: note["doubt"] for path, note in notes.items() if note.get("doubt")}
