"""The five figures of a team, an area and oneself are right, say what they mean, and count no person and no care (D17)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from wijkwerk.rules.deadlines import add_working_days, local_date
from wijkwerk.testing_cast import NOW, TODAY
from wijkwerk.work.answers.actions import NewAnswer, keep_promise, withdraw_promise
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.figures import Period, Share, by_area, by_team, of_area, of_person, quarter
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Handover, Signal

TEAM = frozenset({"owner_team"})
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def answered(town, *, days=0, kind="no", place="Lindebuurt", theme="verkeer", part="traffic"):
    """A signal of NOW, answered so many days later by its own team."""
    signal = town.signal(place=town.place(place), theme=theme)
    more = (
        {"reason": "x"} if kind == "no" else {"what": "Een drempel", "due_until": TODAY + timedelta(days=3)}
    )
    new = NewAnswer(kind, signal.owner_team, text="x", **more)
    now = NOW + timedelta(days=days)
    return actions.answer(signal=signal, new=new, by=town.people[part], roles=TEAM, now=now)


def of_team(town, name="Verkeer", period=NOVEMBER, today=TODAY):
    (line,) = [line for line in by_team(town.municipality, period, today) if line.name == name]
    return line.figures


def test_in_time_is_the_day_of_the_term_itself(town):
    due = add_working_days(TODAY, 10)
    answered(town, days=(due - TODAY).days)
    answered(town, days=(due - TODAY).days + 1)
    period = Period(TODAY, TODAY + timedelta(days=60))
    assert of_team(town, period=period, today=TODAY + timedelta(days=60)).in_time == Share(1, 2)


def test_what_should_have_been_answered_and_was_not_counts_against_us(town):
    town.signal()
    later = TODAY + timedelta(days=40)
    period = Period(TODAY, later)
    assert of_team(town, period=period, today=later).in_time == Share(0, 1)
    assert of_team(town, period=period, today=TODAY).in_time == Share(0, 0)


def test_a_second_answer_does_not_mend_a_late_first_one(town):
    signal = answered(town, days=40)
    new = NewAnswer("no", town.teams["verkeer"], text="x", reason="y")
    actions.answer(
        signal=signal, new=new, by=town.people["traffic"], roles=TEAM, now=NOW + timedelta(days=41)
    )
    period = Period(TODAY, TODAY + timedelta(days=60))
    assert of_team(town, period=period).in_time == Share(0, 1)


def test_promises_count_by_the_first_day_and_withdrawn_ones_not(town):
    by = town.people["traffic"]
    kept, open_, gone = (answered(town, kind="yes") for _ in range(3))
    for signal, what in ((kept, keep_promise), (gone, withdraw_promise)):
        promise = Promise.objects.get(asked=signal.subject)
        more = {"how": "klaar"} if what is keep_promise else {"why": "kan niet"}
        what(asked=asked_of(signal), promise=promise, by=by, now=NOW, **more)
    assert of_team(town).kept == Share(1, 2)
    assert Promise.objects.get(asked=open_.subject).state == "open"
    assert of_team(town, today=TODAY + timedelta(days=9)).oldest == 9


def test_a_handover_counts_for_the_team_that_was_asked(town):
    by, member = town.people["traffic"], town.people["member"]
    for number in range(3):
        signal = town.signal()
        offer = actions.give(
            signal=signal,
            to_team=town.teams["wijkbeheer"],
            to_person=None,
            why="x",
            by=by,
            roles=TEAM,
            now=NOW,
        )
        if number == 0:
            actions.bounce(handover=offer, why="niet van ons", by=member, now=NOW)
        elif number == 1:
            actions.confirm(handover=offer, by=member, now=NOW)
    assert of_team(town, "Wijkbeheer").bounced == Share(1, 3)
    assert of_team(town, "Verkeer").bounced == Share(0, 0)


def test_reopened_counts_signals_and_not_times(town):
    signal = answered(town)
    for _ in range(2):
        actions.reopen(signal=signal, why="nog stuk", by=None, roles=frozenset({"asker"}), now=NOW)
        new = NewAnswer("no", town.teams["verkeer"], text="x", reason="y")
        actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=TEAM, now=NOW)
        signal.refresh_from_db()
    answered(town)
    assert of_team(town).reopened == Share(1, 2)


def test_areas_hold_what_lies_below_them_and_the_whole_holds_all(town):
    answered(town)
    answered(town, place="Beukbuurt")
    answered(town, place="Havenbuurt", days=40)
    period, today = Period(TODAY, TODAY + timedelta(days=60)), TODAY + timedelta(days=60)
    paths = {town.areas[name].path: name for name in ("Noord", "Zuid", "Lindebuurt")}
    lines = {line.name: line.figures for line in by_area(town.municipality, paths, period, today)}
    assert lines["Noord"].in_time == Share(2, 2)
    assert lines["Zuid"].in_time == Share(0, 1)
    assert lines["Lindebuurt"].in_time == Share(1, 1)
    for path, name in paths.items():
        assert of_area(town.municipality, path, period, today) == lines[name]
    assert of_area(town.municipality, "", period, today).in_time == Share(2, 3)


def test_a_person_sees_only_what_they_did_themselves(town):
    answered(town)
    answered(town, theme="onderhoud", part="member")
    mine = of_person(town.municipality, town.people["traffic"], NOVEMBER, TODAY)
    assert mine.in_time == Share(1, 1)


def test_promises_and_handovers_of_a_colleague_are_not_mine(town):
    """What I brought back is what I promised, kept and took over (Q20), and nobody else's (D17)."""
    ended = TODAY + timedelta(days=10)
    period, before = (
        Period(TODAY, ended),
        of_person(town.municipality, town.people["traffic"], NOVEMBER, TODAY),
    )
    answered(town, kind="yes", theme="onderhoud", part="member")
    offer = actions.give(
        signal=town.signal(), to_team=town.teams["wijkbeheer"], to_person=None, why="x",
        by=town.people["owner"], roles=TEAM, now=NOW,
    )  # fmt: skip
    actions.bounce(handover=offer, why="Niet van ons.", by=town.people["member"], now=NOW)
    mine = of_person(town.municipality, town.people["traffic"], period, ended)
    assert (mine.in_time, mine.kept, mine.bounced) == (before.in_time, before.kept, before.bounced)
    theirs = of_person(town.municipality, town.people["member"], period, ended)
    assert (theirs.in_time, theirs.kept, theirs.bounced) == (Share(1, 1), Share(0, 1), Share(1, 1))


def test_care_is_in_no_figure(town):
    before = [by_team(town.municipality, NOVEMBER, TODAY), of_area(town.municipality, "", NOVEMBER, TODAY)]
    signal = town.signal(care=True)
    new = NewAnswer("yes", town.teams["zorg"], text="x", what="x", due_until=TODAY)
    actions.answer(signal=signal, new=new, by=town.people["carer"], roles=TEAM, now=NOW)
    assert before == [
        by_team(town.municipality, NOVEMBER, TODAY),
        of_area(town.municipality, "", NOVEMBER, TODAY),
    ]
    assert of_person(town.municipality, town.people["carer"], NOVEMBER, TODAY).in_time == Share(0, 0)
    assert "Team Zorg" not in [line.name for line in before[0]]


def test_another_municipality_is_not_counted(town, other_town):
    answered(other_town)
    assert of_area(town.municipality, "", NOVEMBER, TODAY).in_time == Share(0, 0)


def test_a_naive_count_gives_the_same(town):
    for number in range(12):
        answered(
            town,
            days=number * 3,
            place=("Lindebuurt", "Havenbuurt")[number % 2],
            kind=("no", "yes")[number % 3 == 0],
        )
    period, today = Period(TODAY + timedelta(days=5), TODAY + timedelta(days=25)), TODAY + timedelta(days=50)
    rows = [
        each for each in Signal.objects.all() if period.since <= local_date(each.answered_at) <= period.until
    ]
    promised = [each for each in Promise.objects.all() if period.since <= each.first_due <= period.until]
    found = of_team(town, period=period, today=today)
    assert found.in_time == Share(sum(bool(each.in_time) for each in rows), len(rows))
    assert found.kept.of == len(promised)
    assert not Handover.objects.exists()


def test_a_small_number_gives_no_percentage():
    assert Share(1, 4).percent is None
    assert Share(4, 5).percent == 80
    assert Share(0, 0).percent is None


def test_quarters_follow_each_other_without_gap_and_this_one_ends_today():
    assert quarter(TODAY) == Period(date(2026, 10, 1), TODAY)
    assert quarter(TODAY, 1) == Period(date(2026, 7, 1), date(2026, 9, 30))
    assert quarter(date(2026, 1, 5), 1) == Period(date(2025, 10, 1), date(2025, 12, 31))
    for back in range(8):
        assert quarter(TODAY, back + 1).until + timedelta(days=1) == quarter(TODAY, back).since


def test_a_quarter_begins_at_local_midnight_in_summer_and_winter():
    began, ended = Period(date(2026, 10, 1), date(2026, 10, 31)).moments()
    assert began == datetime(2026, 9, 30, 22, 0, tzinfo=UTC)
    assert ended == datetime(2026, 10, 31, 23, 0, tzinfo=UTC)


def test_the_page_shows_the_figures_with_their_meaning(town, log_in):
    answered(town)
    page = log_in("owner").get(reverse("signals:team_figures")).content.decode()
    assert "Wat betekenen deze cijfers?" in page
    assert "uiterlijk op de afgesproken dag" in page
    assert "Wijkbeheer" in page
    assert "Noord" in page
    for person in town.people.values():
        assert f">{person.name}<" not in page.split("<main")[1].split("</main>")[0]


def test_nonsense_in_the_address_shows_this_quarter(town, log_in):
    client = log_in("owner")
    for back in ("x", "-1", "9", "٣", "1; DROP", "11"):
        assert client.get(reverse("signals:team_figures"), {"terug": back}).status_code == 200


@pytest.mark.parametrize("part", ["resident", "partner", "admin", "keeper"])
def test_who_has_no_desk_sees_no_figures(town, log_in, part):
    for name in ("signals:team_figures", "signals:my_figures"):
        assert log_in(part).get(reverse(name)).status_code in (302, 404)


def test_both_pages_ask_a_fixed_number_of_questions(town, log_in, django_assert_max_num_queries):
    client = log_in("owner")
    for place in ("Lindebuurt", "Havenbuurt", "Beukbuurt"):
        answered(town, place=place)
    client.get(reverse("signals:team_figures"))
    with django_assert_max_num_queries(26):
        client.get(reverse("signals:team_figures"))
    with django_assert_max_num_queries(12):
        client.get(reverse("signals:my_figures"))
