"""A keeper proposes, looks, leaves out, holds; a second one approves; both read codes, dates and rules and never a text (D15)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.people.models import Role, RoleKind, User
from wijkwerk.ground.subjects.models import DestructionList
from wijkwerk.testing_cast import NOW, SINCE
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db
PAST = NOW.date().replace(year=2020)


@pytest.fixture
def second(town, log_in):
    """A client of a second keeper."""
    user = User.objects.create_user("archief.2@example.org", name="Tweede")
    Role.objects.create(municipality=town.municipality, user=user, kind=RoleKind.RECORDS, since=SINCE)
    town.people["second"] = user
    return log_in("second")


def ended(town, **given):
    signal = town.signal(title="Geheime titel", **given)
    Signal.objects.filter(pk=signal.pk).update(
        state="closed", closed_at=NOW, destroy_after=PAST, result="no", retention_rule="8.1"
    )
    return signal


def url(name, *args):
    return reverse(f"subjects:{name}", args=args)


def proposed(client, **more):
    client.post(url("propose"), {"once": "p"} | more)
    return DestructionList.objects.get(done_at=None)


def test_the_whole_way_from_proposal_to_declaration(town, log_in, second):
    signal, first = ended(town), log_in("keeper")
    assert "Van 1 dossier" in first.get(url("records")).content.decode()
    made = proposed(first)
    page = first.get(url("list", made.pk)).content.decode()
    assert signal.subject.code in page
    assert "Regel 8.1" in page
    assert "Keur goed" not in page  # not by who proposed it
    assert second.post(url("approve", made.pk), {"why": "Gezien.", "once": "a"}).status_code == 302
    assert "0 van 1 dossier" in first.get(url("list", made.pk)).content.decode()
    outbox.do_due(now=timezone.now())
    assert "Verklaring van vernietiging" in first.get(url("list", made.pk)).content.decode()
    paper = first.get(url("declaration", made.pk))
    assert paper.content.startswith(b"%PDF-")
    assert "vernietigd op" in first.get(url("records")).content.decode()


def test_no_page_shows_a_text_of_a_person(town, log_in):
    signal, keeper = ended(town), log_in("keeper")
    made = proposed(keeper)
    keeper.post(url("holds"), {"code": signal.subject.code, "why": "Zaak.", "once": "h"})
    item = made.items.get()
    for where in (url("records"), url("list", made.pk), url("leave_out", item.pk), url("holds")):
        page = keeper.get(where).content.decode()
        assert "Geheime titel" not in page
        assert "Fatima" not in page


def test_who_proposed_it_gets_no_form_to_approve(town, log_in):
    """By its address, too: back to the list, which says whom to ask."""
    ended(town)
    keeper = log_in("keeper")
    made = proposed(keeper)
    for answer in (
        keeper.get(url("approve", made.pk), follow=True),
        keeper.post(url("approve", made.pk), {"why": "x", "once": "a"}, follow=True),
    ):
        assert answer.redirect_chain == [(url("list", made.pk), 302)]
        assert "Vraag een collega" in answer.content.decode()
    made.refresh_from_db()
    assert made.approved_at is None


def test_left_out_with_a_reason_and_put_back(town, log_in):
    ended(town)
    keeper = log_in("keeper")
    item = proposed(keeper).items.get()
    assert keeper.post(url("leave_out", item.pk), {"why": "", "once": "l"}).status_code == 422
    assert keeper.post(url("leave_out", item.pk), {"why": "Loopt nog.", "once": "m"}).status_code == 302
    assert "Loopt nog." in keeper.get(url("list", item.list_id)).content.decode()
    keeper.post(url("put_back", item.pk))
    item.refresh_from_db()
    assert item.left_out == ""


def test_a_withdrawn_list_stays_to_be_seen(town, log_in):
    ended(town)
    keeper = log_in("keeper")
    made = proposed(keeper)
    keeper.post(url("withdraw", made.pk))
    assert "Er is niets gewist" in keeper.get(url("list", made.pk)).content.decode()
    assert keeper.get(url("declaration", made.pk)).status_code == 404


def test_a_dossier_is_held_by_its_code_and_let_go(town, log_in):
    signal, keeper = town.signal(), log_in("keeper")
    code = signal.subject.code
    small = f" {code[:4].lower()}-{code[4:].lower()} "
    assert keeper.post(url("holds"), {"code": small, "why": "Zaak.", "once": "h"}).status_code == 302
    assert "Zaak." in keeper.get(url("holds")).content.decode()
    assert keeper.post(url("release", code), {"why": "Klaar.", "once": "r"}).status_code == 302
    assert not Signal.objects.get(pk=signal.pk).legal_hold
    assert keeper.post(url("holds"), {"code": "AAAAAAAA", "why": "x", "once": "i"}).status_code == 422


def test_care_exists_only_for_a_keeper_of_the_care_line(town, log_in):
    signal, keeper = ended(town, care=True), log_in("keeper")
    assert "zorglijn" not in keeper.get(url("records")).content.decode()
    assert keeper.post(url("propose"), {"once": "p", "care": "ja"}).status_code == 404
    assert (
        keeper.post(url("holds"), {"code": signal.subject.code, "why": "x", "once": "h"}).status_code == 422
    )
    Role.objects.create(
        municipality=town.municipality, user=town.people["keeper"], kind=RoleKind.CARE,
        team=town.teams["zorg"], since=SINCE,
    )  # fmt: skip
    made = proposed(keeper, care="ja")
    assert made.care
    assert signal.subject.code in keeper.get(url("list", made.pk)).content.decode()


def test_fifty_a_page(town, log_in):
    for _ in range(3):
        ended(town)
    keeper = log_in("keeper")
    made = proposed(keeper)
    first = made.items.order_by("id")[0]
    page = keeper.get(url("list", made.pk), {"na": str(first.pk)}).content.decode()
    assert first.subject.code not in page
    assert keeper.get(url("list", made.pk), {"na": "geen"}).status_code == 200


def test_the_menu_of_a_keeper_leads_there_and_that_of_others_does_not(town, log_in):
    assert url("records") in log_in("keeper").get("/").content.decode()
    assert url("records") not in log_in("traffic").get("/").content.decode()
