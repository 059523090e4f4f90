"""The head of the sealed journal is sent to the security officer, where the settings name one."""

import json
import uuid
from datetime import date, timedelta

import pytest
from django.core import mail

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.journal import years
from wijkwerk.ground.areas.models import SettingsVersion
from wijkwerk.ground.areas.sections import Security
from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.journal.models import Batch
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW

LATER = NOW + timedelta(hours=1)


def with_security(town, **given):
    document = {**documents.current(town.municipality).raw, "security": given}
    documents.put(municipality=town.municipality, document=document, by=None, now=NOW, why="test")


def sealed(town):
    write(Entry(town.municipality.pk, "noted", NOW))
    return list(sealing.seal(now=LATER))[-1]


def letters():
    return Letter.objects.filter(kind="journal_head")


def test_the_head_is_sent(town):
    with_security(town, email="ciso@example.org")
    batch = sealed(town)
    outbox.do_due(now=LATER)
    (message,) = mail.outbox
    assert message.to == ["ciso@example.org"]
    assert message.subject == "Zegel van het logboek: Testwoude, 23 november 2026"
    assert f"wijkwerk journal verify --head {batch.head}\n" in message.body


def test_without_an_address_nothing_is_sent_and_all_is_sealed(town):
    batch = sealed(town)
    assert not letters().exists()
    assert Batch.objects.get().head == batch.head


def test_each_municipality_has_its_own_address(town, other_town):
    with_security(town, email="ciso@example.org")
    write(Entry(other_town.municipality.pk, "noted", NOW))
    sealed(town)
    assert [letter.municipality for letter in letters()] == [town.municipality.pk]


def test_a_municipality_that_nobody_knows_is_sealed_too(db):
    write(Entry(uuid.uuid4(), "noted", NOW))
    assert [batch.lines for batch in sealing.seal(now=LATER)] == [1]
    assert not letters().exists()


def test_the_settings_say_how_long_the_journal_is_kept(town):
    assert years(municipality=town.municipality.pk) == 7
    with_security(town, journal_years=20)
    assert sealed(town).destroy_after == date(2046, 11, 23)


def test_an_older_document_without_this_part_still_holds(town):
    row = SettingsVersion.objects.get(municipality=town.municipality)
    older = json.loads(json.dumps(row.document))
    del older["security"]
    older["notes"] = {}
    assert documents.parse(older).part(Security) == Security(email="", journal_years=7)


@pytest.mark.parametrize("years_", [0, 101, "lang"])
def test_a_term_that_cannot_be_is_refused(town, years_):
    with pytest.raises(documents.Invalid):
        with_security(town, journal_years=years_)


def test_settings_that_no_longer_hold_stop_no_sealing(town):
    SettingsVersion.objects.filter(municipality=town.municipality).update(document={"wijkwerk": 99})
    documents.kept.forget((town.municipality.pk, 1))
    assert sealed(town).destroy_after == date(2033, 11, 23)
    documents.kept.forget((town.municipality.pk, 1))
