"""Each wish goes through or falls out with its reason; who asked and waits hears the no, once (O12, I2)."""

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.rules.planning import ADOPTER, WRITER, RoundStep
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Answer, Asker
from wijkwerk.work.plans.actions import wishes
from wijkwerk.work.plans.models import Plan, RoundWish
from wijkwerk.work.plans.tests.rounds_cast import (
    fresh,
    go_on,
    later,
    leads,
    opened,
    out,
    placed,
    through,
    wished,
)
from wijkwerk.work.signals import actions as signal_actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.models import Signal

VERBS = {"through": through, "out": out}


def filtering(town: Town):
    """A round with one wish that is being filtered."""
    round_ = opened(town)
    row = wished(town, round_)
    return go_on(town, round_, RoundStep.FILTER), row


def test_who_falls_out_hears_why_and_what_one_can_do(town: Town, letters):
    """The signal gets the answer no, with the criterion, the words and what one can do."""
    _, row = filtering(town)
    out(town, row, can_do="Vraag het aan de school.")
    row.refresh_from_db()
    assert (row.outcome, row.criterion, row.why) == ("out", "geen_geld", "Het geld van dit jaar is op.")
    signal = Signal.objects.get(pk=row.wish_id)
    assert (signal.state, signal.answer_kind) == ("answered", "no")
    answer = Answer.objects.get(subject=row.wish)
    assert answer.reason == "Hier is nu geen geld voor. Het geld van dit jaar is op."
    assert answer.can_do == "Vraag het aan de school."
    assert letters(signal) == ["receipt", "answer_no"]


def test_who_goes_through_waits_for_the_plan(town: Town, letters):
    """Nobody is told anything before the plan is adopted."""
    _, row = filtering(town)
    through(town, row)
    row.refresh_from_db()
    assert row.outcome == "through"
    assert letters(row.wish.signal) == ["receipt"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("step", RoundStep)
def test_only_while_it_is_filtered_or_placed(town: Town, verb, step):
    """At every other step, and by who does not write the plan, nothing is decided."""
    round_, row = opened(town), None
    row = wished(town, round_)
    if step in (RoundStep.CALL, RoundStep.FILTER):
        go_on(town, round_, step)
        if step == RoundStep.FILTER:
            VERBS[verb](town, row)
            return
    else:
        go_on(town, round_, RoundStep.FILTER)
        through(town, row)
        round_ = go_on(town, fresh(round_), RoundStep.PLACE)
        if step != RoundStep.PLACE:
            placed(town, row)
            go_on(town, fresh(round_), step)
    with pytest.raises(Refused):
        VERBS[verb](town, row)


def test_not_without_the_role(town: Town):
    """Who writes nothing decides nothing; who writes along does not say no for the municipality."""
    _, row = filtering(town)
    with pytest.raises(Refused):
        wishes.let_through(wish=row, **leads(town) | {"roles": frozenset({ADOPTER})})
    given = {"criterion": "geen_geld", "why": "Op."}
    with pytest.raises(Refused, match="antwoord van de gemeente"):
        wishes.let_out(wish=row, **given, **leads(town) | {"roles": frozenset({WRITER})})


@pytest.mark.parametrize("given", [{"criterion": "x"}, {"why": " "}, {"why": "111222333"}])
def test_never_without_a_known_reason_in_words(town: Town, given):
    """A criterion of the settings, words, and no citizen service number."""
    _, row = filtering(town)
    with pytest.raises(Refused):
        out(town, row, **given)
    row.refresh_from_db()
    assert row.outcome == "open"


def test_what_residents_leave_out_of_their_own_plan_is_no_answer_of_the_municipality(town: Town, letters):
    """In a plan of residents a wish falls out, and its signal still waits for an answer of the municipality (I26)."""
    _, row = filtering(town)
    Plan.objects.update(written_by="residents")
    out(town, row)
    assert letters(row.wish.signal) == ["receipt"]
    assert Signal.objects.get(pk=row.wish_id).answer_kind == ""


def test_who_waits_for_our_question_hears_the_no_when_that_is_over(town: Town, letters):
    """A signal that waits for its asker is answered by the clock, once."""
    _, row = filtering(town)
    acts = {"by": town.people["traffic"], "roles": frozenset({"owner_team"}), "now": later(0)}
    asking.ask(signal=row.wish.signal, question="Waar precies?", **acts)
    out(town, row)
    assert wishes.catch_up(now=later(1)) == 0
    asking.resume(
        signal=Signal.objects.select_related("subject").get(pk=row.wish_id), **acts | {"now": later(2)}
    )
    assert [wishes.catch_up(now=later(3)) for _ in range(2)] == [1, 0]
    assert letters(row.wish.signal).count("answer_no") == 1


def test_who_is_not_content_with_the_no_is_answered_by_a_person(town: Town, letters):
    """After "not solved" the clock does not say the same no again."""
    _, row = filtering(town)
    out(town, row)
    signal = Signal.objects.select_related("subject").get(pk=row.wish_id)
    signal_actions.reopen(
        signal=signal, why="Toch niet goed.", by=None, roles=frozenset({"asker"}), now=later(1)
    )
    assert wishes.catch_up(now=later(2)) == 0
    page = Client().get(reverse("signals:trace", args=[link_token(Asker.objects.get(subject=signal.pk))]))
    assert "De melding ging weer open" in page.content.decode()
    assert "Toch niet goed." not in page.content.decode()  # of one asker, and not for the others


def test_look_once_more_takes_the_no_back(town: Town, letters):
    """Who got a no hears that we look again, and can still come in the plan."""
    _, row = filtering(town)
    out(town, row)
    wishes.reconsider(wish=row, why="Er is toch geld.", **leads(town, later(1)))
    signal = Signal.objects.get(pk=row.wish_id)
    assert signal.state == "reopened"
    assert letters(signal) == ["receipt", "answer_no", "reopened"]
    page = Client().get(reverse("signals:trace", args=[link_token(Asker.objects.get(subject=signal.pk))]))
    assert "Er is toch geld." in page.content.decode()
    through(town, row, later(2))
    assert RoundWish.objects.get().outcome == "through"


def test_look_once_more_needs_a_reason_and_something_that_was_decided(town: Town):
    """An open wish and empty words are refused."""
    _, row = filtering(town)
    with pytest.raises(Refused):
        wishes.reconsider(wish=row, why="x", **leads(town))
    through(town, row)
    with pytest.raises(Refused):
        wishes.reconsider(wish=row, why=" ", **leads(town))
