"""`wijkwerk letters`: do what is due now and tell how the letters stand."""

import argparse
from datetime import UTC, datetime

from django.db.models import Count

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output
from wijkwerk.ground.letters.models import Letter, LetterState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when letters still wait or were refused: by the mail server, or no secret key is set for their links."""
    before = counts()
    done = 0
    while found := outbox.do_due(now=datetime.now(UTC)):
        done += found
        out.progress("work done", done)
    after = counts()
    refused = after[LetterState.BOUNCED] - before[LetterState.BOUNCED]
    waiting = after[LetterState.QUEUED] + after[LetterState.FAILED]
    out.done(
        {
            "sent": after[LetterState.SENT] - before[LetterState.SENT],
            "waiting": waiting,
            "refused": refused,
            "to_print": after[LetterState.TO_PRINT],
            "to_call": after[LetterState.TO_CALL],
        }
    )
    return REFUSED if waiting or refused else GOOD


def counts() -> dict[str, int]:
    """How many letters there are in each state."""
    found = dict(Letter.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in LetterState}
