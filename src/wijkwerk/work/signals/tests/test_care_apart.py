"""What somebody wrote while their signal was merged goes with it when it turns out to be care; nothing stays behind (D8)."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Detail
from wijkwerk.ground.letters.models import Letter, Received
from wijkwerk.ground.subjects.dossiers import letters_part, parts_of
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.rules.workflow import ASKER, OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact, DataRequest, Move
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, care, merging
from wijkwerk.work.signals.desk.history import desk_events
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Message, SearchText, Signal
from wijkwerk.work.signals.public.own_copy import own_data

OWNERS = frozenset({OWNER_TEAM})
SECRET = "Zij slaapt slecht en eet niet meer"
WHY = "Mijn moeder is nog steeds in de war"

pytestmark = pytest.mark.django_db


def at(hours: int):
    return NOW + timedelta(hours=hours)


def one(town: Town, name: str) -> Signal:
    asker = NewAsker(Contact.EMAIL, name, f"{name.lower()}@example.org")
    return town.signal(text=f"Tekst van {name}", title=f"Titel van {name}", askers=(asker,))


def fresh(signal: Signal) -> Signal:
    return Signal.objects.select_related("subject", "municipality").get(pk=signal.pk)


def merge(town: Town, source: Signal, target: Signal, hours: int) -> None:
    given = {"by": town.people["owner"], "roles": OWNERS, "now": at(hours)}
    merging.merge(signal=fresh(source), into=fresh(target), **given)


def says(signal: Signal, name: str, text: str, hours: int, via: str = "web") -> Message:
    asker = Asker.objects.get(name=name)
    return asking.message(signal=fresh(signal), text=text, asker=asker, by=None, now=at(hours), via=via)


def make_care(town: Town, signal: Signal, hours: int = 9) -> None:
    care.make_care(signal=fresh(signal), by=town.people["owner"], roles=frozenset({STAFF}), now=at(hours))


def not_solved(town: Town, signal: Signal, name: str, why: str) -> None:
    """An answer, and somebody who says that it is not solved; without a name it is not kept who."""
    new = NewAnswer("no", signal.owner_team, text="Ons antwoord.", reason="Geen ruimte.")
    by = town.people["traffic"]
    signal = actions.answer(signal=fresh(signal), new=new, by=by, roles=OWNERS, now=at(4))
    roles, asker = frozenset({ASKER}), Asker.objects.filter(name=name).first()
    actions.reopen(signal=signal, why=why, by=None, roles=roles, now=at(5), asker=asker)


@pytest.fixture
def source(town: Town) -> Signal:
    return one(town, "Omar")


@pytest.fixture
def target(town: Town) -> Signal:
    return one(town, "Fatima")


def everything(town: Town, log_in, signal: Signal) -> str:
    """All that staff, the dossier, the paper and the other askers can read of a signal."""
    page = log_in("traffic").get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    parts = parts_of(
        signal.subject,
        town.municipality,
        [letters_part(subject=signal.subject, municipality=town.municipality)],
    )
    data = [own_data(each, signal) for each in Asker.objects.filter(subject=signal.pk)]
    events = desk_events(signal, with_notes=True)
    lines = Detail.objects.filter(subject=signal.pk).values_list("text", flat=True)
    words = SearchText.objects.filter(signal=signal).values_list("shown", "words")
    traces = [
        Client().get(f"/spoor/{link_token(each)}/").content.decode()
        for each in Asker.objects.filter(subject=signal.pk)
    ]
    return " ".join([page, json.dumps(data), *map(str, (parts, events, list(lines), list(words))), *traces])


def test_messages_go_with_the_care_signal_and_are_found_nowhere(
    town: Town, log_in, source: Signal, target: Signal
) -> None:
    merge(town, source, target, 1)
    mine = says(target, "Omar", SECRET, 2)
    stays = says(target, "Fatima", "Er staat een hek.", 3)
    make_care(town, source)
    mine.refresh_from_db()
    stays.refresh_from_db()
    assert (mine.signal_id, stays.signal_id) == (source.pk, target.pk)
    assert not SearchText.objects.filter(words__contains="slaapt").exists()
    assert SearchText.objects.filter(signal=target, words__contains="hek").exists()
    assert (
        SECRET in log_in("carer").get(reverse("signals:detail", args=[source.subject.code])).content.decode()
    )


def test_nothing_of_it_is_left_on_any_page_paper_or_copy_of_the_other(
    town: Town, log_in, source: Signal, target: Signal
) -> None:
    merge(town, source, target, 1)
    says(target, "Omar", SECRET, 2)
    not_solved(town, target, "Omar", WHY)
    make_care(town, source)
    shown = everything(town, log_in, fresh(target))
    for trace in (SECRET, WHY, "omar", "Omar", source.subject.code, "slaapt", "moeder"):
        assert trace not in shown


def test_why_it_was_not_solved_becomes_a_message_on_the_care_signal(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target, 1)
    not_solved(town, target, "Omar", WHY)
    make_care(town, source)
    said = Message.objects.get()
    assert (said.signal_id, said.text, said.written_at, said.asker.name) == (source.pk, WHY, at(5), "Omar")


def test_why_another_found_it_not_solved_stays(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target, 1)
    not_solved(town, target, "Fatima", "Het hek staat er nog.")
    make_care(town, source)
    assert Detail.objects.get(line__verb="reopened").text["why"] == "Het hek staat er nog."
    assert not Message.objects.exists()


def test_an_old_line_that_may_be_theirs_loses_its_words(town: Town, source: Signal, target: Signal) -> None:
    """Before we kept whose words they are: rather nothing than something about care."""
    merge(town, source, target, 1)
    not_solved(town, target, "", WHY)
    make_care(town, source)
    assert not Detail.objects.filter(line__verb="reopened").exists()


def test_letters_mail_photos_and_requests_go_along(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target, 1)
    Letter.objects.update(state="sent")
    omar, here = Asker.objects.get(name="Omar"), {"municipality": town.municipality}
    mail = Received.objects.create(
        municipality=town.municipality.pk, message_id="<1@x>", kind="reply", asker=omar.pk, subject=target.pk,
        sender=omar.address, body=SECRET, received_at=at(2),
    )  # fmt: skip
    says(target, "Omar", SECRET, 2, via="mail")
    photo = Attachment.objects.create(**here, subject=target.subject, uploaded_at=at(2), state="ready")
    other = Attachment.objects.create(**here, subject=target.subject, uploaded_at=at(3), state="ready")
    asked = DataRequest.objects.create(
        **here, asker=omar, subject=target.subject, wish="copy", asked_at=at(2), due=at(99).date()
    )
    make_care(town, source)
    for row in (mail, photo, other, asked):
        row.refresh_from_db()
    assert mail.subject == photo.subject_id == asked.subject_id == source.pk
    assert other.subject_id == target.pk
    assert not Letter.objects.filter(subject=target.pk, asker=omar.pk).exists()
    assert not Letter.objects.filter(subject=target.pk, title__contains="Titel van Omar").exists()


def test_what_was_said_during_a_merge_that_was_undone_since_goes_along_too(
    town: Town, log_in, source: Signal, target: Signal
) -> None:
    merge(town, source, target, 1)
    says(target, "Omar", SECRET, 2)
    merging.unmerge(signal=fresh(source), by=town.people["owner"], roles=OWNERS, now=at(3))
    assert "uit elkaar" in traces_of(target)
    make_care(town, source)
    assert Message.objects.get().signal_id == source.pk
    assert "slaapt" not in everything(town, log_in, fresh(target))
    # Nor does the other's page say that something stood there for a while.
    assert "uit elkaar" not in traces_of(target)


def traces_of(signal: Signal) -> str:
    """What everybody who asks this signal reads on their page."""
    rows = Asker.objects.filter(subject=signal.pk)
    return "".join(Client().get(f"/spoor/{link_token(each)}/").content.decode() for each in rows)


def test_what_others_wrote_to_what_turns_out_to_be_care_stays_there(
    town: Town, source: Signal, target: Signal
) -> None:
    """It may be about the care itself; who wrote it still reads it on their own page."""
    merge(town, source, target, 1)
    said = says(target, "Omar", SECRET, 2)
    make_care(town, target)
    said.refresh_from_db()
    assert said.signal_id == target.pk
    assert not SearchText.objects.filter(words__contains="slaapt").exists()


def test_who_went_further_on_comes_back_from_there_and_never_follows_the_others_again(
    town: Town, log_in, source: Signal, target: Signal
) -> None:
    """Merged into something that was merged itself: askers, counts, words and the undoing later leave no trace."""
    third = one(town, "Kim")
    merge(town, source, target, 1)
    merge(town, target, third, 2)
    says(third, "Omar", SECRET, 3)
    make_care(town, source)
    assert Message.objects.get().signal_id == source.pk
    assert [fresh(each).askers for each in (source, target, third)] == [1, 0, 2]
    shown = everything(town, log_in, fresh(third))
    for trace in (SECRET, "slaapt", "Omar", source.subject.code):
        assert trace not in shown
    assert not Move.objects.filter(asker__name="Omar", undone_at=None).exists()
    merging.unmerge(signal=fresh(target), by=town.people["owner"], roles=OWNERS, now=at(10))
    assert {each.name: each.subject_id for each in Asker.objects.all()} == {
        "Omar": source.pk, "Fatima": target.pk, "Kim": third.pk,
    }  # fmt: skip
    assert [fresh(each).askers for each in (source, target, third)] == [1, 1, 1]
    assert asked_of(fresh(third)).title == "Titel van Kim"
