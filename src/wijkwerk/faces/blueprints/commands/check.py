"""`wijkwerk blueprint check FILE`: tell what is wrong in a settings document, without using it."""

import argparse

from wijkwerk.faces.blueprints.commands.apply import doubts_of, in_words, located, read
from wijkwerk.ground.areas import settings
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .yaml file, or the name of a blueprint of Wijkwerk")


def run(args: argparse.Namespace, out: Output) -> int:
    """A line for each problem, with the line of the file; exit code 1 when there is one."""
    document = read(args.file)
    problems = settings.validate(document)
    found = located(args.file, problems)
    for line in in_words(args.file, found):
        out.line(line)
    told = [{"line": line, "path": problem.path, "message": problem.message} for line, problem in found]
    doubts = 0 if problems else len(doubts_of(document))
    out.done({"file": args.file, "problems": told if out.as_json else len(told), "doubtful": doubts})
    return REFUSED if problems else GOOD
