"""`wijkwerk blueprint export CODE`: the way of working of a municipality, as a file that can be applied elsewhere."""

import argparse

from wijkwerk.faces.blueprints.commands.apply import imported, printed
from wijkwerk.ground.areas.settings import NotReady, current
from wijkwerk.ground.kit.output import GOOD, Output, Stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="code of the municipality")


def run(args: argparse.Namespace, out: Output) -> int:
    """The settings in force, whole: applied again they change nothing."""
    municipality = imported(args.code)
    try:
        document = current(municipality).raw
    except NotReady as none:
        raise Stop(str(none)) from none
    printed(document, out)
    return GOOD
