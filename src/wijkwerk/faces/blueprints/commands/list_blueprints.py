"""`wijkwerk blueprint list`: the ways of working that come with Wijkwerk."""

import argparse

from wijkwerk.faces.blueprints import reading
from wijkwerk.ground.kit.output import GOOD, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Name, municipality and year of each; `start` is of now and of nobody."""
    found = []
    for name in reading.names():
        document = reading.load_file(
            reading.path_of(name)
        )  # name and year are its own, never those of a base
        found.append({"name": name, "title": document.get("title", ""), "year": document.get("year")})
    for each in found:
        out.line(" ".join(str(value) for value in each.values() if value))
    out.done({"blueprints": found if out.as_json else len(found)})
    return GOOD
