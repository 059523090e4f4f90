"""What is past its term is destroyed after two people looked, in pieces that survive a kill, and a declaration is kept (D15)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind, User
from wijkwerk.ground.subjects import destroying, holding
from wijkwerk.ground.subjects.models import DestructionList
from wijkwerk.testing_cast import NOW, SINCE
from wijkwerk.work.signals.actions.care import make_care
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db
LATER = datetime(2034, 1, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def second(town):
    """A second records keeper."""
    user = User.objects.create_user("archief.2@example.org", name="Tweede")
    Role.objects.create(municipality=town.municipality, user=user, kind=RoleKind.RECORDS, since=SINCE)
    return user


def ended(town, number=1, **given):
    """Signals that ended and may go from 2032."""
    made = [town.signal(**given) for _ in range(number)]
    keys = [each.pk for each in made]
    Signal.objects.filter(pk__in=keys).update(
        state="closed", closed_at=NOW, destroy_after=NOW.date().replace(year=2031), result="no"
    )
    return made


def propose(town, by="keeper", now=LATER, **more):
    who = town.people[by] if by else None
    return destroying.propose(municipality=town.municipality, by=who, now=now, **more)


def approved(town, second):
    made = propose(town)
    return destroying.approve(made=made, why="Gezien.", by=second, now=LATER)


def texts():
    return Signal.objects.exclude(text="").count()


def test_proposed_approved_and_carried_out(town, second):
    one = ended(town)[0]
    open_one = town.signal()
    made = propose(town)
    item = made.items.get()
    assert (item.subject_id, item.about, item.result) == (one.pk, "Verkeer en parkeren", "no")
    destroying.approve(made=made, why="Gezien.", by=second, now=LATER)
    assert outbox.do_due(now=LATER) >= 1
    made.refresh_from_db()
    assert made.done_at == LATER
    assert Signal.objects.get(pk=one.pk).erased_at == LATER
    assert Signal.objects.get(pk=open_one.pk).text
    verbs = Line.objects.filter(subject=made.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["list_proposed", "list_approved", "list_done"]


def test_the_declaration_says_what_by_which_rule_who_when_and_how(town, second):
    ended(town, 3)
    made = propose(town)
    destroying.leave_out(item=made.items.first(), why="Loopt nog iets.", by=second, now=LATER)
    destroying.approve(made=made, why="Lijst 2034-1.", by=second, now=LATER)
    outbox.do_due(now=LATER)
    said = DestructionList.objects.get(pk=made.pk).declaration
    for part in (
        "2 dossiers",
        "Tweede",
        "Keeper",
        "Lijst 2034-1.",
        "Wanneer en hoe: op 9 januari 2034 door",
        "artikel 8",
        "Niet vernietigd: 1 dossier",
    ):
        assert part in said
    assert "Fatima" not in said


def test_who_proposed_it_cannot_approve_it_and_the_database_agrees(town):
    ended(town)
    made = propose(town)
    with pytest.raises(Refused, match="zelf voorgesteld"):
        destroying.approve(made=made, why="x", by=town.people["keeper"], now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.filter(pk=made.pk).update(
            approved_by=town.people["keeper"], approved_at=LATER
        )


def test_what_the_clock_proposed_one_person_may_approve(town):
    ended(town)
    made = propose(town, by=None)
    assert destroying.approve(made=made, why="x", by=town.people["keeper"], now=LATER).approved_at


def test_an_approval_needs_a_reason_and_something_to_destroy(town, second):
    ended(town)
    made = propose(town)
    with pytest.raises(Refused, match="waarom"):
        destroying.approve(made=made, why=" ", by=second, now=LATER)
    destroying.leave_out(item=made.items.get(), why="Blijft.", by=second, now=LATER)
    with pytest.raises(Refused, match="niets meer"):
        destroying.approve(made=made, why="x", by=second, now=LATER)


def test_one_list_at_a_time_and_only_of_what_is_due(town):
    with pytest.raises(Refused, match="geen dossier"):
        propose(town)
    ended(town)
    with pytest.raises(Refused, match="geen dossier"):
        propose(town, now=NOW)
    propose(town)
    with pytest.raises(Refused, match="ligt al"):
        propose(town)


def test_a_withdrawn_list_destroys_nothing(town, second):
    ended(town)
    made = propose(town)
    destroying.withdraw(made=made, by=second, now=LATER)
    with pytest.raises(Refused, match="al goedgekeurd of ingetrokken"):
        destroying.approve(made=made, why="x", by=second, now=LATER)
    destroying.carry_out(list_id=str(made.pk), now=LATER)
    assert texts() == 1
    assert propose(town).items.count() == 1


def test_after_the_approval_nothing_of_the_list_changes(town, second):
    ended(town)
    made = approved(town, second)
    for work in (destroying.leave_out, destroying.put_back):
        why = {"why": "x"} if work is destroying.leave_out else {}
        with pytest.raises(Refused):
            work(item=made.items.get(), by=second, now=LATER, **why)
    with pytest.raises(Refused):
        destroying.withdraw(made=made, by=second, now=LATER)


def test_what_was_put_on_hold_or_reopened_meanwhile_is_left_and_says_so(town, second):
    one, two, three = ended(town, 3)
    made = approved(town, second)
    given = {"municipality": town.municipality, "by": second, "now": LATER}
    holding.hold(subject=one.subject, why="Rechtszaak.", **given)
    Signal.objects.filter(pk=two.pk).update(state="reopened", closed_at=None, destroy_after=None)
    outbox.do_due(now=LATER)
    made.refresh_from_db()
    assert made.done_at
    kept = {item.subject_id for item in made.items.exclude(left_out="")}
    assert kept == {one.pk, two.pk}
    assert Signal.objects.get(pk=three.pk).text == ""


def test_a_long_list_goes_in_pieces_and_the_worker_goes_on_by_itself(town, second, monkeypatch):
    monkeypatch.setattr(destroying, "CHUNK", 2)
    monkeypatch.setattr(destroying, "TURN", 2)
    ended(town, 9)
    made = approved(town, second)
    outbox.do_due(now=LATER)
    made.refresh_from_db()
    assert (texts(), made.done_at, made.items.filter(done_at=LATER).count()) == (0, LATER, 9)
    assert Outbox.objects.get(kind=destroying.KIND).tries == 0


def test_stopped_halfway_twice_it_goes_on_where_it_was(town, second, monkeypatch):
    monkeypatch.setattr(destroying, "CHUNK", 2)
    ended(town, 7)
    made = approved(town, second)
    once = {"left": 3}

    def breaks(**rest):
        once["left"] -= 1
        if once["left"] == 0:
            raise OSError("the power went out")
        return 0

    monkeypatch.setattr(
        hooks, "_hooks", {**hooks._hooks, "records.erase": [*hooks.joined("records.erase"), breaks]}
    )
    for whole in (2, 4):
        with pytest.raises(OSError, match="power"):
            destroying.carry_out(list_id=str(made.pk), now=LATER)
        done = made.items.filter(done_at__isnull=False).count()
        assert (done, 7 - texts()) == (whole, whole)  # never half a piece
        once["left"] = 3
    once["left"] = 99
    destroying.carry_out(list_id=str(made.pk), now=LATER)
    made.refresh_from_db()
    assert (texts(), made.items.filter(done_at=None).count()) == (0, 0)
    assert made.done_at


def test_the_clock_proposes_once_a_month(town):
    night = datetime(2034, 1, 9, 3, 30, tzinfo=UTC)
    assert destroying.propose_monthly(now=night) == 0
    ended(town)
    assert destroying.propose_monthly(now=night.replace(hour=12)) == 0
    assert destroying.propose_monthly(now=night) == 1
    made = DestructionList.objects.get()
    destroying.withdraw(made=made, by=town.people["keeper"], now=night)
    assert destroying.propose_monthly(now=night + timedelta(days=1)) == 0
    assert destroying.propose_monthly(now=night + timedelta(days=30)) == 1


def test_a_list_has_at_most_a_thousand(town, monkeypatch):
    monkeypatch.setattr(destroying, "MOST", 2)
    monkeypatch.setattr(
        destroying.due, "__kwdefaults__", {**(destroying.due.__kwdefaults__ or {}), "most": 2}
    )
    ended(town, 3)
    assert propose(town).items.count() == 2


def test_what_becomes_care_leaves_the_list_that_others_read(town):
    stays, goes = ended(town, 2)
    made = propose(town)
    make_care(signal=goes, by=town.people["traffic"], roles=frozenset({"owner_team"}), now=NOW)
    assert [item.subject_id for item in made.items.all()] == [stays.pk]


def test_care_stands_on_a_list_of_its_own(town):
    ended(town, care=True)
    with pytest.raises(Refused, match="geen dossier"):
        propose(town)
    assert propose(town, care=True).items.count() == 1


def test_a_signal_of_another_municipality_stands_on_no_list(town, other_town):
    ended(other_town)
    with pytest.raises(Refused, match="geen dossier"):
        propose(town)
