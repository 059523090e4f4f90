"""Who works here no more does nothing in the calendar; who is only away keeps what is theirs. And every verb has its word."""

from datetime import timedelta

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.people.actions import release
from wijkwerk.ground.people.models import Role
from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.hooks import WORDS
from wijkwerk.work.calendars.models import Duty, Entry
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, agree, plan

pytestmark = pytest.mark.django_db


def theirs(town: Town) -> None:
    """Something to do in May, something done in February, and a duty of each year."""
    member = town.people["member"]
    plan(town, "S", person=member)
    done = plan(town, "B", Month(2026, 2), person=member)
    entries.finish_entry(entry=done, by=town.people["owner"], roles=BOTH, now=NOW)
    agree(town, "S", person=member)


def test_who_left_is_taken_out_of_what_is_still_to_do(town: Town):
    theirs(town)
    Role.objects.filter(user=town.people["member"]).update(until=TODAY - timedelta(days=1))
    release(town.people["member"], town.municipality, now=NOW, by=town.people["admin"])
    assert Entry.objects.get(month=MAY.key).person is None
    assert Entry.objects.get(month=202602).person == town.people["member"]
    assert Duty.objects.get().person is None
    assert Line.objects.get(verb="entry_to_team").actor == town.people["admin"].pk


def test_who_is_away_keeps_it(town: Town):
    theirs(town)
    release(town.people["member"], town.municipality, now=NOW, by=None)
    assert Entry.objects.get(month=MAY.key).person == town.people["member"]
    assert Duty.objects.get().person == town.people["member"]


def test_each_verb_that_is_written_has_a_dutch_word():
    known = {verb: word for part in hooks.run("journal.words") for verb, word in part.items()}
    assert WORDS.items() <= known.items()
