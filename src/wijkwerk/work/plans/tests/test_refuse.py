"""A department says no, with the reason that area and residents read (O30, T2)."""

import pytest

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import matching, writing
from wijkwerk.work.plans.models import Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import ALL, put
from wijkwerk.work.plans.tests.desk_cast import url


def test_the_writers_and_residents_read_the_reason(town: Town, agenda: Plan, log_in, client):
    """The reason stands on the item's page for who writes the plan, and for everybody once the plan is public."""
    item = put(town, agenda)
    cast.bring(town, cast.ask(town, item), "refused")
    page = log_in("owner").get(url("item_work", item)).content.decode()
    assert "Niet opgenomen, omdat: De straat is net nieuw." in page
    assert client.get(url("item", item)).status_code == 404
    writing.discuss(plan=agenda, by=town.people["owner"], roles=ALL, now=NOW)
    assert "niet opgenomen, omdat: De straat is net nieuw." in client.get(url("item", item)).content.decode()


@pytest.mark.parametrize(("reason", "said"), [("\n ", "waarom niet"), ("BSN 111222333", "burgerservice")])
def test_no_reason_no_refusal(town: Town, agenda: Plan, reason, said):
    """Without a reason, or with a citizen service number in it, nothing is decided."""
    match = cast.ask(town, put(town, agenda))
    with pytest.raises(Refused, match=said):
        matching.refuse(match=match, reason=reason, by=town.people["traffic"], roles=cast.DECIDES, now=NOW)
    match.refresh_from_db()
    assert match.state == "asked"


def test_hostile_words_are_shown_and_never_run(town: Town, agenda: Plan, log_in):
    """What a department types is text on every page that shows it."""
    match = cast.ask(town, put(town, agenda), ask="<script>alert(1)</script>")
    text = "<img src=x onerror=alert(2)>"
    by = {"by": town.people["traffic"], "roles": cast.DECIDES, "now": NOW}
    matching.note_match(match=match, text=text, **by)
    matching.refuse(match=match, reason=text, **by)
    client = log_in("traffic")
    for address in (
        url("item_work", match.item),
        url("match", match.pk),
        url("department", "verkeer") + "?jaar=2028",
        url("departments") + "?jaar=2028",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
