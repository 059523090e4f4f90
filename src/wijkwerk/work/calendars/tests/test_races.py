"""Two at one moment: one moves, finishes or copies, the other hears it; nothing is doubled and nothing points nowhere."""

from wijkwerk.ground.journal.models import Line
from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.calendars.actions import copying, duties, entries
from wijkwerk.work.calendars.models import Duty, Entry
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, plan
from wijkwerk.work.signals.tests.test_races import at_once, living_town, won

__all__ = ["living_town"]
TIMES = 12


def test_of_many_who_move_one_entry_one_moves_it(living_town: Town):
    town, entry = living_town, plan(living_town)

    def move(each: int) -> Entry:
        fresh = Entry.objects.get(pk=entry.pk)
        return entries.move_entry(
            entry=fresh,
            seen_in=MAY,
            to=MAY.plus(each + 1),
            why="x",
            by=town.people["owner"],
            roles=BOTH,
            now=NOW,
        )

    assert won(at_once(move, TIMES)) == 1
    assert sorted(Entry.objects.values_list("state", flat=True)) == ["moved", "planned"]
    assert Entry.objects.get(state="moved").month == MAY.key
    assert Line.objects.filter(verb="entry_moved").count() == 1


def test_one_drops_while_others_finish_and_nobody_finishes_what_is_gone(living_town: Town):
    town, entry = living_town, plan(living_town)

    def step(each: int) -> object:
        # Once its month has begun.
        now = NOW.replace(year=2027, month=6)
        given = {"entry": entry, "by": town.people["owner"], "roles": BOTH, "now": now}
        return entries.drop_entry(why="x", **given) if each % 2 else entries.finish_entry(**given)

    at_once(step, TIMES)
    verbs = list(Line.objects.filter(subject=entry.pk).order_by("id").values_list("verb", flat=True))
    assert verbs[-1] == "entry_dropped"
    assert verbs.count("entry_dropped") == 1
    assert verbs.count("entry_finished") <= 1
    assert not Entry.objects.exists()


def test_many_who_copy_one_year_make_each_proposal_once(living_town: Town):
    town = living_town
    for month in range(1, 6):
        plan(town, month=Month(2026, month))

    def copy(each: int) -> object:
        paths = [town.areas["Noord" if each % 2 else ""].path]
        return copying.copy_year(
            municipality=town.municipality, year=2026, paths=paths, by=town.people["owner"], now=NOW
        )

    assert won(at_once(copy, TIMES)) == TIMES
    made = Entry.objects.filter(month__gte=202701)
    assert sorted(made.values_list("month", flat=True)) == [202701, 202702, 202703, 202704, 202705]


def test_many_who_give_one_duty_leave_one_running(living_town: Town):
    town = living_town

    def give(each: int) -> Duty:
        return duties.give_duty(
            municipality=town.municipality, area=town.areas["Noord"], code="S", times=each % 3 + 1,
            team=town.teams["verkeer"], since=2026 + each % 2, by=town.people["owner"], roles=BOTH, now=NOW,
        )  # fmt: skip

    assert won(at_once(give, TIMES)) == TIMES
    assert Duty.objects.filter(until=None).count() == 1
