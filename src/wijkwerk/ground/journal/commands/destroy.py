"""`wijkwerk journal destroy`: destroy the batches whose own term is over, after a decision by a person."""

import argparse
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError

from wijkwerk.ground.journal import destroying
from wijkwerk.ground.journal.models import Batch, DestroyedBatch
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output, Stop

NO_RIGHT = (
    "This database role may not delete from the journal, and should not. Give OWNER_DATABASE_URL, the role that "
    "owns the tables, to this command only."
)
NO_DECISION = (
    "{count} batches are past their term. Who approved their destruction? Give --approved-by EMAIL, the records keeper of "
    "the municipality, and --why TEXT; --dry-run lists them."
)
LONGEST_WHY = 300


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--before",
        type=date.fromisoformat,
        metavar="DATE",
        help="only batches sealed before this day, YYYY-MM-DD",
    )
    parser.add_argument("--approved-by", metavar="EMAIL", help="the records keeper who approved it")
    parser.add_argument("--why", metavar="TEXT", help="the ground, such as the number of a destruction list")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would be destroyed")


def run(args: argparse.Namespace, out: Output) -> int:
    """Finishes first what an earlier run decided. Exit code 1 when a batch that is due was not destroyed."""
    now = datetime.now(UTC)
    if args.dry_run:
        return dry_run(args, out, now)
    if not destroying.may_destroy():
        raise Stop(NO_RIGHT)
    found = {"finished": 0, "destroyed": 0, "lines": 0, "held": 0, "not_approved": 0}
    found["finished"], found["lines"] = carry_out(destroying.begun(), out)
    if found["finished"]:
        out.line(f"Finished {found['finished']} batches of an earlier run.")
    batches = destroying.due(now=now, before=args.before)
    if not (args.approved_by and args.why) and (count := batches.count()):
        raise Stop(NO_DECISION.format(count=count))
    if batches.exists():
        found |= decide(batches, args, now, out)
        found["destroyed"], lines = carry_out(destroying.begun(), out)
        found["lines"] += lines
    out.done(found)
    return REFUSED if found["held"] or found["not_approved"] else GOOD


def dry_run(args: argparse.Namespace, out: Output, now: datetime) -> int:
    """Tell what is due; changes nothing and needs no right to."""
    due = lines = held = 0
    for batch in destroying.due(now=now, before=args.before).iterator():
        due, lines, stays = due + 1, lines + batch.lines, destroying.held(batch)
        held += stays
        out.line(f"{_name(batch)} of {batch.day}, {batch.lines} lines{', held' if stays else ''}")
    out.done({"due": due, "lines": lines, "held": held, "unfinished": destroying.begun().count()})
    return GOOD


def decide(batches: Iterable[Batch], args: argparse.Namespace, now: datetime, out: Output) -> dict[str, int]:
    """Put down the decision for each batch that may go; says which may not."""
    if len(args.why) > LONGEST_WHY:
        raise Stop(f"--why may have {LONGEST_WHY} characters.")
    counts = {"held": 0, "not_approved": 0}
    who: dict[uuid.UUID, Any] = {}
    for batch in list(batches):
        if batch.municipality not in who:
            found = destroying.approver(municipality=batch.municipality, email=args.approved_by, now=now)
            who[batch.municipality] = found
        if who[batch.municipality] is None:
            counts["not_approved"] += 1
            out.line(f"{_name(batch)}: {args.approved_by} is no records keeper there")
        elif destroying.held(batch):
            counts["held"] += 1
            out.line(f"{_name(batch)}: held, a subject in it may not be destroyed now")
        else:
            _decide(batch, by=who[batch.municipality], why=args.why, now=now)
    return counts


def _decide(batch: Batch, *, by: uuid.UUID, why: str, now: datetime) -> None:
    try:
        destroying.decide(batch=batch, by=by, why=why, now=now)
    except IntegrityError:
        if not DestroyedBatch.objects.filter(batch=batch).exists():
            raise  # else another run at the same moment decided it


def carry_out(batches: Iterable[Batch], out: Output) -> tuple[int, int]:
    """Destroy what was decided; gives how many batches and lines went."""
    count = lines = 0
    for batch in list(batches):
        for gone in destroying.carry_out(batch):
            lines += gone
            out.progress("lines destroyed", lines)
        count += 1
    return count, lines


def _name(batch: Batch) -> str:
    return f"municipality {batch.municipality} batch {batch.number}"
