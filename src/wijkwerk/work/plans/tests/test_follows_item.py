"""A promise that an item made is kept, moved and withdrawn at the item: the two never differ (promise 3)."""

import itertools
from datetime import timedelta

import pytest
from django.urls import reverse

from wijkwerk.ground.people.actions import end_role
from wijkwerk.ground.people.models import Role
from wijkwerk.ground.people.teams import TeamRefused, _end
from wijkwerk.testing_cast import NOW, TODAY
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Answer, Asker, Promise
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put
from wijkwerk.work.plans.tests.rounds_cast import opened
from wijkwerk.work.signals.actions import asking, merging
from wijkwerk.work.signals.models import Signal


def acting(town):
    return {"by": town.people["owner"], "roles": ALL, "now": NOW}


@pytest.mark.parametrize("name", ["keep_promise", "shift_promise", "withdraw_promise"])
def test_on_the_page_of_the_signal_one_is_led_to_the_item(town, agenda, log_in, name):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    promise = Promise.objects.get()
    url = reverse(f"signals:{name}", args=[signal.subject.code, promise.subject.code])
    client = log_in("owner")
    for answer in (client.get(url), client.post(url, {"why": "x", "how": "x", "due": "1-9-2027"})):
        assert answer["Location"] == reverse("plans:item_work", args=[item.subject.code])
    promise.refresh_from_db()
    assert (promise.state, promise.due_until) == ("open", item.due_until)


def test_who_had_no_yes_yet_hears_it_when_the_item_is_done(town, agenda, letters):
    """Without a date an item promises nothing; done, it says so to everybody who asked."""
    signal = town.signal()
    item = choose(town, put(town, agenda, signal, due_until=None))
    adopt(town, agenda)
    assert letters(signal) == ["receipt"]
    items.finish(item=item, how="De drempel ligt er.", **acting(town))
    assert letters(signal) == ["receipt", "answer_yes", "promise_kept"]
    assert Promise.objects.get().state == "kept"
    assert promising.catch_up(now=NOW + timedelta(minutes=1)) == 0


def test_what_was_done_before_the_plan_was_adopted_is_adopted_and_told(town, agenda, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    items.finish(item=item, how="Het lag er al.", **acting(town))
    adopt(town, agenda)
    item.refresh_from_db()
    assert item.adopted_at is not None
    assert letters(signal) == ["receipt", "answer_yes", "promise_kept"]


def test_the_clock_looks_again_before_it_speaks(town, agenda, letters, monkeypatch):
    """An item that was dropped while the clock was busy promises nothing."""
    first, second = town.signal(title="Een"), town.signal(title="Twee")
    made = [choose(town, put(town, agenda, each, title=each.title)) for each in (first, second)]
    waiting = {"by": town.people["traffic"], "roles": frozenset({"owner_team"}), "now": NOW}
    for signal in (first, second):
        asking.ask(signal=signal, question="Waar precies?", **waiting)
    adopt(town, agenda)
    for signal in (first, second):
        asking.resume(signal=signal, **waiting)
    speak, left = promising.answer_signals, list(made)

    def drop_the_other(item, **given):
        if len(left) == 2:
            left.remove(item)
            items.drop(item=left[0], why="Te duur.", **acting(town))
        return speak(item, **given)

    monkeypatch.setattr(promising, "answer_signals", drop_the_other)
    assert promising.catch_up(now=NOW) == 1
    dropped = left[0]
    assert not Promise.objects.filter(what=dropped.title).exists()


def test_who_got_another_answer_reads_that_it_fell_out(client, town, agenda):
    signal = town.signal()
    item = choose(town, put(town, agenda, due_until=None))
    adopt(town, agenda)
    items.link_signal(item=item, signal=signal, **acting(town))
    items.drop(item=item, why="Toch te duur.", **acting(town))
    page = client.get(reverse("signals:trace", args=[link_token(Asker.objects.get(subject=signal.pk))]))
    told = page.content.decode()
    assert "Uw wens staat niet meer in een plan" in told
    assert "Toch te duur." in told


def test_a_team_with_a_plan_or_an_item_cannot_end(town, agenda):
    item = choose(town, put(town, agenda, owner_team=town.teams["groen"]))
    for team in (town.teams["groen"], agenda.owner_team):
        with pytest.raises(TeamRefused, match="heeft nog open werk"):
            _end(team, NOW)
    items.drop(item=item, why="Te duur.", **acting(town))
    _end(town.teams["groen"], NOW)


def test_who_leaves_looks_after_no_item(town, agenda):
    item = put(town, agenda, owner_person=town.people["traffic"])
    role = Role.objects.get(user=town.people["traffic"])
    end_role(role=role, last_day=TODAY - timedelta(days=1), by=town.people["admin"], now=NOW)
    item.refresh_from_db()
    assert item.owner_person is None


def test_a_plan_is_not_adopted_while_people_can_still_bring_wishes(town, agenda):
    opened(town, agenda)
    with pytest.raises(Refused, match="loopt nog een ronde"):
        adopt(town, agenda)
    assert agenda.versions.count() == 0


def test_the_yes_has_the_words_and_the_date_of_the_item(town, agenda):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal, text="Wij leggen twee drempels bij de school."))
    adopt(town, agenda)
    given = Answer.objects.get(subject=signal.pk)
    assert "Wij leggen twee drempels bij de school." in given.text
    assert (given.what, given.due_until) == (item.title, item.due_until)


def test_the_clock_finds_a_signal_that_was_merged_again_and_again(town, agenda, letters):
    chain = [town.signal(title=f"Hetzelfde {number}") for number in range(6)]
    choose(town, put(town, agenda, chain[0]))
    acts = {"by": town.people["traffic"], "roles": frozenset({"owner_team"}), "now": NOW}
    for source, target in itertools.pairwise(chain):
        merging.merge(signal=fresh(source), into=fresh(target), **acts)
    asking.ask(signal=fresh(chain[-1]), question="Waar precies?", **acts)
    adopt(town, agenda)
    asking.resume(signal=fresh(chain[-1]), **acts)
    assert promising.catch_up(now=NOW) == 1
    assert letters(chain[-1])[-1] == "answer_yes"


def fresh(signal):
    return Signal.objects.select_related("subject", "municipality").get(pk=signal.pk)
