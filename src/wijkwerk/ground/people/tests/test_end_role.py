"""Ending a role: access goes, work goes back to the team, and somebody stays administrator."""

from datetime import UTC, datetime, timedelta

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.people import actions, may
from wijkwerk.ground.people.actions import Post
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind
from wijkwerk.ground.people.tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def released(monkeypatch):
    """Whose work was given back to the team."""
    found = []
    monkeypatch.setitem(
        hooks._hooks,
        "people.role_ended",
        [lambda *, user, municipality, now, by: found.append((user.name, by))],
    )
    return found


def end(place, who, last_day, by="admin"):
    role = Role.objects.get(user=place.people[who])
    actions.end_role(role=role, last_day=last_day, by=place.people[by], now=NOW)


def test_with_yesterday_as_last_day_access_ends_at_once_and_work_goes_back(place, released):
    end(place, "manager", YESTERDAY)
    assert may.access(place.people["manager"], place.municipality, today=TODAY).kinds == frozenset()
    assert released == [("Manager", place.people["admin"])]
    assert Line.objects.filter(verb="role_ended", subject=place.people["manager"].pk).count() == 1


def test_a_role_that_ends_tomorrow_holds_till_then_and_gives_its_work_back_the_night_after(place, released):
    end(place, "manager", TOMORROW)
    assert may.access(place.people["manager"], place.municipality, today=TOMORROW).areas == {"a.b."}
    assert released == []
    outbox.do_due(now=datetime(2026, 11, 24, 22, 59, tzinfo=UTC))
    assert released == []
    outbox.do_due(now=datetime(2026, 11, 24, 23, 0, tzinfo=UTC))  # midnight in Amsterdam
    assert released == [("Manager", None)]


def test_a_role_given_with_a_last_day_gives_its_work_back_by_itself(place, released):
    post = Post(kind=RoleKind.TEAM_MEMBER, team=place.teams["area"], since=TODAY, until=TOMORROW)
    actions.give_role(
        municipality=place.municipality,
        user=place.people["resident"],
        post=post,
        by=place.people["admin"],
        now=NOW,
    )
    outbox.do_due(now=NOW + timedelta(days=3))
    assert released == [("Resident", None)]


def test_a_role_that_was_made_longer_keeps_its_work(place, released):
    end(place, "manager", TOMORROW)
    Role.objects.filter(user=place.people["manager"]).update(until=TODAY + timedelta(days=30))
    outbox.do_due(now=NOW + timedelta(days=3))
    assert released == []


def test_work_goes_back_in_the_same_transaction_or_the_role_does_not_end(place, monkeypatch):
    def broken(**given):
        raise RuntimeError

    monkeypatch.setitem(hooks._hooks, "people.role_ended", [broken])
    with pytest.raises(RuntimeError):
        end(place, "manager", YESTERDAY)
    assert Role.objects.get(user=place.people["manager"]).until is None
    assert not Line.objects.filter(verb="role_ended").exists()


def test_a_role_that_began_today_is_taken_away_when_it_ends_at_once(place, released):
    Role.objects.filter(user=place.people["manager"]).update(since=TODAY)
    end(place, "manager", YESTERDAY)
    assert not Role.objects.filter(user=place.people["manager"]).exists()
    assert Line.objects.filter(verb="role_withdrawn").exists()
    assert released


def test_a_last_day_longer_ago_than_yesterday_is_refused(place):
    with pytest.raises(Refused):
        end(place, "manager", YESTERDAY - timedelta(days=1))


def test_the_last_administrator_cannot_end(place):
    end(place, "second", YESTERDAY)
    with pytest.raises(Refused, match="laatste beheerder"):
        end(place, "admin", YESTERDAY, by="second")
    assert may.access(place.people["admin"], place.municipality, today=TODAY).is_admin


def test_an_administrator_whose_role_runs_out_does_not_count_as_the_other(place):
    end(place, "second", TOMORROW)
    with pytest.raises(Refused):
        end(place, "admin", TOMORROW + timedelta(days=1), by="second")


def test_ending_a_role_leaves_no_work_in_the_outbox_for_a_role_that_is_gone(place, released):
    Role.objects.filter(user=place.people["manager"]).update(since=TOMORROW)
    end(place, "manager", TODAY)
    assert not Role.objects.filter(user=place.people["manager"]).exists()
    outbox.do_due(now=NOW + timedelta(days=9))
    assert Outbox.objects.filter(kind=actions.ROLE_OVER, done_at=None).count() == 0
    assert released == []
