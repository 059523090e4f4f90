"""A signal through whose whole life every person types the same words; and a walk over all that an installation keeps."""

import base64
import json
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Final

from django.db import connection

from tests.house.permission_cells import photo_of
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.letters.receiving import receive
from wijkwerk.rules.deadlines import Precision
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, Contact, Promise, Wish
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, elsewhere, marking, merging, publishing
from wijkwerk.work.signals.actions.marking import NewLook
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Handover, Signal

WORDS: Final = "kwijttekst bij Zeldzaam Naamsma"
NAME, MAIL, PHONE, POST = "Zeldzaam Naamsma", "kwijt@naamsma.example", "0612340987", "Kwijtpad 7, Testwoude"
SEEDS: Final = ("kwijttekst", "zeldzaam", "naamsma", "kwijtpad", "0612340987", "kwijt@")
OWNER: Final = frozenset({"owner_team"})
ASKER: Final = frozenset({"asker"})
LATER: Final = TODAY + timedelta(days=30)


def live(town: Town) -> Signal:
    """Reported, asked about, handed over and back, answered no, reopened, answered yes provided that, promised, kept, closed."""
    by = town.people["traffic"]
    people = (NewAsker(Contact.EMAIL, NAME, MAIL), NewAsker(Contact.POST, NAME, f"{NAME}\n{POST}"))
    signal = town.signal(title=WORDS, text=WORDS, askers=people)
    Signal.objects.filter(pk=signal.pk).update(
        words=WORDS, bag_id="kwijttekst1", source="oud", source_id="7", source_hash="kwijttekst"
    )
    signal.refresh_from_db()
    photo_of(signal)
    signal = actions.take(signal=signal, by=by, roles=OWNER, now=NOW)
    actions.note(signal=signal, text=WORDS, by=by, roles=OWNER, now=NOW)
    look = NewLook(WORDS, WORDS, WORDS, WORDS)
    marking.look_broadly(signal=signal, look=look, by=by, roles=OWNER, now=NOW)
    marking.mark_more(signal=signal, why=WORDS, by=by, roles=OWNER, now=NOW)
    _asked(town, signal)
    _handed_over_and_back(town, signal)
    _answered(town, signal)
    _another_merged_in(town, signal)
    signal.refresh_from_db()
    _ended(signal)
    _mail_that_fails(signal)
    signal.refresh_from_db()
    return signal


def _asked(town: Town, signal: Signal) -> None:
    """A question, its reply by e-mail, and a message of their own accord."""
    by = town.people["traffic"]
    asking.ask(signal=signal, question=WORDS, by=by, roles=OWNER, now=NOW)
    letter = Letter.objects.filter(subject=signal.pk, kind="question", address=MAIL).latest("made_at")
    came = EmailMessage()
    came["From"], came["Subject"] = f"{NAME} <{MAIL}>", f"Re: {WORDS}"
    came["Message-ID"], came["In-Reply-To"] = f"<1.{MAIL}>", f"<{letter.pk}@wijkwerk>"
    came.set_content(WORDS)
    assert receive(municipality=town.municipality.pk, raw=bytes(came), now=NOW).kind == "reply"
    asker = Asker.objects.filter(subject=signal.subject).latest("asked_at")
    asking.message(signal=signal, text=WORDS, asker=asker, by=None, now=NOW, via="web")
    data_requests.ask(asked=asked_of(signal), asker=asker, wish=Wish.CORRECT, text=WORDS, now=NOW)


def _handed_over_and_back(town: Town, signal: Signal) -> None:
    given = {"to_team": town.teams["wijkbeheer"], "to_person": None, "why": WORDS}
    actions.give(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW, **given)
    offer = Handover.objects.get(signal=signal, state="sent")
    actions.bounce(handover=offer, why=WORDS, by=town.people["member"], now=NOW)


def _answered(town: Town, signal: Signal) -> None:
    by, team = town.people["traffic"], town.teams["verkeer"]
    no = NewAnswer("no", team, text=WORDS, reason=WORDS, can_do=WORDS)
    actions.answer(signal=signal, new=no, by=by, roles=OWNER, now=NOW)
    actions.reopen(signal=signal, why=WORDS, by=None, roles=ASKER, now=NOW + timedelta(minutes=1))
    condition = NewCondition(WORDS, "budget", WORDS, team, TODAY)
    yes = NewAnswer(
        "yes_if", team, text=WORDS, what=WORDS, can_do=WORDS, due_until=TODAY, conditions=(condition,)
    )
    actions.answer(signal=signal, new=yes, by=by, roles=OWNER, now=NOW + timedelta(minutes=2))
    words = publishing.PublicWords("Hard rijden", "Lindebuurt", "Misschien een drempel", "Een drempel")
    signal.refresh_from_db()
    publishing.show(signal=signal, words=words, by=by, now=NOW)
    signal.refresh_from_db()
    publishing.show_photo(signal=signal, photo=signal.subject.attachments.get(), alt=WORDS, by=by, now=NOW)
    actions.join(signal=signal, who=NewAsker(Contact.PHONE, NAME, PHONE), now=NOW)


def _another_merged_in(town: Town, signal: Signal) -> None:
    other = town.signal(
        title="Iets anders", text="Gewone woorden", askers=(NewAsker(Contact.EMAIL, NAME, MAIL),)
    )
    merging.merge(signal=other, into=signal, by=town.people["traffic"], roles=OWNER, now=NOW)


def _ended(signal: Signal) -> None:
    by = signal.owner_person
    assert by is not None
    asked = asked_of(signal)
    condition = signal.subject.answers.get(superseded_at=None).conditions.get()
    answering.settle_condition(asked=asked, condition=condition, met=True, why=WORDS, by=by, now=NOW)
    promise = Promise.objects.get(asked=signal.subject)
    given = {"due_until": LATER, "precision": Precision.DAY, "why": WORDS}
    answering.shift_promise(asked=asked, promise=promise, by=by, now=NOW, **given)
    answering.keep_promise(asked=asked, promise=promise, how=WORDS, by=by, now=NOW)
    signal.refresh_from_db()
    actions.close(signal=signal, by=None, roles=ASKER, now=NOW)
    Signal.objects.filter(pk=signal.pk).update(external_ref=WORDS, forwarded_to=WORDS)


def _mail_that_fails(signal: Signal) -> None:
    """The mail server refuses once, and repeats the address."""

    def refuse(**rest: Any) -> None:
        raise OSError(f"{{'{MAIL}': (550, b'<{MAIL}> no such user')}}")

    row = outbox.Outbox.objects.filter(kind="letter", done_at=None).order_by("id")[0]
    outbox._do_one(row, refuse, now=NOW)


def formal(town: Town) -> Signal:
    """A complaint that went to another system."""
    by = town.people["traffic"]
    signal = town.signal(title=WORDS, text=WORDS, askers=(NewAsker(Contact.EMAIL, NAME, MAIL),))
    elsewhere.forward(signal=signal, formal_kind="complaint", why=WORDS, by=by, roles=OWNER, now=NOW)
    given = {"external_system": "Zaaksysteem", "external_ref": f"zaak {NAME}"}
    return elsewhere.register(signal=signal, by=by, roles=OWNER, now=NOW, **given)


def rows() -> Iterator[tuple[str, str, str]]:
    """(table, column, text) of every cell of every table in the database, shadow tables of an index included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield table, name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("latin-1").casefold()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).casefold()
    return (str(value) + _unpacked(str(value))).casefold()


def _unpacked(text: str) -> str:
    """What stands in a signed and packed session."""
    part = text.lstrip(".").split(":")[0]
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return (zlib.decompress(raw) if text.startswith(".") else raw).decode("latin-1")
    except (ValueError, zlib.error):
        return ""


def hits() -> set[tuple[str, str]]:
    """(table, column) of every cell with one of the words."""
    return {(table, name) for table, name, text in rows() if any(seed in text for seed in SEEDS)}


def years_later(signal: Signal) -> datetime:
    """The first moment after the term of the signal."""
    assert signal.destroy_after is not None
    return NOW.replace(year=signal.destroy_after.year) + timedelta(days=2)
