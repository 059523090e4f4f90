"""Sealing puts every line in one batch, in a stated order, and its head leaves the machine."""

import hashlib
import json
import logging
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.models import Batch, Line, Seal
from wijkwerk.ground.journal.queries import unsealed
from wijkwerk.ground.journal.tests.lines import LATER, NOW, add
from wijkwerk.ground.journal.verifying import Verification
from wijkwerk.ground.kit import hooks
from wijkwerk.testing import command

pytestmark = pytest.mark.django_db
TOWN, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def seal(now=LATER, most=100):
    return list(sealing.seal(now=now, most=most))


def problems():
    return [str(each) for each in Verification(now=LATER).findings()]


def by_hand(batch):
    """The head as docs/journal.md tells it, without the code that made it."""

    def hashed(parts):
        return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode())

    content = hashlib.sha256()
    for seal in Seal.objects.filter(batch=batch).order_by("place"):
        line = Line.objects.get(pk=seal.line)
        at = line.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
        who = [str(line.municipality), str(line.subject), str(line.actor)]
        content.update(
            hashed(
                [seal.place, str(line.pk), *who, line.verb, at, line.origin, line.result, line.digest]
            ).digest()
        )
    row = [batch.previous, str(batch.pk), str(batch.municipality), batch.number, str(batch.day), batch.lines]
    return hashed([*row, str(batch.destroy_after), content.hexdigest()]).hexdigest()


def test_all_lines_of_a_municipality_go_in_one_batch_by_moment():
    late, early = add(TOWN, 2, at=NOW + timedelta(minutes=1)), add(TOWN, 2)
    (batch,) = seal()
    assert (batch.municipality, batch.number, batch.day, batch.lines) == (TOWN, 1, date(2026, 11, 23), 4)
    places = Seal.objects.filter(batch=batch).order_by("place").values_list("place", "line")
    assert list(places) == list(enumerate((line.pk for line in [*early, *late]), start=1))


def test_the_head_is_what_the_documentation_says():
    add(TOWN, 5)
    first, second = seal(most=3)
    assert first.previous == "0" * 64
    assert second.previous == first.head
    assert [first.head, second.head] == [by_hand(first), by_hand(second)]


def test_each_municipality_has_a_chain_of_its_own():
    add(TOWN), add(OTHER)
    batches = seal()
    assert {(each.municipality, each.number) for each in batches} == {(TOWN, 1), (OTHER, 1)}
    assert problems() == []


def test_much_work_is_cut_in_batches():
    add(TOWN, 250)
    assert [(each.number, each.lines) for each in seal()] == [(1, 100), (2, 100), (3, 50)]
    assert problems() == []


def test_a_second_run_seals_only_what_is_new():
    add(TOWN)
    seal()
    assert seal() == []
    add(TOWN, 2)
    assert [(each.number, each.lines) for each in seal()] == [(2, 2)]


def test_a_line_with_an_older_moment_that_came_later_is_sealed_too():
    add(TOWN)
    seal()
    add(TOWN, 1, at=NOW - timedelta(hours=1))
    assert [each.lines for each in seal()] == [1]
    assert not unsealed().exists()
    assert problems() == []


def test_a_batch_is_kept_seven_years_unless_the_settings_say_otherwise(monkeypatch):
    add(TOWN)
    assert seal()[0].destroy_after == date(2033, 11, 23)
    monkeypatch.setitem(hooks._hooks, "journal.years", [lambda municipality: None, lambda municipality: 20])
    add(TOWN)
    assert seal()[0].destroy_after == date(2046, 11, 23)


def test_a_term_from_the_29th_of_february_is_never_too_short():
    assert sealing.years_after(date(2028, 2, 29), 7) == date(2035, 3, 1)
    assert sealing.years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_the_head_of_the_run_leaves_by_the_log_and_once_by_the_hook(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setitem(hooks._hooks, "journal.sealed", [lambda batch, now: told.append(batch.head)])
    add(TOWN, 250)
    with caplog.at_level(logging.INFO, "wijkwerk.journal"), django_capture_on_commit_callbacks(execute=True):
        batches = seal()
    assert told == [batches[-1].head]
    assert all(batch.head in caplog.text for batch in batches)


def test_the_log_says_it_whatever_the_level_is():
    assert logging.getLogger("wijkwerk.journal").isEnabledFor(logging.INFO)


def test_a_number_that_was_taken_meanwhile_is_looked_up_again(monkeypatch):
    """As the second of two runs meets it; test_seal_race has two real runs."""
    add(TOWN, 5)
    real, seen = sealing._batch, []

    def first_time_taken(*given, **named):
        seen.append(given)
        if len(seen) == 1:
            raise IntegrityError("batch_number_once")
        return real(*given, **named)

    monkeypatch.setattr(sealing, "_batch", first_time_taken)
    assert [batch.lines for batch in seal()] == [5]
    assert len(seen) == 2


def test_a_refusal_that_does_not_pass_is_told(monkeypatch):
    add(TOWN)

    def never(*given, **named):
        raise IntegrityError("something else")

    monkeypatch.setattr(sealing, "_batch", never)
    with pytest.raises(IntegrityError, match="something else"):
        seal()


def test_the_command_tells_the_head_of_each_municipality(capsys):
    add(TOWN, 4), add(OTHER, 2)
    assert command("journal", "seal", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    heads = {each["municipality"]: each["head"] for each in told["heads"]}
    assert (told["batches"], told["lines"]) == (2, 6)
    assert heads == {str(each.municipality): each.head for each in Batch.objects.all()}


def test_the_command_says_the_head_to_people(capsys):
    add(TOWN)
    assert command("journal", "seal") == 0
    assert Batch.objects.get().head in capsys.readouterr().out


def test_the_clock_seals_once_a_day():
    add(TOWN)
    assert sealing.seal_daily(now=LATER) == 1
    add(TOWN)
    assert sealing.seal_daily(now=LATER + timedelta(minutes=1)) == 0
    assert sealing.seal_daily(now=LATER + timedelta(days=1)) == 1


def test_the_day_of_the_clock_is_that_of_the_netherlands():
    add(TOWN)
    sealing.seal_daily(now=LATER)
    add(TOWN)
    midnight = LATER.replace(hour=23)
    assert sealing.seal_daily(now=midnight - timedelta(seconds=1)) == 0
    assert sealing.seal_daily(now=midnight) == 1
    assert Batch.objects.get(number=2).day == date(2026, 11, 24)


def test_a_clock_that_was_stopped_halfway_goes_on(monkeypatch):
    add(TOWN), add(OTHER)
    real = sealing._batch

    def stops(municipality, *given, **named):
        if municipality == OTHER:
            raise KeyboardInterrupt
        return real(municipality, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "_batch", stops)
        with pytest.raises(KeyboardInterrupt):
            sealing.seal_daily(now=LATER)
    assert sealing.seal_daily(now=LATER) == 1
    assert not unsealed().exists()
