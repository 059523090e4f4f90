"""Drop an item: never without a reason that residents read; what was promised is withdrawn and asks a new answer."""

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url


def lines(signal) -> list[str]:
    rows = Line.objects.filter(subject=signal.pk, verb__in=("planned", "unplanned", "promise_dropped"))
    return list(rows.order_by("at", "id").values_list("verb", flat=True))


def test_it_works_with_the_reason_and_the_page_says_who_hears_it(town, agenda, log_in, letters):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    client = log_in("traffic")
    assert "Eén mens krijgt hierover bericht" in page_of(client, "drop", item)
    client.post(url("drop", item), {"why": "Er ligt een gasleiding."})
    item.refresh_from_db()
    assert (item.state, item.why) == ("dropped", "Er ligt een gasleiding.")
    assert letters(signal)[-1] == "promise_dropped"
    assert sorted(lines(signal)) == ["planned", "promise_dropped", "unplanned"]


def test_without_a_reason_nothing_is_dropped(town, agenda, log_in):
    item = put(town, agenda)
    answer = log_in("owner").post(url("drop", item), {"why": "  "})
    assert answer.status_code == 422
    assert "De mensen die dit vroegen, lezen het" in said(answer)
    item.refresh_from_db()
    assert item.state == "proposed"


def test_what_fell_out_can_be_proposed_again_and_is_no_promise_any_more(town, agenda, log_in):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    client = log_in("owner")
    client.post(url("drop", item), {"why": "Geen geld."})
    assert client.post(url("propose_again", item)).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.why, item.adopted_at) == ("proposed", "", None)
    assert lines(signal)[-1] == "planned"


def test_a_proposal_that_falls_out_tells_nobody(town, agenda, log_in, letters):
    signal = town.signal()
    item = put(town, agenda, signal)
    log_in("owner").post(url("drop", item), {"why": "Dubbel."})
    assert letters(signal) == ["receipt"]
    assert lines(signal) == ["planned", "unplanned"]


def test_what_a_replaced_plan_promised_can_still_be_finished_or_dropped(town, agenda, log_in):
    item = choose(town, put(town, agenda, town.signal()))
    other = choose(town, put(town, agenda, title="Iets anders"))
    loose = put(town, agenda, title="Nooit gekozen")
    adopt(town, agenda)
    adopt(town, begin(town, title="De volgende", replaces=agenda))
    client = log_in("traffic")
    assert client.post(url("finish", item), {"how": "Het ligt er."}).status_code == 302
    assert client.post(url("drop", other), {"why": "Geen geld."}).status_code == 302
    answer = client.post(url("drop", loose), {"why": "Oud."})
    assert answer.status_code == 422
    assert "afgesloten" in said(answer)


def test_a_bsn_in_the_reason_is_refused(town, agenda, log_in):
    item = put(town, agenda)
    answer = log_in("owner").post(url("drop", item), {"why": "Van 123456782"})
    assert answer.status_code == 422
    assert "burgerservicenummer" in said(answer)


def test_dropped_twice_is_dropped_once(town, agenda):
    import pytest  # noqa: PLC0415

    from wijkwerk.work.answers.actions import Refused  # noqa: PLC0415

    item = put(town, agenda)
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    items.drop(item=item, why="Dubbel.", **by)
    with pytest.raises(Refused):
        items.drop(item=item, why="Nog eens.", **by)
