"""The words to search signals by: made in the same transaction as the deed that changes a text (D6, D8).

- The verbs that change a text call `index`; the import does so for a chunk of rows at once. What a verb forgot, the clock
  `catch_up` makes good within a minute: it asks which signals have a line in the journal of the last two hours, wider than
  any transaction is long, that is younger than their words.
- Two columns: what everybody reads who sees the signal (its title and public words), and all that was written about it. Who
  sees a signal without reading it, as an alderman, finds it by the first only: a search must not tell what a page does not.
- Of care there is no row, and the database refuses one. Nor of what was erased (`erasing`). Names and addresses of askers
  are never copied here: they are looked up where they stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.finding import kept_words
from wijkwerk.work.answers.models import Answer, Asker
from wijkwerk.work.signals.models import BroadLook, Message, Note, Question, SearchText, Signal

LOOK_BACK: Final = timedelta(hours=2)
MOST: Final = 500  # signals that are made anew at once
FIELDS: Final = ["shown", "words", "indexed_at", "municipality"]
# Where the texts of a signal stand, with a Dutch word for the place; `shown` and the text itself are in the row.
TITLE, TEXT, PLACE = "Titel", "Tekst", "Plek"
NOTE, ANSWER, MESSAGE, QUESTION, LOOK = "Notitie", "Antwoord", "Bericht", "Vraag", "Brede blik"
Texts = dict[UUID, list[tuple[str, str]]]


def index(*signals: Signal, now: datetime) -> None:
    """Make the words of these signals anew; call it in the transaction of the deed, with the rows locked."""
    index_many(signals, texts_of(signals), now=now)


def index_new(signals: Sequence[Signal], *, now: datetime) -> None:
    """The same for signals that were made a moment ago and have nothing around them yet: no query to read."""
    rows = [_row(signal, [], now) for signal in signals if signal.visibility != "care"]
    SearchText.objects.bulk_create(rows, batch_size=500)


def index_many(signals: Iterable[Signal], around: Texts, *, now: datetime) -> None:
    """Write the rows of these signals; of care and of what was erased the row goes."""
    living: list[Signal] = []
    gone: list[Signal] = []
    for signal in signals:
        (living if signal.visibility != "care" and signal.erased_at is None else gone).append(signal)
    if gone:
        keys = [signal.pk for signal in gone]
        SearchText.objects.filter(
            municipality__in={each.municipality_id for each in gone}, signal__in=keys
        ).delete()
    rows = [_row(signal, around.get(signal.pk, []), now) for signal in living]
    SearchText.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=["signal"], update_fields=FIELDS
    )


def _row(signal: Signal, around: list[tuple[str, str]], now: datetime) -> SearchText:
    shown = kept_words([signal.title, signal.public_title, signal.public_place])
    rest = [signal.text, signal.words, *(text for _, text in around)]
    return SearchText(
        signal=signal,
        municipality_id=signal.municipality_id,
        shown=shown,
        words=kept_words(rest, shown),
        indexed_at=now,
    )


def texts_of(signals: Sequence[Signal]) -> Texts:
    """What was written about these signals: (where, text), oldest first. Five queries, however many signals."""
    found: Texts = defaultdict(list)
    if not signals:
        return found
    here: dict[str, Any] = {"municipality__in": {signal.municipality_id for signal in signals}}
    keys = [signal.pk for signal in signals]
    for where, rows, owner, names in _sources(here, keys):
        for row in rows.values_list(owner, *names):
            found[row[0]] += [(where, text) for text in row[1:] if text]
    return found


def _sources(here: dict[str, Any], keys: list[UUID]) -> list[tuple[str, Any, str, tuple[str, ...]]]:
    """Where, rows, the column with the key of the signal, and the columns with text."""
    by_signal = {**here, "signal__in": keys}
    return [
        (NOTE, Note.objects.filter(**by_signal).order_by("written_at"), "signal", ("text",)),
        (QUESTION, Question.objects.filter(**by_signal).order_by("asked_at"), "signal", ("text",)),
        (MESSAGE, Message.objects.filter(**by_signal).order_by("written_at"), "signal", ("text",)),
        (LOOK, BroadLook.objects.filter(**by_signal), "signal", ("behind", "others", "tried", "can_self")),
        (
            ANSWER,
            Answer.objects.filter(**here, subject__in=keys).order_by("given_at"),
            "subject",
            ("text", "what", "reason", "can_do", "public_answer"),
        ),
    ]


def forget(*, subject: Subject, **rest: Any) -> int:
    """The personal texts of a subject are erased: so are its words (D6). Returns how many rows went."""
    return SearchText.objects.filter(municipality=subject.municipality_id, signal=subject.pk).delete()[0]


@transaction.atomic
def looked_up(*, municipality: Municipality, by: User, how: str, now: datetime) -> None:
    """Write down that somebody looked for a person: by `name` or by `phone`, never what was typed."""
    write(
        Entry(municipality=municipality.pk, verb="looked_up", at=now, actor=by.pk, origin="desk", result=how)
    )


def catch_up(*, now: datetime) -> int:
    """What was done to a signal after its words were made: make them anew. Returns how many."""
    return sum(_catch_up(municipality, now) for municipality in Municipality.objects.order_by("code"))


def _catch_up(municipality: Municipality, now: datetime) -> int:
    # Put in order here: told to sort or to say each once, SQLite would read the whole journal by another index.
    behind = sorted({key for key in _behind(municipality, now - LOOK_BACK) if key})
    return sum(renew(municipality, behind[at : at + MOST], now=now) for at in range(0, len(behind), MOST))


def _behind(municipality: Municipality, since: datetime) -> QuerySet[Line, UUID | None]:
    """Signals with a line of after their words, once for each line. The database compares: in a quiet minute it gives nothing."""
    signal = _with_words(municipality).filter(pk=OuterRef("subject"))
    made_since = SearchText.objects.filter(signal=OuterRef("subject"), indexed_at__gte=OuterRef("at"))
    lines = Line.objects.filter(~Exists(made_since), Exists(signal), municipality=municipality.pk)
    return lines.filter(at__gte=since).values_list("subject", flat=True)


def _with_words(municipality: Municipality) -> QuerySet[Signal]:
    """The signals that are in the index: all but care and what was erased."""
    return Signal.objects.filter(municipality=municipality, erased_at=None).exclude(visibility="care")


@transaction.atomic
def renew(municipality: Municipality, keys: Sequence[UUID], *, now: datetime) -> int:
    """Make the words of these signals anew, under their locks: nobody makes one of them care meanwhile (D8)."""
    signals = list(db.locked(_with_words(municipality).filter(pk__in=keys).order_by("pk")))
    index_many(signals, texts_of(signals), now=now)
    return len(signals)


def rebuild(municipality: Municipality, *, now: datetime) -> int:
    """Make all words of a municipality anew, and the keys by which askers are looked up. Returns how many signals."""
    _rebuild_askers(municipality)
    done, last = 0, UUID(int=0)
    while keys := list(_after(municipality, last)):
        done += renew(municipality, keys, now=now)
        last = keys[-1]
    return done


def _after(municipality: Municipality, last: UUID) -> Any:
    rows = Signal.objects.filter(municipality=municipality, pk__gt=last).order_by("pk")
    return rows.values_list("pk", flat=True)[:MOST]


def _rebuild_askers(municipality: Municipality) -> None:
    last = UUID(int=0)
    while True:
        with transaction.atomic():
            rows = Asker.objects.filter(municipality=municipality, erased_at=None, pk__gt=last)
            askers = list(db.locked(rows.order_by("pk"))[:MOST])
            if not askers:
                return
            for asker in askers:
                asker.keep_keys()
            Asker.objects.bulk_update(askers, Asker.KEYS)
            last = askers[-1].pk
