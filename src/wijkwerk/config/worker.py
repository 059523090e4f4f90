"""`wijkwerk worker`: do what waits in the outbox and run the clocks, for ever or once."""

import argparse

from wijkwerk.ground.kit import worker
from wijkwerk.ground.kit.output import Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when a clock failed; the log says which."""
    return worker.run(once=args.once)
