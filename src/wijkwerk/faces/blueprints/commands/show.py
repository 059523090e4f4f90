"""`wijkwerk blueprint show NAME`: the whole settings document, as YAML or with --json."""

import argparse

from wijkwerk.faces.blueprints.commands.apply import does_not_hold, printed, read
from wijkwerk.ground.areas.settings import Invalid, parse
from wijkwerk.ground.kit.output import GOOD, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a blueprint of Wijkwerk, or a .yaml file")


def run(args: argparse.Namespace, out: Output) -> int:
    """Every value, also those of `start` on which it builds, with the notes that say where each comes from."""
    try:
        document = parse(read(args.name)).raw
    except Invalid as invalid:
        raise does_not_hold(args.name, invalid) from invalid
    printed(document, out)
    return GOOD
