"""Two signals about the same go on as one: everybody who asked goes along, gets the answer, and reads only their own words."""

from datetime import timedelta

import pytest
from django.test import Client

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Attachment, Link
from wijkwerk.rules.workflow import OWNER_TEAM
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused, keep_promise
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token
from wijkwerk.work.answers.models import Asker, AskerRole, Contact, Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import merging, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.public import trace_views

OWNERS = frozenset({OWNER_TEAM})
LATER = NOW + timedelta(hours=1)
MINE = "Bij mijn deur op nummer 8 is het erg"
THEIRS = "Kees van nummer 12 rijdt hier te hard"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_views.timezone, "now", lambda: LATER)


@pytest.fixture
def source(town: Town) -> Signal:
    asker = NewAsker(Contact.EMAIL, "Omar", "omar@example.org")
    return town.signal(text=MINE, title="Mijn deur", askers=(asker,))


@pytest.fixture
def target(town: Town) -> Signal:
    return town.signal(text=THEIRS, title="Kees rijdt te hard")


def merge(town: Town, source: Signal, target: Signal, now=LATER) -> Signal:
    return merging.merge(signal=source, into=target, by=town.people["owner"], roles=OWNERS, now=now)


def publish(town: Town, signal: Signal, title: str = "Hard rijden") -> Signal:
    words = PublicWords(title, "Lindelaan")
    return publishing.show(signal=signal, words=words, by=town.people["owner"], now=NOW)


def answer(town: Town, signal: Signal, kind: str = "no", **given) -> Signal:
    values = {"reason": "Er is geen ruimte."} if kind == "no" else {"what": "Een drempel", "due_until": TODAY}
    new = NewAnswer(kind, town.teams["verkeer"], text="Ons antwoord", **values, **given)
    return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)


def omar() -> Asker:
    return Asker.objects.get(name="Omar")


def see(asker: Asker) -> str:
    page = Client().get(f"/spoor/{link_token(asker)}/")
    assert page.status_code == 200
    return page.content.decode()


def test_the_source_ends_and_its_asker_joins_the_target(town: Town, source: Signal, target: Signal) -> None:
    link = link_token(omar())
    merge(town, source, target)
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.state, source.merged_into, source.result, source.askers) == ("merged", target, "merged", 0)
    assert source.closed_at == LATER
    assert source.destroy_after is not None
    assert (target.state, target.askers) == ("routed", 2)
    asker = omar()
    assert (asker.subject, asker.role, asker.came_from) == (target.subject, "joined", source.subject)
    assert link_token(asker) == link
    assert Link.objects.get().kind == "merged_into"


def test_both_journals_name_the_other_and_the_askers_get_one_letter(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    lines = {line.verb: line for line in Line.objects.filter(verb__startswith="merged")}
    assert lines["merged"].subject == source.pk
    assert lines["merged"].detail.text == {"code": target.subject.code}
    assert lines["merged_in"].subject == target.pk
    assert lines["merged_in"].detail.text == {"code": source.subject.code}
    letter = Letter.objects.get(kind="merged")
    assert (letter.address, letter.subject) == ("omar@example.org", target.pk)
    assert source.subject.code in letter.body
    assert target.subject.code in letter.body
    assert "7 december 2026" in letter.body
    assert "Mijn deur" in letter.title
    assert "Kees" not in letter.body + letter.title


def test_the_answer_of_later_goes_to_everybody(town: Town, source: Signal, target: Signal) -> None:
    merge(town, source, target)
    target.refresh_from_db()
    answer(town, target)
    assert set(Letter.objects.filter(kind="answer_no").values_list("address", flat=True)) == {
        "fatima@example.org",
        "omar@example.org",
    }


def test_who_comes_after_the_answer_gets_it_at_once(town: Town, source: Signal, target: Signal) -> None:
    target = answer(town, target)
    merge(town, source, target)
    sent = Letter.objects.get(kind="answer_no", address="omar@example.org")
    assert "Er is geen ruimte." in sent.body
    assert "Ons antwoord" in sent.body
    assert Letter.objects.filter(kind="answer_no", address="fatima@example.org").count() == 1


def test_who_comes_after_a_promise_was_kept_hears_that_too(
    town: Town, source: Signal, target: Signal
) -> None:
    target = answer(town, target, "yes")
    keep_promise(
        asked=asked_of(target), promise=Promise.objects.get(), how="Klaar", by=town.people["traffic"], now=NOW
    )
    target.refresh_from_db()
    merge(town, source, target)
    kinds = set(Letter.objects.filter(address="omar@example.org").values_list("kind", flat=True))
    assert {"merged", "answer_yes", "promise_kept"} <= kinds


def test_an_answer_that_no_longer_holds_is_not_told(town: Town, source: Signal, target: Signal) -> None:
    target = answer(town, target)
    target = actions.reopen(signal=target, why="Nee", by=None, roles=frozenset({"asker"}), now=NOW)
    merge(town, source, target)
    assert not Letter.objects.filter(kind="answer_no", address="omar@example.org").exists()


def test_the_moved_asker_reads_their_own_words_and_none_of_the_other(
    town: Town, source: Signal, target: Signal
) -> None:
    merge(town, source, target)
    page = see(omar())
    for words in (MINE, source.subject.code, target.subject.code, "U meldde dit", "ging samen met"):
        assert words in page
    for hidden in (THEIRS, "Kees", "Fatima", "U deed mee", "Iemand anders meldde hetzelfde"):
        assert hidden not in page
    other = see(Asker.objects.get(name="Fatima"))
    assert "Iemand anders meldde hetzelfde" in other
    for hidden in (MINE, "Mijn deur", "Omar", source.subject.code):
        assert hidden not in other


def test_who_joined_the_source_reads_neither_text(town: Town, source: Signal, target: Signal) -> None:
    source = publish(town, source, "Bij de deuren")
    who = NewAsker(Contact.EMAIL, "Bo", "bo@example.org")
    actions.join(signal=source, who=who, now=NOW)
    merge(town, source, target)
    joined = Asker.objects.get(name="Bo")
    assert (joined.role, joined.came_as) == ("joined", "joined")
    page = see(joined)
    for hidden in (MINE, "Mijn deur", THEIRS, "Kees", "U meldde dit", "Wat u meldde"):
        assert hidden not in page
    assert "U deed mee" in page
    letter = Letter.objects.get(kind="merged", address="bo@example.org")
    assert "Mijn deur" not in letter.body + letter.title


def test_the_moved_asker_sees_their_own_photo_and_not_the_other(
    town: Town, source: Signal, target: Signal
) -> None:
    own, other = (
        Attachment.objects.create(
            municipality=town.municipality,
            subject=each.subject,
            state="ready",
            stored="x.jpg",
            uploaded_at=NOW,
        )
        for each in (source, target)
    )
    merge(town, source, target)
    page = see(omar())
    assert str(own.pk) in page
    assert str(other.pk) not in page
    address = f"/spoor/{link_token(omar())}/foto/{other.pk}/"
    assert Client().get(address).status_code == 404
    assert str(own.pk) not in see(Asker.objects.get(name="Fatima"))


def test_the_pages_of_who_went_along_cost_a_fixed_number_of_queries(
    town: Town, source: Signal, target: Signal, django_assert_max_num_queries
) -> None:
    answer(town, target, "yes")
    target.refresh_from_db()
    merge(town, source, target)
    asker = omar()
    see(asker)
    # Two of these say which plan the wish stands in.
    with django_assert_max_num_queries(11):
        see(asker)


def test_the_moved_asker_sees_no_events_of_before_they_came(
    town: Town, source: Signal, target: Signal
) -> None:
    actions.take(signal=target, by=town.people["traffic"], roles=OWNERS, now=NOW)
    target.refresh_from_db()
    merge(town, source, target)
    assert "Traffic nam" not in see(omar())
    actions.take(signal=target, by=town.people["owner"], roles=OWNERS, now=LATER + timedelta(minutes=1))
    assert "Owner nam" in see(omar())


def test_over_a_chain_everybody_goes_on_and_remembers_where_they_began(
    town: Town, source: Signal, target: Signal
) -> None:
    third = town.signal(text="Een derde", askers=(NewAsker(Contact.POST, "Els", "Lindelaan 4"),))
    merge(town, source, target)
    target.refresh_from_db()
    merge(town, target, third, now=LATER + timedelta(hours=1))
    assert set(Asker.objects.values_list("subject", flat=True)) == {third.pk}
    assert omar().came_from == source.subject
    assert Asker.objects.get(name="Fatima").came_from == target.subject
    third.refresh_from_db()
    target.refresh_from_db()
    assert (third.askers, target.askers) == (3, 0)
    page = see(omar())
    assert MINE in page
    for words in (f"ging samen met {each.subject.code}" for each in (target, third)):
        assert words in page
    assert THEIRS not in page


def test_who_reported_both_keeps_their_role(town: Town, source: Signal, target: Signal) -> None:
    Asker.objects.update(user=town.people["resident"])
    merge(town, source, target)
    assert omar().role == AskerRole.REPORTER
    assert omar().came_as == AskerRole.REPORTER


def test_the_same_address_is_not_the_same_person(town: Town, target: Signal) -> None:
    twin = town.signal(text=MINE, title="Nog een keer")
    merge(town, twin, target)
    assert sorted(Asker.objects.values_list("role", flat=True)) == ["joined", "reporter"]


def test_who_was_erased_stays_behind(town: Town, source: Signal, target: Signal) -> None:
    asker = omar()
    erase_asker(asker=asker, by=None, now=NOW)
    merge(town, source, target)
    asker.refresh_from_db()
    assert asker.subject == source.subject
    target.refresh_from_db()
    assert target.askers == 1


def test_an_open_handover_and_question_are_over(town: Town, source: Signal, target: Signal) -> None:
    actions.give(
        signal=source,
        to_team=town.teams["wijkbeheer"],
        to_person=None,
        why="Voor u",
        by=town.people["traffic"],
        roles=OWNERS,
        now=NOW,
    )
    source.refresh_from_db()
    merge(town, source, target)
    assert Handover.objects.get().state == "withdrawn"


def test_urgency_is_not_lost(town: Town, source: Signal, target: Signal) -> None:
    Signal.objects.filter(pk=source.pk).update(urgent_at=NOW)
    merge(town, source, target)
    target.refresh_from_db()
    assert target.urgent_at == NOW


def test_what_was_public_leads_to_the_target(
    client: Client, town: Town, source: Signal, target: Signal
) -> None:
    publish(town, source)
    source.refresh_from_db()
    publish(town, target, "Te hard")
    target.refresh_from_db()
    merge(town, source, target)
    source.refresh_from_db()
    assert (source.public_title, source.published_at, source.public_lon) == ("", None, None)
    url = f"/melding/{source.subject.code}/"
    for address in (url, f"{url}meedoen/"):
        assert client.get(address)["Location"] == f"/melding/{target.subject.code}/"
    given = {"name": "Bo", "contact": "none", "once": "k"}
    assert client.post(f"{url}meedoen/", given)["Location"] == f"/melding/{target.subject.code}/"
    assert Asker.objects.count() == 2


def test_what_was_never_public_leads_nowhere(
    client: Client, town: Town, source: Signal, target: Signal
) -> None:
    publish(town, target)
    target.refresh_from_db()
    merge(town, source, target)
    assert client.get(f"/melding/{source.subject.code}/").status_code == 404


def test_a_public_source_of_a_hidden_target_leads_nowhere(
    client: Client, town: Town, source: Signal, target: Signal
) -> None:
    publish(town, source)
    source.refresh_from_db()
    merge(town, source, target)
    assert client.get(f"/melding/{source.subject.code}/").status_code == 404


def test_a_public_chain_leads_to_its_end(client: Client, town: Town, source: Signal, target: Signal) -> None:
    third = publish(town, town.signal(), "Het eind")
    publish(town, source)
    source.refresh_from_db()
    target = merge(town, source, target)
    merge(town, target, third)
    assert client.get(f"/melding/{source.subject.code}/")["Location"].endswith(f"{third.subject.code}/")


def test_what_is_merged_is_near_nothing_and_cannot_be_joined(
    town: Town, source: Signal, target: Signal
) -> None:
    publish(town, source)
    source.refresh_from_db()
    merge(town, source, target)
    Signal.objects.filter(pk=source.pk).update(
        public_title="Toch", published_at=NOW, published_by=town.people["owner"]
    )
    source.refresh_from_db()
    with pytest.raises(Refused, match="kunt u niet meer meedoen"):
        actions.join(signal=source, who=NewAsker(), now=LATER)
