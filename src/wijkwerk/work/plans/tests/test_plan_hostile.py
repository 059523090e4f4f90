"""Hostile text in every field and address of the writers' pages: shown as text, never as a page, an error or a fault."""

from typing import Any

import pytest

from wijkwerk.testing_cast import Town
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.plans.tests.conftest import adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import LINE, full_form, url

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% csrf_token %}",
    "'; DROP TABLE plans_plan; --",
    "\u202eomgekeerd \u0000 \ufeff",
    '=HYPERLINK("http://x")',
    "a" * 5000,
    "💥" * 300,
)
RAW = ("<script>alert", "<img src=x")


def sound(client: Any, response: Any) -> None:
    """No fault, and nothing of it as markup, now or on the page that follows."""
    assert response.status_code in (200, 302, 400, 404, 422), response.status_code
    if response.status_code == 302:
        response = client.get(response["Location"])
        assert response.status_code == 200
    text = response.content.decode()
    assert not any(raw in text for raw in RAW)
    assert "14{%" not in text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_field_takes_hostile_text_as_text(town: Town, log_in: Any, text: str) -> None:
    client, plan = log_in("owner"), begin(town)
    item = put(town, plan)

    def post(name: str, *things: Any, **data: Any) -> None:
        # The second time for who goes on after a hint.
        for _ in range(2):
            sound(client, client.post(url(name, *things), data))

    begun = {"area_path": text, "title": text, "starts": text, "ends": text, "team": text, "replaces": text}
    sound(client, client.post(url("begin_plan") + "?soort=agenda", begun))
    good: dict[str, Any] = {
        "area_path": town.areas["Noord"].path,
        "starts": "1-1-2027",
        "ends": "2-1-2027",
        "replaces": "",
    }
    good |= {"title": text, "team": town.teams["gebiedsteam"].pk}
    sound(client, client.post(url("begin_plan") + "?soort=agenda", good))
    post("change_plan", plan, title=text, starts="1-1-2027", ends="1-2-2027")
    post("write_part", plan, "jaar", text=text, seen=text)
    post("write_part", plan, "willen", text=text, seen="")
    for field in LINE:
        post("propose_item", plan, **LINE | {field: text})
    for field in full_form(item, town):
        post("change_item", item, **full_form(item, town, **{field: text}))
    post("link_signal", item, code=text)
    post("serve", item, code=text)
    post("move_item", item, naar=text)
    post("drop", item, why=text)
    post("adopt_plan", plan, body=text, decided_on="1-1-2026", where=text)
    post("account_for", plan, account=text)
    for name in ("work", "board"):
        sound(client, client.get(url(name, plan)))
    for each in PlanItem.objects.all():
        sound(client, client.get(url("item_work", each)))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_address_and_filter_takes_nonsense(town: Town, log_in: Any, text: str) -> None:
    client, plan = log_in("owner"), begin(town)
    signal = town.signal()
    item = put(town, plan, signal)
    short = text.replace("/", "")[:60].replace("\0", "") or "x"
    for name in ("gebied", "soort", "jaar", "fase", "aandacht", "na"):
        sound(client, client.get(url("list"), {name: text[:900]}))
    sound(client, client.get(url("board", plan), {"stroom": text[:900], "bij": text[:900]}))
    sound(client, client.get(url("link_signal", item), {"q": text[:900]}))
    sound(client, client.get(url("put_in_plan", signal.subject.code), {"plan": text[:900]}))
    sound(client, client.get(url("begin_plan"), {"soort": text[:900]}))
    for name in ("work", "board", "item_work", "choose", "put_in_plan"):
        assert client.get(url(name, short)).status_code == 404
    assert client.get(url("unlink_signal", item, short)).status_code == 404
    assert client.get(url("serve_no_more", item, short)).status_code == 404


@pytest.mark.parametrize(
    "mark", ["~", "a~b~c~d", "k0.~1~2027-01-01~00", "~99999999999~2027-01-01~" + "0" * 32, "²~²~²~²"]
)
def test_a_mark_of_a_page_that_makes_no_sense_begins_the_list(agenda: Any, log_in: Any, mark: str) -> None:
    response = log_in("owner").get(url("list"), {"na": mark})
    assert response.status_code == 200


def test_hostile_words_in_a_letter_and_in_the_panel_of_a_signal_stay_words(town: Town, log_in: Any) -> None:
    signal, plan = town.signal(), begin(town, title=HOSTILE[0])
    item = choose(town, put(town, plan, signal, title=HOSTILE[1]))
    adopt(town, plan)
    client = log_in("owner")
    from django.urls import reverse  # noqa: PLC0415

    text = client.get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    assert item.subject.code in text
    assert not any(raw in text for raw in RAW)
