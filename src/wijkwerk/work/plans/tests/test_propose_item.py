"""Propose an item: it always says where it came from and whose it is (I28)."""

import pytest

from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import WRITER
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import LINE, page_of, said, url


def verbs_of(thing) -> list[str]:
    from wijkwerk.ground.journal.models import Line  # noqa: PLC0415

    return list(Line.objects.filter(subject=thing.pk).order_by("at", "id").values_list("verb", flat=True))


def test_it_works_from_one_line_on_the_board(town, agenda, log_in):
    client = log_in("owner")
    answer = client.post(url("propose_item", agenda), LINE)
    item = PlanItem.objects.get()
    assert answer["Location"] == url("board", agenda) + f"?bij={item.subject.code}"
    assert (item.title, item.origin, item.origin_words) == (
        "Een bankje op het plein",
        "resident",
        "gehoord op het plein",
    )
    assert (item.state, item.kind, item.owner_team) == ("proposed", "task", town.teams["gebiedsteam"])
    assert verbs_of(item) == ["item_proposed"]


def test_the_page_after_it_has_focus_in_the_line_and_keeps_where_it_came_from(town, agenda, log_in):
    client = log_in("owner")
    page = client.post(url("propose_item", agenda), LINE, follow=True).content.decode()
    field = next(part for part in page.split("<") if part.startswith("input") and 'name="title"' in part)
    assert "autofocus" in field
    assert "value=" not in field
    assert 'value="gehoord op het plein"' in page
    assert "Een bankje op het plein</a>" in page
    assert "autofocus" not in page_of(client, "board", agenda)


def test_a_line_that_is_sent_twice_is_one_item(agenda, log_in):
    client = log_in("owner")
    for _ in range(2):
        client.post(url("propose_item", agenda), LINE | {"once": "a" * 32})
    assert PlanItem.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"words": " "}, "Wie vroeg het?"),
        ({"title": ""}, "Schrijf op wat er gaat gebeuren."),
        ({"origin": ""}, "Kies er één."),
        ({"origin": "signal", "words": "7KX4P2MB"}, "Wij vinden geen melding met deze code"),
        ({"origin": "vision", "words": "onzin"}, "Wij vinden geen punt met deze code"),
    ],
)
def test_without_an_origin_or_words_there_is_no_item_and_nothing_typed_is_lost(agenda, log_in, given, words):
    sent = LINE | given
    answer = log_in("owner").post(url("propose_item", agenda), sent)
    assert answer.status_code == 422
    assert PlanItem.objects.count() == 0
    assert words in said(answer)
    assert sent["words"].strip() in said(answer)
    assert sent["title"] in said(answer)


def test_the_code_of_a_signal_makes_it_the_origin(town, agenda, log_in):
    signal = town.signal()
    log_in("owner").post(
        url("propose_item", agenda), LINE | {"origin": "signal", "words": signal.subject.code}
    )
    item = PlanItem.objects.get()
    assert (item.origin, item.origin_subject, item.origin_words) == ("signal", signal.subject, "")
    assert Link.objects.get(source=item.subject).target == signal.subject
    assert "planned" in verbs_of(signal)


def test_a_signal_that_one_does_not_see_is_no_origin(town, agenda, log_in):
    signal = town.signal(care=True, by=town.people["carer"])
    answer = log_in("owner").post(
        url("propose_item", agenda), LINE | {"origin": "signal", "words": signal.subject.code}
    )
    assert answer.status_code == 422
    assert not Link.objects.exists()


def test_the_code_of_a_higher_item_makes_it_the_origin(town, agenda, log_in):
    above = put(town, begin(town, "visie"), kind="priority", title="Veilig naar school")
    log_in("owner").post(
        url("propose_item", agenda), LINE | {"origin": "vision", "words": above.subject.code}
    )
    item = PlanItem.objects.get(plan=agenda)
    assert item.origin_subject == above.subject
    assert Link.objects.get(kind="serves").target == above.subject


def test_a_formal_matter_or_care_is_refused_also_below_the_page(town, agenda):
    for signal in (town.signal(care=True, by=town.people["carer"]), _formal(town)):
        with pytest.raises(Refused, match="hoort niet in een plan"):
            put(town, agenda, signal)
    assert not PlanItem.objects.exists()


def _formal(town: Town):
    from wijkwerk.work.signals.models import Signal  # noqa: PLC0415

    signal = town.signal()
    Signal.objects.filter(pk=signal.pk).update(formal_kind="objection", legal_due=NOW.date())
    return signal


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "nergens"},
        {"origin_words": " "},
        {"origin": "signal"},
        {"stream": "bestaat-niet"},
    ],
)
def test_the_action_refuses_an_item_without_a_known_origin_or_stream(town, agenda, wrong):
    with pytest.raises(Refused):
        put(town, agenda, **wrong)


def test_an_area_outside_that_of_the_plan_is_refused(town, agenda):
    with pytest.raises(Refused, match="binnen het gebied"):
        put(town, agenda, area=town.areas["Havenbuurt"])
    assert put(town, agenda, area=town.areas["Lindebuurt"]).area_path == town.areas["Lindebuurt"].path


def test_proposals_go_on_in_an_adopted_plan_and_stop_in_one_that_ended(town, agenda):
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    assert put(town, agenda, title="Nog iets").state == "proposed"
    from wijkwerk.work.plans.actions import adopting  # noqa: PLC0415

    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    items.finish(item=item, how="Gedaan", **by)
    adopting.account_for(plan=agenda, account="Het lukte.", **by)
    with pytest.raises(Refused):
        put(town, agenda, title="Te laat")


def test_a_writer_who_may_not_adopt_can_propose(town, agenda):
    new = items.NewItem("Een bank", "resident", town.teams["verkeer"], origin_words="op straat")
    by = town.people["group"]
    assert items.propose_item(plan=agenda, new=new, by=by, roles=frozenset({WRITER}), now=NOW).made_by == by
