"""A journal line is never changed; its text can be erased without breaking it."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from wijkwerk.ground.journal.actions import Entry, digest_of, erase_details, write, write_many
from wijkwerk.ground.journal.models import Batch, DestroyedBatch, Detail, Line, Seal
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.kit.ids import uuid7

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOWN, SUBJECT, ACTOR = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
pytestmark = pytest.mark.django_db


def entry(verb: str = "noted", text: object = None) -> Entry:
    return Entry(municipality=TOWN, verb=verb, at=NOW, subject=SUBJECT, actor=ACTOR, text=text)


def test_a_line_says_who_what_when_and_where_from() -> None:
    line = write(entry())
    assert (line.actor, line.subject, line.verb, line.at, line.origin) == (
        ACTOR,
        SUBJECT,
        "noted",
        NOW,
        "web",
    )
    assert line.digest == ""
    assert not Detail.objects.exists()


def test_text_stands_apart_and_can_be_checked_against_its_line() -> None:
    line = write(entry(text={"why": "De stenen kwamen laat."}))
    detail = Detail.objects.get(line=line)
    assert digest_of(detail.text, detail.salt) == line.digest
    assert digest_of({"why": "Iets anders."}, detail.salt) != line.digest
    assert "stenen" not in str(Line.objects.values().get())


def test_erasing_the_texts_leaves_every_line() -> None:
    write_many([entry(text={"n": number}) for number in range(3)])
    assert erase_details(municipality=TOWN, subject=SUBJECT) == 3
    assert Line.objects.count() == 3
    assert not Detail.objects.exists()


def test_lines_of_one_moment_keep_their_order() -> None:
    write_many([entry(verb=f"verb{number:03}") for number in range(50)])
    verbs = [line.verb for line in history(municipality=TOWN, subjects=[SUBJECT])]
    assert verbs == sorted(verbs)


def refused(work: object) -> None:
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        work()  # type: ignore[operator]


def test_the_database_refuses_to_change_or_delete_a_line() -> None:
    line = write(entry())
    refused(lambda: Line.objects.filter(pk=line.pk).update(verb="other"))
    refused(lambda: Line.objects.filter(pk=line.pk).delete())
    refused(line.save)


def sealed(line: Line, destroy_after: date | None = date(2026, 11, 22)) -> Batch:
    batch = Batch.objects.create(
        id=uuid7(),
        municipality=TOWN,
        number=1,
        day=date(2019, 11, 22),
        lines=1,
        previous="",
        head="0" * 64,
        destroy_after=destroy_after,
    )
    Seal.objects.create(line=line.pk, municipality=TOWN, batch=batch, place=1)
    return batch


def approved(batch: Batch) -> DestroyedBatch:
    return DestroyedBatch.objects.create(
        batch=batch, municipality=TOWN, approved_by=ACTOR, approved_at=NOW, why="term"
    )


def test_a_line_goes_only_with_a_batch_that_was_approved_for_destruction() -> None:
    line = write(entry())
    batch = sealed(line)
    refused(lambda: Line.objects.filter(pk=line.pk).delete())
    approved(batch)
    refused(lambda: Seal.objects.filter(pk=line.pk).delete())
    Line.objects.filter(pk=line.pk).delete()
    Seal.objects.filter(pk=line.pk).delete()
    assert not Line.objects.exists()
    assert not Seal.objects.exists()


@pytest.mark.parametrize("term", [None, date(2026, 11, 24)])
def test_nothing_is_destroyed_before_its_term(term: date | None) -> None:
    batch = sealed(write(entry()), destroy_after=term)
    refused(lambda: approved(batch))


def test_a_destruction_is_never_undone() -> None:
    batch = sealed(write(entry()))
    approved(batch)
    refused(lambda: DestroyedBatch.objects.filter(pk=batch.pk).update(why="other"))
    refused(lambda: DestroyedBatch.objects.filter(pk=batch.pk).delete())


def test_a_text_is_erased_never_changed() -> None:
    line = write(entry(text="De stenen kwamen laat."))
    refused(lambda: Detail.objects.filter(pk=line.pk).update(text="Iets anders."))
    Detail.objects.filter(pk=line.pk).delete()


def test_a_text_fits_its_digest_also_as_the_database_gives_it_back() -> None:
    line = write(entry(text={10: "tien", 9: "negen", "plaats": [1.5, None, True]}))
    detail = Detail.objects.get(line=line)
    assert digest_of(detail.text, detail.salt) == line.digest


def test_seals_and_batches_stay_as_they_are() -> None:
    line = write(entry())
    batch = sealed(line)
    refused(lambda: Batch.objects.filter(pk=batch.pk).update(head="1" * 64))
    refused(lambda: Batch.objects.filter(pk=batch.pk).delete())
    refused(lambda: Seal.objects.filter(pk=line.pk).update(place=2))
    refused(lambda: Seal.objects.filter(pk=line.pk).delete())
    refused(lambda: Seal.objects.create(line=line.pk, municipality=TOWN, batch=batch, place=2))
