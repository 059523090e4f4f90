"""One signal becomes two to five: each with a team, a term and an answer of its own, and with everybody who asked."""

from datetime import date, timedelta

import pytest
from django.test import Client

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Attachment, Link
from wijkwerk.rules.workflow import OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, merging, publishing
from wijkwerk.work.signals.actions.merging import Part
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.desk.history import desk_events
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public import trace_views

OWNERS = frozenset({OWNER_TEAM})
LATER = NOW + timedelta(days=14)
TEXT = "Ze rijden te hard en er liggen losse tegels, zegt Kees van 12"
PARTS = (
    Part("Hard rijden", "Er wordt te hard gereden.", "verkeer", "worry"),
    Part("Losse tegels", "Er liggen losse tegels.", "onderhoud", "report"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_views.timezone, "now", lambda: LATER)


@pytest.fixture
def source(town: Town) -> Signal:
    """With a reporter by e-mail, one without contact, and a neighbour who joined."""
    askers = (NewAsker(Contact.EMAIL, "Omar", "omar@example.org"), NewAsker(Contact.NONE, "Els"))
    signal = town.signal(text=TEXT, title="Van alles", askers=askers)
    words = PublicWords("Van alles in de straat", "Lindelaan")
    signal = publishing.show(signal=signal, words=words, by=town.people["owner"], now=NOW)
    actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Bo", "bo@example.org"), now=NOW)
    signal.refresh_from_db()
    return signal


def split(town: Town, source: Signal, parts=PARTS, roles=OWNERS) -> list[Signal]:
    return merging.split(signal=source, parts=parts, by=town.people["owner"], roles=roles, now=LATER)


def copy_on(part: Signal, name: str) -> Asker:
    return Asker.objects.get(subject=part.subject, name=name)


def see(asker: Asker) -> str:
    page = Client().get(f"/spoor/{link_token(asker)}/")
    assert page.status_code == 200
    return page.content.decode()


def test_each_part_goes_to_its_own_team_with_the_day_it_came_in_and_terms_of_now(
    town: Town, source: Signal
) -> None:
    one, two = split(town, source)
    assert one.owner_team == town.teams["verkeer"]
    assert two.owner_team != town.teams["verkeer"]
    for part in (one, two):
        part.refresh_from_db()
        assert (part.received_at, part.via, part.area_path) == (
            source.received_at,
            source.via,
            source.area_path,
        )
        assert (part.lon, part.lat) == (source.lon, source.lat)
        assert part.answer_due is not None
        assert part.answer_due > LATER.date()
        assert part.split_from == source
        assert part.askers == 3
    assert one.answer_due == date(2026, 12, 21)
    assert Link.objects.filter(target=source.subject, kind="part_of").count() == 2


def test_the_whole_ends_and_its_journal_names_the_parts(town: Town, source: Signal) -> None:
    one, two = split(town, source)
    source.refresh_from_db()
    assert (source.state, source.result, source.closed_at, source.answer_due) == (
        "split",
        "split",
        LATER,
        None,
    )
    said = Line.objects.get(verb="split").detail.text["codes"]
    assert said == f"{one.subject.code}, {two.subject.code}"
    for part in (one, two):
        lines = Line.objects.filter(subject=part.pk).order_by("at", "id")
        assert [line.verb for line in lines] == ["reported", "routed", "split_off"]
        assert lines[2].detail.text == {"code": source.subject.code}


def test_every_asker_is_copied_in_their_own_role_with_a_link_of_their_own(town: Town, source: Signal) -> None:
    one, two = split(town, source)
    originals = {asker.name: asker for asker in Asker.objects.filter(subject=source.subject)}
    assert set(originals) == {"Omar", "Els", "Bo"}
    for part in (one, two):
        for name, whole in originals.items():
            copy = copy_on(part, name)
            assert (copy.role, copy.contact, copy.address) == (whole.role, whole.contact, whole.address)
            assert (copy.copy_of, copy.came_from, copy.came_as) == (whole, source.subject, whole.role)
            assert copy.asked_at == whole.asked_at
    assert len({link_token(asker) for asker in Asker.objects.all()}) == 9


def test_each_part_has_its_letter(town: Town, source: Signal) -> None:
    one, two = split(town, source)
    sent = Letter.objects.filter(kind="split")
    assert set(sent.values_list("address", "subject")) == {
        (address, part.pk) for address in ("omar@example.org", "bo@example.org") for part in (one, two)
    }
    to_bo = sent.get(address="bo@example.org", subject=one.pk)
    assert "Hard rijden" not in to_bo.title + to_bo.body
    assert "Hard rijden" in sent.get(address="omar@example.org", subject=one.pk).title


def test_each_part_is_answered_to_everybody(town: Town, source: Signal) -> None:
    for part in split(town, source):
        new = NewAnswer("no", part.owner_team, text="Nee", reason="Er is geen ruimte.")
        actions.answer(signal=part, new=new, by=town.people["owner"], roles=OWNERS, now=LATER)
    assert Letter.objects.filter(kind="answer_no", address="omar@example.org").count() == 2
    assert Letter.objects.filter(kind="answer_no", address="bo@example.org").count() == 2


def test_the_page_of_the_whole_leads_the_reporter_to_their_own_parts(town: Town, source: Signal) -> None:
    one, two = split(town, source)
    page = see(Asker.objects.get(subject=source.subject, name="Omar"))
    assert "Wij splitsten de melding" in page
    assert "Er is nog geen antwoord" not in page
    for part in (one, two):
        assert part.title in page
        assert link_token(copy_on(part, "Omar")) in page
        assert link_token(copy_on(part, "Els")) not in page
    assert "Hard rijden" not in see(Asker.objects.get(subject=source.subject, name="Bo"))


def test_on_the_page_of_a_part_the_reporter_reads_the_whole_as_well(town: Town, source: Signal) -> None:
    one, _ = split(town, source)
    page = see(copy_on(one, "Omar"))
    for words in (
        "Er wordt te hard gereden.",
        TEXT,
        source.subject.code,
        "U meldde dit",
        "Dit werd een eigen melding",
    ):
        assert words in page
    joined = see(copy_on(one, "Bo"))
    for hidden in ("Kees", "Er wordt te hard gereden.", "U meldde dit"):
        assert hidden not in joined
    assert "U deed mee" in joined


def test_the_photo_stays_with_the_whole_and_the_reporter_sees_it_on_each_part(
    town: Town, source: Signal
) -> None:
    photo = Attachment.objects.create(
        municipality=town.municipality, subject=source.subject, state="ready", stored="x.jpg", uploaded_at=NOW
    )
    one, _ = split(town, source)
    assert not one.subject.attachments.exists()
    assert str(photo.pk) in see(copy_on(one, "Omar"))
    assert str(photo.pk) not in see(copy_on(one, "Bo"))
    address = f"/spoor/{link_token(copy_on(one, 'Bo'))}/foto/{photo.pk}/"
    assert Client().get(address).status_code == 404


def test_hold_and_urgency_go_along(town: Town, source: Signal) -> None:
    Signal.objects.filter(pk=source.pk).update(legal_hold=True, urgent_at=NOW, visibility="network")
    for part in split(town, source):
        part.refresh_from_db()
        assert (part.legal_hold, part.urgent_at, part.visibility) == (True, NOW, "network")


def test_erasing_the_reporter_anywhere_erases_them_everywhere_and_nobody_else(
    town: Town, source: Signal
) -> None:
    one, _ = split(town, source)
    link = link_token(copy_on(one, "Omar"))
    erase_asker(asker=copy_on(one, "Omar"), by=None, now=LATER)
    assert not Asker.objects.filter(name="Omar").exists()
    assert Asker.objects.filter(erased_at__isnull=False, address="").count() == 3
    assert Asker.objects.filter(name="Els").count() == 3
    assert not Letter.objects.filter(address="omar@example.org").exists()
    assert Line.objects.filter(verb="asker_erased").count() == 3
    assert Client().get(f"/spoor/{link}/").status_code == 404


def test_a_part_can_be_split_merged_and_split_again(town: Town, source: Signal) -> None:
    one, two = split(town, source)
    three, _ = split(town, one)
    assert copy_on(three, "Omar").came_from == source.subject
    merging.merge(signal=three, into=two, by=town.people["owner"], roles=OWNERS, now=LATER)
    both = Asker.objects.filter(subject=two.subject, name="Omar")
    assert [asker.role for asker in both] == ["reporter", "reporter"]
    erase_asker(asker=both[0], by=None, now=LATER)
    assert not Asker.objects.filter(name="Omar").exists()


def refused(town: Town, source: Signal, words: str, parts=PARTS, roles=OWNERS) -> None:
    with pytest.raises(Refused, match=words):
        split(town, source, parts, roles)
    assert Signal.objects.count() == 1


@pytest.mark.parametrize("number", [0, 1, 6])
def test_refused_in_one_or_in_six(town: Town, source: Signal, number: int) -> None:
    refused(town, source, "twee tot vijf", parts=(PARTS * 3)[:number])


@pytest.mark.parametrize("field", ["title", "text"])
def test_refused_with_a_citizen_service_number_or_nothing(town: Town, source: Signal, field: str) -> None:
    wrong = {"title": "x", "text": "x", "theme": "onderhoud", "kind": "report"}
    refused(town, source, "burgerservicenummer", parts=(PARTS[0], Part(**wrong | {field: "111222333"})))
    refused(town, source, "bij elk deel", parts=(PARTS[0], Part(**wrong | {field: " "})))


def test_refused_for_care_a_formal_matter_and_who_does_not_own_it(town: Town, source: Signal) -> None:
    refused(town, source, "De eigenaar", roles=frozenset({STAFF}))
    Signal.objects.filter(pk=source.pk).update(formal_kind="woo", legal_due=TODAY)
    refused(town, source, "officieel bericht")
    Signal.objects.filter(pk=source.pk).update(formal_kind="", legal_due=None)
    care.make_care(signal=source, by=town.people["owner"], roles=frozenset({STAFF}), now=NOW)
    refused(town, source, "zorg")


def test_refused_once_answered(town: Town, source: Signal) -> None:
    new = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen ruimte.")
    source = actions.answer(signal=source, new=new, by=town.people["owner"], roles=OWNERS, now=NOW)
    refused(town, source, "andere fase")


def titles(signal: Signal) -> str:
    return " ".join(each["title"] for each in desk_events(signal, with_notes=True))


def test_a_part_that_turns_out_to_be_care_is_named_nowhere(town: Town, source: Signal) -> None:
    one, two = split(town, source)
    care.make_care(signal=one, by=town.people["owner"], roles=frozenset({STAFF}), now=LATER)
    for other in (source, two):
        assert one.subject.code not in titles(other)
    page = see(Asker.objects.get(subject=source.subject, name="Omar"))
    assert "Hard rijden" not in page
    assert link_token(copy_on(one, "Omar")) in page


def test_a_whole_that_turns_out_to_be_care_is_named_nowhere(town: Town, source: Signal) -> None:
    one, _ = split(town, source)
    care.make_care(signal=source, by=town.people["owner"], roles=frozenset({STAFF}), now=LATER)
    assert source.subject.code not in titles(one)
    page = see(copy_on(one, "Omar"))
    assert TEXT not in page
    assert source.subject.code not in page


def test_what_is_split_cannot_be_joined(town: Town, source: Signal) -> None:
    split(town, source)
    source.refresh_from_db()
    with pytest.raises(Refused, match="kunt u niet meer meedoen"):
        actions.join(signal=source, who=NewAsker(), now=LATER)
