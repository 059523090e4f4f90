"""The record of what was said between area and department never changes (T9)."""

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import matching
from wijkwerk.work.plans.models import MatchNote, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import put


def test_both_sides_write_and_nobody_changes(town: Town, agenda: Plan):
    """Area and department write in one record, and the database refuses to change a line of it."""
    match = cast.ask(town, put(town, agenda))
    for part, roles in (("owner", cast.ASKS), ("traffic", cast.DECIDES)):
        matching.note_match(match=match, text=f"Van {part}", by=town.people[part], roles=roles, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchNote.objects.update(text="Anders")
    assert sorted(MatchNote.objects.values_list("text", flat=True)) == ["Van owner", "Van traffic"]
