"""`wijkwerk blueprint check FILE`: tell what is wrong in a settings document, without using it."""

import argparse

from wijkwerk.faces.blueprints.commands.apply import doubts_of, read
from wijkwerk.ground.areas import settings
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .yaml file, or the name of a blueprint of Wijkwerk")


def run(args: argparse.Namespace, out: Output) -> int:
    """One line for each problem; exit code 1 when there is one."""
    document = read(args.file)
    problems = settings.validate(document)
    for problem in problems:
        out.line(f"{problem.path or args.file}: {problem.message}")
    told = [{"path": problem.path, "message": problem.message} for problem in problems]
    doubts = 0 if problems else len(doubts_of(document))
    out.done({"file": args.file, "problems": told if out.as_json else len(told), "doubtful": doubts})
    return REFUSED if problems else GOOD
