"""Staff hear that work waits at once, once a day or not at all, as each chose; no word of a resident leaves in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.models import Role, User
from wijkwerk.testing_cast import NOW
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.attention import KIND, chosen, tell_staff
from wijkwerk.work.signals.attention import choose as choose_how
from wijkwerk.work.signals.models import Attention, How

MORNING = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)  # five past seven in Amsterdam
TEAM = frozenset({"owner_team"})


def letters_to(town, part):
    return list(Letter.objects.filter(kind=KIND, address=town.people[part].email).order_by("made_at"))


def choose(town, part, how, now=NOW - timedelta(minutes=5)):
    choose_how(user=town.people[part], municipality=town.municipality, how=how, now=now)


def test_who_wants_it_at_once_hears_at_once_and_only_once(town):
    choose(town, "traffic", How.AT_ONCE)
    signal = town.signal()
    for minute in range(3):
        tell_staff(now=NOW + timedelta(minutes=minute))
    (letter,) = letters_to(town, "traffic")
    assert signal.subject.code in letter.body
    assert "Verkeer en parkeren" in letter.body
    for secret in ("Fatima", "hard langs", "fatima@", "Hard rijden", "Lindelaan"):
        assert secret not in letter.body + letter.title


def test_who_never_chose_hears_once_a_day_after_seven(town):
    town.signal()
    tell_staff(now=NOW)
    before = len(letters_to(town, "traffic"))
    town.signal(now=NOW + timedelta(minutes=1))
    tell_staff(now=NOW + timedelta(hours=3))
    assert len(letters_to(town, "traffic")) == before
    tell_staff(now=MORNING - timedelta(minutes=10))
    assert len(letters_to(town, "traffic")) == before
    tell_staff(now=MORNING)
    tell_staff(now=MORNING + timedelta(hours=1))
    assert len(letters_to(town, "traffic")) == before + 1


def test_the_day_begins_at_seven_in_summer_too(town):
    choose(town, "traffic", How.DAILY, now=datetime(2026, 7, 1, 6, 0, tzinfo=UTC))
    town.signal(now=datetime(2026, 7, 1, 12, 0, tzinfo=UTC))
    tell_staff(now=datetime(2026, 7, 2, 4, 59, tzinfo=UTC))
    assert not letters_to(town, "traffic")
    tell_staff(now=datetime(2026, 7, 2, 5, 1, tzinfo=UTC))
    assert len(letters_to(town, "traffic")) == 1


def test_who_wants_nothing_hears_nothing(town):
    choose(town, "traffic", How.NEVER)
    town.signal()
    tell_staff(now=MORNING)
    assert not letters_to(town, "traffic")


def test_without_news_there_is_no_letter(town):
    choose(town, "traffic", How.AT_ONCE)
    tell_staff(now=NOW)
    assert not letters_to(town, "traffic")


def test_other_teams_are_not_told(town):
    for part in ("traffic", "member"):
        choose(town, part, How.AT_ONCE)
    town.signal()
    tell_staff(now=NOW)
    assert letters_to(town, "traffic")
    assert not letters_to(town, "member")


def test_a_handover_and_a_reply_are_told_to_who_it_waits_for(town):
    choose(town, "member", How.AT_ONCE)
    choose(town, "traffic", How.AT_ONCE, now=NOW)
    signal = town.signal()
    by = town.people["traffic"]
    actions.take(signal=signal, by=by, roles=TEAM, now=NOW)
    actions.give(
        signal=signal, to_team=town.teams["wijkbeheer"], to_person=None, why="x", by=by, roles=TEAM, now=NOW
    )
    asking.message(
        signal=signal, text="geheim", asker=None, by=None, now=NOW + timedelta(seconds=5), via="web"
    )
    tell_staff(now=NOW + timedelta(minutes=1))
    assert "over te nemen" in letters_to(town, "member")[0].body
    (told,) = letters_to(town, "traffic")
    assert "schreef u" in told.body
    assert "geheim" not in told.body


def test_care_is_told_to_the_care_line_alone_and_without_its_theme(town):
    for part in ("carer", "traffic", "intake", "owner"):
        choose(town, part, How.AT_ONCE)
    signal = town.signal(care=True)
    asking.message(signal=signal, text="x", asker=None, by=None, now=NOW, via="web")
    tell_staff(now=NOW + timedelta(minutes=1))
    (letter,) = letters_to(town, "carer")
    assert "Verkeer" not in letter.body
    for part in ("traffic", "intake", "owner"):
        assert not letters_to(town, part)


def test_somebody_without_a_role_any_more_hears_nothing(town):
    choose(town, "traffic", How.AT_ONCE)
    town.people["traffic"].roles.update(until=NOW.date() - timedelta(days=1))
    town.signal()
    tell_staff(now=NOW)
    assert not letters_to(town, "traffic")


def test_the_screen_keeps_the_choice(town, log_in):
    client = log_in("traffic")
    url = reverse("signals:attention")
    assert "checked" in client.get(url).content.decode()
    assert client.post(url, {"how": "at_once", "once": "k"}).status_code == 302
    assert chosen(town.people["traffic"], town.municipality) == How.AT_ONCE
    assert client.post(url, {"how": "altijd"}).status_code == 422


@pytest.mark.parametrize("part", ["resident", "partner", "admin", "keeper"])
def test_who_has_no_desk_gets_no_screen_and_no_letter(town, log_in, part):
    assert log_in(part).get(reverse("signals:attention")).status_code in (302, 404)
    town.signal()
    tell_staff(now=MORNING)
    assert not letters_to(town, part)


def test_the_clock_asks_a_fixed_number_of_questions_per_person(town, django_assert_max_num_queries):
    for _ in range(5):
        town.signal()
    Attention.objects.all().delete()
    choose(town, "traffic", How.AT_ONCE)
    with django_assert_max_num_queries(60):
        tell_staff(now=NOW)


def test_a_quiet_minute_costs_the_same_however_many_work_here(town, django_assert_num_queries):
    """The municipalities, who is new and who is due: three questions, and nobody who is known is read again."""
    tell_staff(now=NOW)
    for number in range(30):
        user = User.objects.create_user(f"collega{number}@example.org", name=f"Collega {number}")
        team = town.teams["verkeer"]
        Role.objects.create(
            municipality=town.municipality, user=user, kind="team_member", team=team, since=NOW.date()
        )
    tell_staff(now=NOW + timedelta(minutes=1))
    assert Attention.objects.filter(user__email__startswith="collega").count() == 30
    with django_assert_num_queries(3):
        assert tell_staff(now=NOW + timedelta(minutes=2)) == 0


def test_in_the_night_nobody_is_looked_for(town, django_assert_num_queries):
    with django_assert_num_queries(2):
        tell_staff(now=MORNING - timedelta(hours=3))
    assert not Attention.objects.exists()
    tell_staff(now=MORNING)
    assert Attention.objects.exists()
