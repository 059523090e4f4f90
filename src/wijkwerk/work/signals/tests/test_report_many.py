"""`report_many` is the bulk twin of `report`: the same rows, the same journal, no letters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, AskerRole, Contact
from wijkwerk.work.signals.intake import NewSignal, report, report_many
from wijkwerk.work.signals.models import Precise, SearchText, Signal
from wijkwerk.work.signals.places import Place, place_of

BY_MAIL = NewAsker(Contact.EMAIL, "Fatima", "fatima@example.org")
BY_PHONE = NewAsker(Contact.PHONE, "Jan", "06 12345678", AskerRole.ON_BEHALF)
LONG_AGO = datetime(2024, 12, 24, 23, 30, tzinfo=UTC)  # already Christmas in the Netherlands

NEWS: dict[str, dict[str, Any]] = {
    "a point": {"askers": (BY_MAIL,)},
    "two askers": {"askers": (BY_MAIL, BY_PHONE), "via": "phone"},
    "nobody asks": {"title": "Een titel"},
    "no place": {"place": Place("bij de molen")},
    "outside": {"place": Place("", -72.9, 41.3, Precise.OUTSIDE)},
    "no row of the routing table": {"theme": "overig"},
    "an idea": {"theme": "spelen", "kind": "idea"},
    "long ago": {"received_at": LONG_AGO},
    "care": {"care": True, "theme": "zorg_en_welzijn"},
    "of another system": {"via": "import", "source": "x", "source_id": "7", "source_hash": "ab"},
    "closed at its source": {"source": "x", "source_id": "7", "received_at": LONG_AGO, "closed_at": NOW},
    "a long text": {"text": "Een heel lang verhaal over de stoep. " * 40},
}
# Made anew for each row, or telling which row it is.
OWN = {"id", "subject", "subject_id", "code", "token_hash", "salt", "digest", "line", "line_id"}


def new_of(name: str, town: Town) -> NewSignal:
    place = place_of(town.municipality, lon=5.325, lat=52.775)
    given = {"theme": "verkeer", "kind": "report", "text": "Te hard rijden.", "place": place} | NEWS[name]
    return NewSignal(**given)


def plain(row: Any) -> dict[str, Any]:
    """Every column of a row, but those that are its own."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in columns.items() if name not in OWN}


def everything(signal: Signal) -> dict[str, Any]:
    """All that was stored of a signal, as the database has it."""
    stored = Signal.objects.get(pk=signal.pk)
    lines = list(Line.objects.filter(subject=signal.pk).order_by("id"))
    return {
        "signal": plain(stored),
        "subject": plain(stored.subject),
        "askers": [plain(each) for each in Asker.objects.filter(subject=signal.pk).order_by("id")],
        "lines": [plain(each) for each in lines],
        "texts": [plain(each) for each in Detail.objects.filter(subject=signal.pk).order_by("line_id")],
        "words": list(SearchText.objects.filter(signal=signal).values_list("shown", "words", "indexed_at")),
        "has digest": [bool(line.digest) for line in lines],
    }


@pytest.mark.parametrize("name", NEWS)
@pytest.mark.parametrize("part", [None, "intake"])
def test_many_makes_the_same_rows_and_journal_lines_as_one(town: Town, name: str, part: str | None):
    by = town.people[part] if part else None
    new = new_of(name, town)
    one = everything(report(municipality=town.municipality, new=new, by=by, now=NOW))
    Signal.objects.update(source="", source_id="")  # makes room for its twin
    many = everything(report_many(municipality=town.municipality, many=[new], by=by, now=NOW)[0])
    assert many == one
    assert [line["verb"] for line in one["lines"]] == ["reported", "routed"]
    assert len(one["askers"]) == len(new.askers)


def test_what_is_compared_is_every_column(town: Town):
    told = set(plain(town.signal()))
    assert {field.attname for field in Signal._meta.concrete_fields} - told == {"subject_id"}
    assert set(model_to_dict(Asker.objects.get())) - set(plain(Asker.objects.get())) <= OWN | {
        "municipality",
        "user",
        "came_from",
        "copy_of",
    }


def test_one_sends_a_receipt_and_many_sends_none(town: Town):
    new = new_of("two askers", town)
    report(municipality=town.municipality, new=new, by=None, now=NOW)
    sent = Letter.objects.count()
    assert sent > 0
    report_many(municipality=town.municipality, many=[new, new], by=None, now=NOW)
    assert Letter.objects.count() == sent


def test_each_of_many_has_a_code_and_tokens_of_its_own(town: Town):
    new = new_of("two askers", town)
    made = report_many(municipality=town.municipality, many=[new] * 20, by=None, now=NOW)
    assert len({signal.subject.code for signal in made}) == 20
    assert len(set(Asker.objects.values_list("token_hash", flat=True))) == 40


def test_the_number_of_statements_does_not_grow_with_each_row(town: Town):
    def statements(number: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            many = [new_of("a point", town)] * number
            report_many(municipality=town.municipality, many=many, by=None, now=NOW)
        return len(caught)

    statements(1)  # what the process remembers of the municipality
    # SQLite takes fewer values in a statement, so that it needs one for each twenty rows or so.
    assert statements(150) - statements(2) <= (0 if is_postgres() else 14)
