"""The demo as it lies in the database: alive, consistent, and made by the rooms' own actions."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from wijkwerk.faces.demo import actions, stories
from wijkwerk.faces.demo import town as drawing
from wijkwerk.faces.demo.cast import cast
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, Backdrop, Municipality, Street
from wijkwerk.ground.areas.settings import validate
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.kit.output import Stop
from wijkwerk.ground.letters.models import Letter, LetterState
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.may import access
from wijkwerk.ground.people.models import Role, RoleKind, Team, TeamKind, User
from wijkwerk.ground.subjects import destroying
from wijkwerk.ground.subjects.models import DestructionList
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Answer, Asker, Condition, Promise, PromiseState
from wijkwerk.work.signals import clocks
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.models import Signal

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
ENDS = {
    "new": {"received", "routed"},
    "taken": {"owned"},
    "answered_yes": {"answered"},
    "yes_kept": {"answered", "closed"},
    "yes_late": {"answered"},
    "yes_late_shifted": {"answered"},
    "answered_no": {"answered", "closed"},
    "yes_if_open": {"answered"},
    "yes_if_met": {"answered"},
    "yes_if_lapsed_new_answer": {"answered", "closed"},
    "reopened": {"reopened"},
    "closed": {"closed"},
    "care": {"owned", "answered", "closed"},
}


@pytest.fixture(scope="module")
def merwoude(django_db_setup, django_db_blocker):
    """Built once for the whole module; the transaction is rolled back at its end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield actions.build(now=NOW)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            known.forget()


@pytest.fixture(autouse=True)
def _open(merwoude, django_db_blocker):
    """Each test works inside the transaction of the module and takes back what it did."""
    with django_db_blocker.unblock():
        known.forget()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def lived(merwoude, django_db_blocker):
    """Each story with the signal that came of it."""
    with django_db_blocker.unblock():
        found = {(row.received_at, row.text): row for row in Signal.objects.select_related("subject")}
    told = stories.stories(NOW, drawing.draw(actions.SEED), actions.SEED)
    return [(story, found[story.reported_at, story.text]) for story in told]


def test_the_municipality_is_ready_and_says_that_it_is_a_demo(merwoude):
    fresh = Municipality.objects.get()
    assert fresh.is_demo
    assert fresh.ready
    assert fresh.name == "Merwoude"


def test_areas_streets_and_the_map_are_there(merwoude):
    levels = Counter(Area.objects.values_list("level", flat=True))
    assert levels["gemeente"] == 1
    assert levels["wijk"] == 11
    assert Street.objects.filter(search="lindelaan").exists()
    assert {"water", "house"} <= {
        each["properties"]["class"] for each in Backdrop.objects.get().features["features"]
    }


def test_its_settings_hold_and_name_no_other_municipality(merwoude):
    document = merwoude.settings_versions.get().document
    assert validate(document, area_codes=set(Area.objects.values_list("code", flat=True))) == []
    assert "14 0000" not in json.dumps(document)


def test_everybody_of_the_cast_has_an_account_and_staff_have_a_role(merwoude):
    assert set(User.objects.values_list("email", flat=True)) == {person.email for person in cast().people}
    assert set(Role.objects.values_list("kind", flat=True)) == {*RoleKind.values} - {RoleKind.PARTNER}
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_every_story_became_one_signal(lived):
    assert len(lived) == Signal.objects.count()
    assert len({signal.pk for _, signal in lived}) == len(lived)


def test_each_story_ended_as_it_was_told(lived):
    wrong = {signal.pk: story.key for story, signal in lived if signal.state not in ENDS[story.course]}
    # What lies on the desks today went a step further than its story.
    today = set(
        Line.objects.filter(verb__in=("asked", "merged", "forwarded")).values_list("subject", flat=True)
    )
    assert wrong.keys() <= today
    assert len(today) == 3


def test_the_desks_of_today_show_what_else_can_happen(merwoude):
    rows = Signal.objects.values_list("state", "formal_kind")
    assert Counter(rows)[State.WAITING, ""] == 1
    assert Counter(rows)[State.MERGED, ""] == 1
    assert Counter(rows)[State.OWNED, "enforcement"] == 1
    assert Signal.objects.filter(urgent_at__isnull=False, urgent_seen_at=None).count() == 1
    assert Signal.objects.filter(more_at__isnull=False).count() == 1


def test_the_list_of_one_records_keeper_can_be_approved_by_the_other(merwoude):
    keepers = {person.key: person.email for person in cast().people if person.role == "records_keeper"}
    first, second = (User.objects.get(email=keepers[key]) for key in ("anke", "wieke"))
    made = DestructionList.objects.get()
    assert made.proposed_by == first
    assert made.items.count() >= 2
    with pytest.raises(Refused, match="Vraag een collega"):
        destroying.approve(made=made, why="Gezien.", by=first, now=NOW)
    approved = destroying.approve(made=made, why="Gezien.", by=second, now=NOW)
    assert approved.approved_by == second


def test_each_signal_lies_in_the_area_of_its_story(lived):
    paths = dict(Area.objects.values_list("code", "path"))
    assert [story.key for story, signal in lived if signal.area_path != paths[story.area]] == []


def test_each_signal_has_an_owner_team_and_whoever_took_it_works_there(lived):
    members = {(role.team_id, role.user_id) for role in Role.objects.exclude(team=None)}
    for _, signal in lived:
        assert signal.owner_person_id is None or (signal.owner_team_id, signal.owner_person_id) in members


def test_many_states_and_many_teams_occur(merwoude):
    states = Counter(Signal.objects.values_list("state", flat=True))
    assert states[State.ANSWERED] > 80
    assert states[State.CLOSED] > 50
    assert min(states[State.ROUTED], states[State.OWNED], states[State.REOPENED]) > 5
    assert set(Signal.objects.values_list("owner_team__kind", flat=True)) >= {
        TeamKind.MAINTENANCE, TeamKind.DEPARTMENT, TeamKind.AREA, TeamKind.CARE, TeamKind.SOCIAL,
    }  # fmt: skip


def test_promises_were_kept_moved_and_broken(merwoude):
    today = local_date(NOW)
    assert Promise.objects.filter(state=PromiseState.KEPT).count() > 80
    late = Promise.objects.filter(state=PromiseState.OPEN, due_until__lt=today)
    assert 5 <= late.count() <= 25
    assert all(promise.late_told_for == promise.due_until for promise in late)
    assert Promise.objects.filter(shifts__isnull=False, due_until__gte=today).exists()


def test_conditions_are_open_met_and_lapsed(merwoude):
    assert {"open", "met", "lapsed"} == set(Condition.objects.values_list("state", flat=True))


def test_every_signal_came_in_and_was_routed_in_the_journal(lived):
    for verb in ("reported", "routed"):
        lines = Line.objects.filter(verb=verb).values_list("subject", flat=True)
        assert Counter(lines) == Counter(signal.pk for _, signal in lived)


def test_the_journal_is_in_the_order_of_time_and_never_ahead_of_it(merwoude):
    moments = list(Line.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


def test_each_answer_and_each_settled_promise_has_its_line(merwoude):
    verbs = Counter(Line.objects.values_list("verb", flat=True))
    assert verbs["answered"] == Answer.objects.count()
    assert verbs["promise_kept"] == Promise.objects.filter(state=PromiseState.KEPT).count()
    moved = Asker.objects.exclude(came_from=None).count()
    assert verbs["joined"] == Asker.objects.filter(role="joined").count() - moved > 100


def test_the_desk_of_noor_has_work_of_every_sort(merwoude):
    noor = access(User.objects.get(name="Noor van Buurten"), merwoude, today=local_date(NOW))
    sorts = ("nieuw", "mijn", "lang", "beloofd", "alles", "klaar")
    counts = {which: queries.count(noor, merwoude, which, local_date(NOW)) for which in sorts}
    assert min(counts.values()) > 0, counts
    assert len(queries.to_confirm(noor, merwoude)) == 2


def test_care_is_seen_by_the_care_line_alone(lived):
    care = [signal for story, signal in lived if story.care]
    assert len(care) > 3
    assert {signal.visibility for signal in care} == {"care"}
    assert set(
        Team.objects.filter(pk__in={each.owner_team_id for each in care}).values_list("kind", flat=True)
    ) == {TeamKind.CARE}
    for person in User.objects.exclude(name="Esra Zorgdrager"):
        seen = access(person, Municipality.objects.get(), today=local_date(NOW))
        assert not any(seen.may("see", signal) for signal in care), person


def test_care_shows_on_no_public_page(lived):
    care = [signal for story, signal in lived if story.care]
    client = Client(HTTP_HOST="127.0.0.1")
    areas = {path for signal in care for path in (signal.area_path,)}
    codes = Area.objects.filter(path__in=areas).values_list("code", flat=True)
    for url in (
        "/",
        "/beloften/",
        "/gegevens/beloften.csv",
        "/gegevens/antwoorden.csv",
        *(f"/gebied/{c}/" for c in codes),
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        page = b"".join(answer) if answer.streaming else answer.content
        assert not [each.title for each in care if each.title.encode() in page], url
    for signal in care:
        assert client.get(f"/melding/{signal.subject.code}/").status_code == 404


def test_only_the_newest_letters_still_wait(merwoude):
    waiting = Outbox.objects.filter(kind="letter", done_at=None)
    queued = Letter.objects.filter(state=LetterState.QUEUED)
    assert {row.ids["letter"] for row in waiting} == {str(letter.pk) for letter in queued}
    assert 3 <= queued.count() <= 15
    assert queued.count() == queued.values("kind").distinct().count()
    assert all(letter.made_at > NOW - timedelta(days=14) for letter in queued)
    assert Letter.objects.filter(state=LetterState.SENT).count() > 800


def test_no_letter_about_the_past_was_lost(merwoude):
    assert not Letter.objects.filter(state__in=(LetterState.WITHDRAWN, LetterState.FAILED)).exists()
    assert not Letter.objects.filter(state=LetterState.SENT, sent_at=None).exists()


def test_the_worker_finds_nothing_left_to_tell_or_close(merwoude):
    assert clocks.tell_late_promises(now=NOW) == 0
    assert clocks.close_finished(now=NOW) == 0


def test_fatima_has_signals_of_her_own(merwoude):
    own = Asker.objects.filter(user__name="Fatima Voorbeeld").values_list("subject__signal__state", flat=True)
    assert len(set(own)) >= 3


def test_it_is_built_in_an_empty_database_only(merwoude):
    with pytest.raises(Stop, match="already"):
        actions.build(now=NOW)


def test_the_year_to_come_is_being_prepared(merwoude):
    """A round that runs, wishes at departments in each state, a project received by name and one offered, a log."""
    from wijkwerk.work.plans.models import Match, Round, RoundWish  # noqa: PLC0415
    from wijkwerk.work.projects.models import LogNote, Project  # noqa: PLC0415

    round_ = Round.objects.get()
    assert round_.step == "call"
    assert round_.call_from <= local_date(NOW) <= round_.call_until
    assert RoundWish.objects.count() >= 2
    states = Counter(Match.objects.values_list("state", flat=True))
    assert states == {"included": 2, "refused": 1, "negotiating": 1, "asked": 2}
    assert all(match.decide_by and match.decide_by > local_date(NOW) for match in Match.objects.all())
    assert Counter(Project.objects.values_list("state", flat=True)) == {"received": 1, "offered": 1}
    assert Project.objects.get(state="received").owner_person is not None
    assert LogNote.objects.count() == 3
