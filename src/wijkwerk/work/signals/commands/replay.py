"""`wijkwerk records replay FILE`: erase again what was erased after the backup that was put back. Twice does no harm."""

import argparse
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.output import GOOD, Output, Stop
from wijkwerk.work.signals.personal.erasures import Erasure, What, again


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="the list of `wijkwerk records erasures`, the newest that was kept",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """The whole file is read before anything is erased: a list that is cut off does nothing."""
    now = datetime.now(UTC)
    erasures = list(read(args.file))
    found = {"done": 0, "before": 0, "absent": 0}
    for number, (_, outcome) in enumerate(again(erasures, now=now), start=1):
        found[outcome] += 1
        out.progress("erasures", number, len(erasures))
    # Files of photos, and the index of words.
    outbox.do_due(now=now, most=10 * len(erasures) + 10, kinds=("photo.gone", "words.forget"))
    out.done(found)
    return GOOD


def read(path: Path) -> Iterator[Erasure]:
    """The lines of a list. Raises Stop with the number of the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _line(line, f"{path}, line {number}")


def _line(line: str, where: str) -> Erasure:
    try:
        given = json.loads(line)
        at = datetime.fromisoformat(given["at"])
        return Erasure(What(given["what"]), uuid.UUID(given["key"]), at, str(given.get("ground", ""))[:40])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Stop(f"{where} is no erasure: give a list of `wijkwerk records erasures`.") from error
