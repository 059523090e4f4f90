"""What is on legal hold is not destroyed and its journal stays; a keeper sets it and lets it go, with a reason (D15)."""

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.subjects import holding
from wijkwerk.testing_cast import NOW
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db


def hold(town, signal, why="Rechtszaak.", *, work=holding.hold, **more):
    given = {"municipality": town.municipality, "by": town.people["keeper"], "now": NOW}
    work(subject=signal.subject, why=why, **given, **more)
    return Signal.objects.get(pk=signal.pk).legal_hold


def test_on_hold_and_let_go_each_with_a_line_and_a_reason(town):
    signal = town.signal()
    assert hold(town, signal) is True
    assert [(each.code, why) for each, why in holding.held(town.municipality, care=False)] == [
        (signal.subject.code, "Rechtszaak.")
    ]
    assert hold(town, signal, "Zaak is voorbij.", work=holding.release) is False
    assert holding.held(town.municipality, care=False) == []
    verbs = Line.objects.filter(subject=signal.pk, origin="records").order_by("id")
    assert [line.verb for line in verbs] == ["held", "released"]


def test_twice_is_once(town):
    signal = town.signal()
    hold(town, signal)
    hold(town, signal)
    assert Line.objects.filter(verb="held").count() == 1


@pytest.mark.parametrize("why", ["", "  ", "BSN 123456782"])
def test_a_hold_needs_a_reason_without_a_citizen_service_number(town, why):
    signal = town.signal()
    with pytest.raises(Refused):
        hold(town, signal, why)
    assert not Signal.objects.get(pk=signal.pk).legal_hold


def test_of_care_only_who_works_in_the_care_line_knows(town):
    signal = town.signal(care=True)
    with pytest.raises(Refused, match="geen dossier"):
        hold(town, signal)
    assert hold(town, signal, care=True) is True
    assert holding.held(town.municipality, care=False) == []
    assert len(holding.held(town.municipality, care=True)) == 1


def test_of_another_municipality_there_is_no_dossier(town, other_town):
    with pytest.raises(Refused, match="geen dossier"):
        hold(town, other_town.signal())


def test_the_journal_of_what_is_held_stays(town):
    signal = town.signal()

    def held(subjects):
        return any(hooks.run("journal.held", municipality=town.municipality.pk, subjects=subjects))

    many = [uuid7() for _ in range(10_000)]
    assert held([*many, signal.pk]) is False
    hold(town, signal)
    assert held([*many, signal.pk]) is True
    assert held(many) is False
