"""Reopened: it belongs to a team that lives, and what one asker writes is for staff and for that asker (D4, D8)."""

from datetime import timedelta

from django.urls import reverse

from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.models import Role
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact, Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions.publishing import PublicWords, show
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({"owner_team"})
OMAR = NewAsker(Contact.EMAIL, "Omar", "omar@example.org")
WHY = "Het is weer vies bij de container."


def answered(town: Town, **given) -> Signal:
    """A signal of Verkeer with a no, which an asker can still react to."""
    signal = town.signal(**given)
    by = town.people["carer" if signal.visibility == "care" else "traffic"]
    new = NewAnswer("no", signal.owner_team, text="Dit kan niet.", reason="Geen plek.")
    actions.answer(signal=signal, new=new, by=by, roles=OWNERS, now=NOW)
    return fresh(signal)


def fresh(signal: Signal) -> Signal:
    names = ("subject", "municipality", "owner_team", "owner_person")
    return Signal.objects.select_related(*names).get(pk=signal.pk)


def said_to(address: str) -> str:
    """What the letters of kind "reopened" to this address say."""
    rows = Letter.objects.filter(kind="reopened", address=address)
    return "\n".join(f"{row.title}\n{row.body}" for row in rows)


def test_the_words_of_one_asker_are_in_no_letter_to_another(client, town: Town):
    signal = answered(town)
    show(signal=signal, words=PublicWords("Hard rijden", "Lindelaan"), by=town.people["traffic"], now=NOW)
    joined = actions.join(signal=fresh(signal), who=OMAR, now=NOW)
    first = Asker.objects.exclude(pk=joined.pk).get(subject=signal.pk)
    url = reverse("signals:trace_reopen", args=[link_token(first)])
    assert client.post(url, {"why": WHY}).status_code == 302
    assert "container" in said_to(first.address)
    assert Letter.objects.filter(kind="reopened", address=first.address).count() == 1
    assert "De melding is weer open" in said_to(joined.address)
    assert "container" not in said_to(joined.address)


def test_a_letter_about_care_says_nothing_of_it(town: Town):
    """Read over shoulders: neither the title of the resident nor the reason of a colleague."""
    signal = answered(town, care=True, title="Mijn moeder is dement", by=town.people["carer"])
    actions.reopen(
        signal=signal, why="De dementie wordt erger.", by=town.people["carer"], roles=OWNERS, now=NOW
    )
    letters = "\n".join(f"{row.title}\n{row.body}" for row in Letter.objects.filter(subject=signal.pk))
    assert "uw bericht" in letters
    assert "dement" not in letters.lower()


def test_when_its_team_is_gone_it_comes_at_intake(client, town: Town):
    signal = answered(town)
    asker = Asker.objects.get(subject=signal.pk)
    team = signal.owner_team
    team.ended_at = NOW
    actions.close(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    team.save(update_fields=["ended_at"])
    answer = client.post(reverse("signals:trace_reopen", args=[link_token(asker)]), {"why": "Niet goed."})
    assert answer.status_code == 302
    found = fresh(signal)
    assert (found.state, found.owner_team.kind, found.owner_person) == ("reopened", "intake", None)


def test_when_its_owner_has_left_the_team_has_it(town: Town):
    signal = answered(town)
    assert signal.owner_person is not None
    Role.objects.filter(user=signal.owner_person).update(until=TODAY - timedelta(days=1))
    actions.reopen(signal=signal, why="x", by=None, roles=frozenset({"asker"}), now=NOW)
    found = fresh(signal)
    assert (found.owner_person, found.owned_at, found.owner_team) == (None, None, town.teams["verkeer"])


def test_a_promise_that_is_kept_while_it_is_open_again_starts_no_last_term(town: Town):
    """Who waits for a new answer is not told until when they can say "not solved"."""
    signal = town.signal()
    acts = {"by": town.people["traffic"], "roles": OWNERS, "now": NOW}
    new = NewAnswer("yes", signal.owner_team, text="Ja.", what="Een drempel", due_until=TODAY)
    actions.answer(signal=signal, new=new, **acts)
    actions.reopen(signal=fresh(signal), why="x", by=None, roles=frozenset({"asker"}), now=NOW)
    promise = Promise.objects.get(asked=signal.pk)
    answering.keep_promise(
        asked=asked_of(fresh(signal)), promise=promise, how="Klaar.", by=town.people["traffic"], now=NOW
    )
    found = fresh(signal)
    assert (found.state, found.reopen_until) == ("reopened", None)
    assert "Dat kan tot en met" not in Letter.objects.get(kind="promise_kept").body


def test_an_area_manager_who_took_it_for_a_team_of_areas_still_has_it(town: Town):
    """They have no role in that team, yet they work for it; only who left loses it."""
    manager = town.people["owner"]
    team = town.teams["gebiedsteam"]
    Role.objects.filter(user=manager).update(team=None)
    signal = town.signal()
    Signal.objects.filter(pk=signal.pk).update(owner_team=team)
    signal = actions.take(signal=fresh(signal), by=manager, roles=frozenset({"area_manager"}), now=NOW)
    new = NewAnswer("no", team, text="Dit kan niet.", reason="Geen plek.")
    actions.answer(signal=signal, new=new, by=manager, roles=frozenset({"area_manager"}), now=NOW)
    actions.reopen(
        signal=fresh(signal), why="Toch wel.", by=manager, roles=frozenset({"area_manager"}), now=NOW
    )
    assert fresh(signal).owner_person == manager
