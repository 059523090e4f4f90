"""What a search on the desk finds: signals by code or words, and askers by name or telephone. Each a fixed number of queries.

Who sees a signal without reading it finds it by its title only; see `searching`. Askers are found only of signals whose askers
the person may see, and are never tied together: that two signals have a name in common proves nothing (D5).
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import begins, capped_count
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.codes import clean_code, is_public_code
from wijkwerk.rules.finding import Piece, Term, name_key, phone_digits, snippet, terms
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.desk.lists.filters import FIRST_YEAR, LAST_YEAR
from wijkwerk.work.signals.desk.lists.rows import Row, dress
from wijkwerk.work.signals.finding.searching import PLACE, TEXT, texts_of
from wijkwerk.work.signals.models import SearchText, Signal

PAGE: Final = 25
MOST_SIGNS: Final = 200
FEWEST_LETTERS: Final = 3
FEWEST_DIGITS: Final = 6
MOST_NAMES: Final = 5
RARE: Final = 2000  # signals with the words: up to here they are fetched from the index of words
READ: Final = 20_000  # signs of one text that are looked through for the words that were found
HOUSE_NUMBER: Final = re.compile(r"[0-9]{1,5}(?:[-/]?[a-z0-9]{1,4})?", re.IGNORECASE | re.ASCII)
BY_NAME, BY_PHONE = "name", "phone"

After = tuple[datetime, uuid.UUID]


@dataclass(frozen=True)
class Found:
    """A signal that was found. `pieces`: the text around the first word, and `where` it stands; empty for who reads no text."""

    row: Row
    where: str = ""
    pieces: list[Piece] = field(default_factory=list)
    askers: list[Asker] = field(default_factory=list)


def by_code(access: Access, municipality: Municipality, typed: str) -> Signal | None:
    """The signal with this code, when the person may see it."""
    code = clean_code(typed[:20])
    if not is_public_code(code):
        return None
    rows = Signal.objects.filter(access.visible(), municipality=municipality, subject__code=code)
    return rows.select_related("subject").first()


def by_words(
    access: Access, municipality: Municipality, typed: str, after: After | None, today: date
) -> tuple[list[Found], str]:
    """One page, newest first, and the query string of the next page ('' at the end)."""
    wanted = terms(typed[:MOST_SIGNS])
    if not wanted:
        return [], ""
    rows = _with_words(access, municipality, wanted)
    if after:
        moment, key = after
        rows = rows.filter(received_at__lte=moment).filter(Q(received_at__lt=moment) | Q(pk__lt=key))
    signals = list(_fetched(rows)[: PAGE + 1])
    more = ""
    if len(signals) > PAGE:
        last = signals[PAGE - 1]
        more = "?" + urlencode({"q": typed, "na": f"{last.received_at.isoformat()}~{last.pk.hex}"})
    return _dressed(access, municipality, signals[:PAGE], wanted, today), more


def without_number(typed: str) -> str:
    """What was typed without numbers of houses, when words are left; empty when there is no such number.

    Who is on the line gives a whole address, and a signal seldom has the number.
    """
    words = typed.split()
    left = [word for word in words if not HOUSE_NUMBER.fullmatch(word.strip(",."))]
    return " ".join(left) if 0 < len(left) < len(words) else ""


def _with_words(access: Access, municipality: Municipality, wanted: list[Term]) -> QuerySet[Signal]:
    """The signals with these words that this person may find.

    A database guesses badly how rare a word is, so it is counted first. With a rare word one begins at the index of words;
    of a common one the newest signals hold enough to fill a page. Each way costs seconds where the other is right.
    """
    rows = Signal.objects.filter(access.visible(), municipality=municipality)
    hits = SearchText.objects.filter(municipality=municipality, words__holds=wanted)
    if capped_count(hits, RARE) <= RARE:
        rows = rows.filter(pk__in=hits.values("signal")[:RARE])
    else:
        rows = rows.filter(search_text__words__holds=wanted)
    # All that is shown is among the words: of what was found, the rest is looked at row by row.
    return rows.filter(access.readable() | Q(search_text__shown__holds=wanted))


def _fetched(rows: QuerySet[Signal]) -> QuerySet[Signal]:
    return rows.select_related("subject", "owner_team", "owner_person").order_by("-received_at", "-pk")


def _dressed(
    access: Access, municipality: Municipality, signals: list[Signal], wanted: list[Term], today: date
) -> list[Found]:
    reads = [signal for signal in signals if access.may("see_askers", signal)]
    around = texts_of(reads)
    rows = dress(signals, access, municipality, today)
    readable = {signal.pk for signal in reads}
    found = []
    for row in rows:
        texts = []
        if row.signal.pk in readable:
            texts = [(PLACE, row.signal.words), (TEXT, row.signal.text), *around.get(row.signal.pk, [])]
        found.append(Found(row, *_first(texts, wanted)))
    return found


def _first(texts: Sequence[tuple[str, str]], wanted: list[Term]) -> tuple[str, list[Piece]]:
    for where, text in texts:
        if pieces := snippet(text[:READ], wanted):
            return where, pieces
    return "", []


def read_after(text: str) -> After | None:
    """Where the page before ended; None for what makes no sense."""
    moment, _, key = text[:80].partition("~")
    try:
        found = datetime.fromisoformat(moment)
        known = found.tzinfo is not None and FIRST_YEAR <= found.year <= LAST_YEAR
        return (found, uuid.UUID(hex=key)) if known else None
    except ValueError:
        return None


def may_look_up(access: Access) -> bool:
    """Whether there can be askers that this person may see."""
    return bool(access.intake or access.teams or access.care_teams or access.areas) and access.may("enter")


def how_asked(typed: str) -> str:
    """By what one looks for a person: a telephone number or a name; '' when it is too short for either."""
    if len(phone_digits(typed)) >= FEWEST_DIGITS:
        return BY_PHONE
    return BY_NAME if len(name_key(typed).replace(" ", "")) >= FEWEST_LETTERS else ""


def by_asker(access: Access, municipality: Municipality, typed: str, today: date) -> tuple[list[Found], bool]:
    """The newest signals with such an asker, and whether there are more. Care only for its own line."""
    who = asked_for(typed)
    askers = Asker.objects.filter(who, municipality=municipality, erased_at=None)
    rows = Signal.objects.filter(access.readable(), municipality=municipality)
    signals = list(_fetched(rows.filter(subject__in=askers.values("subject")))[: PAGE + 1])
    dressed = dress(signals[:PAGE], access, municipality, today)
    theirs: dict[uuid.UUID, list[Asker]] = {}
    for asker in askers.filter(subject__in=[row.signal.pk for row in dressed]).order_by("asked_at", "pk"):
        theirs.setdefault(asker.subject_id, []).append(asker)
    found = [Found(row, askers=theirs.get(row.signal.pk, [])) for row in dressed]
    return found, len(signals) > PAGE


def asked_for(typed: str) -> Q:
    """Askers with this number, or with all these words in their name, of which one is its beginning or its last word.

    Each condition repeats that of its partial index, or SQLite would not use it.
    """
    if how_asked(typed) == BY_PHONE:
        return begins("digits", phone_digits(typed)) & ~Q(digits="")
    words = [word[:120] for word in name_key(typed).split()[:MOST_NAMES]]
    some, every = Q(pk__in=[]), Q()
    for word in words:
        if len(word) >= 2:
            some |= begins("name_key", word) & ~Q(name_key="")
            some |= begins("last_key", word) & ~Q(last_key="")
        every &= Q(name_key__contains=word)
    return some & every
