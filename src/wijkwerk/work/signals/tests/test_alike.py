"""Staff find what looks alike, see the two side by side, and merge or split on pages that work without JavaScript."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.rules.workflow import CLOCK, OWNER_TEAM, STAFF
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, merging, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.finding import likeness
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.places import Place
from wijkwerk.work.signals.public.near import similar

LogIn = Callable[..., Client]
OWNERS = frozenset({OWNER_TEAM})
TEXT = "De lantaarn voor de school brandt niet meer"
SAME = "Lantaarnpaal bij de school is kapot en donker"
METRE = 1 / 111_320

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def signal(town: Town) -> Signal:
    return town.signal(text=TEXT, title="", theme="licht")


def other(town: Town, *, metres: float = 20, days: int = 3, text: str = SAME, **given: Any) -> Signal:
    middle = town.place()
    assert middle.lat is not None
    place = given.pop("place", None) or replace(middle, lat=middle.lat + metres * METRE)
    values = {"theme": "licht", "title": "", "text": text, "place": place} | given
    return town.signal(**values, now=NOW - timedelta(days=days))


def found(town: Town, signal: Signal, part: str = "intake") -> list[Signal]:
    return [each.signal for each in likeness.look_alikes(signal, town.access(part), now=NOW)]


def compared(town: Town, signal: Signal, part: str = "intake") -> set[Signal]:
    return set(likeness.compared_with(signal, town.access(part), now=NOW))


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def test_the_likeliest_come_first_with_their_reasons(town: Town, signal: Signal) -> None:
    near = other(town)
    other(town, metres=280, days=100, text="Hondenpoep op de stoep", theme="afval")
    first = likeness.look_alikes(signal, town.access("intake"), now=NOW)[0]
    assert first.signal == near
    assert first.because[:3] == ["20 meter verderop", "zelfde thema", "3 dagen eerder"]
    assert first.mergeable


def test_only_what_is_near_and_of_late_is_compared(town: Town, signal: Signal) -> None:
    near = other(town)
    other(town, metres=400)
    other(town, days=130)
    assert compared(town, signal) == {near}


def test_without_a_point_the_same_theme_in_the_same_area_is_compared(town: Town, signal: Signal) -> None:
    vague = Place("bij de school", area_path=signal.area_path, precise="area")
    asked = other(town, place=vague)
    same = other(town, place=vague)
    other(town, place=vague, theme="groen")
    other(town, place=Place("ergens"))
    assert compared(town, asked) == {same, signal}
    assert compared(town, signal) == {asked, same}
    assert compared(town, other(town, place=Place("ergens"))) == set()


def close(town: Town, signal: Signal, days: int) -> None:
    new = NewAnswer("no", town.teams["verkeer"], text="Nee", reason="Er is geen geld.")
    by, moment = town.people["traffic"], NOW - timedelta(days=days)
    signal = actions.answer(signal=signal, new=new, by=by, roles=OWNERS, now=moment)
    actions.close(signal=signal, by=None, roles=frozenset({CLOCK}), now=moment)


def test_what_was_closed_lately_is_shown_but_takes_nothing_in(town: Town, signal: Signal) -> None:
    lately, long_ago = (other(town, days=62, text=TEXT) for _ in range(2))
    close(town, lately, 59)
    close(town, long_ago, 61)
    assert compared(town, signal) == {lately}
    (only,) = likeness.look_alikes(signal, town.access("intake"), now=NOW)
    assert not only.mergeable


def test_care_and_what_one_may_not_see_are_never_compared(
    town: Town, other_town: Town, signal: Signal
) -> None:
    secret, elsewhere, merged = other(town), other(town), other(town)
    care.make_care(signal=secret, by=town.people["owner"], roles=frozenset({STAFF}), now=NOW)
    other(other_town)
    merging.merge(signal=merged, into=elsewhere, by=town.people["owner"], roles=OWNERS, now=NOW)
    assert compared(town, signal) == {elsewhere}
    assert compared(town, signal, "carer") == set()
    assert compared(town, signal, "member") == set()
    secret.refresh_from_db()
    assert found(town, secret, "carer") == []


@pytest.mark.parametrize("number", [1, 12])
def test_one_query_however_many(town: Town, signal: Signal, number: int) -> None:
    for _ in range(number):
        other(town)
    access = town.access("intake")
    with CaptureQueriesContext(connection) as queries:
        shown = likeness.look_alikes(signal, access, now=NOW)
    assert len(queries) == 1
    assert len(shown) == min(number, 10)


@pytest.mark.skipif(is_postgres(), reason="a planner that counts reads a table this small as a whole")
def test_the_box_and_the_area_each_have_their_index(town: Town, signal: Signal) -> None:
    with CaptureQueriesContext(connection) as queries:
        likeness.compared_with(signal, town.access("intake"), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "SCAN signals_signal" not in plan


def test_the_page_shows_the_reasons_and_leads_to_the_two_side_by_side(
    town: Town, log_in: LogIn, signal: Signal
) -> None:
    near = other(town)
    client = log_in("owner")
    assert url("alike", signal) in client.get(url("detail", signal)).content.decode()
    page = client.get(url("alike", signal)).content.decode()
    assert "20 meter verderop, zelfde thema, 3 dagen eerder" in page
    both = f"{url('merge', signal)}?met={near.subject.code}"
    assert both in page
    page = client.get(both).content.decode()
    for words in (TEXT, SAME, "Deze melding houdt op", "Deze melding gaat door", "Andersom"):
        assert words in page
    done = client.post(both, {"once": "1"})
    assert done["Location"] == url("detail", near)
    signal.refresh_from_db()
    assert signal.merged_into == near


def test_the_page_of_an_alderman_or_of_another_team_is_not_there(
    town: Town, log_in: LogIn, signal: Signal
) -> None:
    for part in ("alderman", "member", "elsewhere", "carer", "resident"):
        for name in ("alike", "merge", "unmerge", "split"):
            assert log_in(part).get(url(name, signal)).status_code == 404


def test_a_code_typed_by_hand_is_read_as_people_write_it(town: Town, log_in: LogIn, signal: Signal) -> None:
    near = other(town)
    code = near.subject.code
    client = log_in("owner")
    assert "Code van de andere melding" in client.get(url("merge", signal)).content.decode()
    written = f"{code[:4].lower()} {code[4:]}"
    assert SAME in client.get(url("merge", signal), {"met": written}).content.decode()


@pytest.mark.parametrize("which", ["", "x", "2222222222", "hidden", "care", "elsewhere"])
def test_a_code_one_may_not_see_is_said_to_be_unknown(
    town: Town, other_town: Town, log_in: LogIn, signal: Signal, which: str
) -> None:
    others = {
        "hidden": lambda: other(town, place=town.place("Havenbuurt"), theme="groen"),
        "care": lambda: town.signal(care=True),
        "elsewhere": other_town.signal,
    }
    typed = others[which]().subject.code if which in others else which
    address = f"/m/{town.municipality.code}{url('merge', signal)}"
    page = log_in("owner").get(address, {"met": typed})
    assert page.status_code == 422
    assert "met" in page.context["form"].errors
    assert log_in("owner").post(f"{address}?met={typed}").status_code == 422
    assert not Signal.objects.filter(state="merged").exists()


def test_what_is_refused_is_said_on_the_page_with_the_two(town: Town, log_in: LogIn, signal: Signal) -> None:
    near = other(town)
    Signal.objects.filter(pk=near.pk).update(formal_kind="woo", legal_due=TODAY)
    page = log_in("owner").post(f"{url('merge', signal)}?met={near.subject.code}", {"once": "1"})
    assert page.status_code == 422
    assert "officieel bericht" in page.content.decode()


def test_both_pages_show_the_tie_and_it_can_be_undone_there(
    town: Town, log_in: LogIn, signal: Signal
) -> None:
    near = other(town)
    client = log_in("owner")
    client.post(f"{url('merge', signal)}?met={near.subject.code}", {"once": "1"})
    gone, on = (client.get(url("detail", each)).content.decode() for each in (signal, near))
    assert "Samengevoegd met" in gone
    assert f"De melders zijn mee naar {near.subject.code}" in gone
    assert "Erbij gekomen" in on
    assert f'Kwam van <a class="ww-link" href="{url("detail", signal)}">' in on
    assert client.post(url("unmerge", signal), {"once": "2"}).status_code == 302
    gone, on = (client.get(url("detail", each)).content.decode() for each in (signal, near))
    assert "Samengevoegd met <a" not in gone
    assert "Erbij gekomen" not in on
    assert client.get(url("unmerge", signal))["Location"] == url("detail", signal)


PARTS = {
    "title1": "Hard rijden", "text1": "Er wordt te hard gereden.", "theme1": "verkeer", "kind1": "worry",
    "title2": "Losse tegels", "text2": "Er liggen losse tegels.", "theme2": "groen", "kind2": "report",
    "once": "1",
}  # fmt: skip


def test_splitting_shows_two_rows_and_takes_up_to_five(town: Town, log_in: LogIn, signal: Signal) -> None:
    client = log_in("owner")
    page = client.get(url("split", signal)).content.decode()
    assert TEXT in page
    assert page.count("Nog een deel") == 3
    third = {"title5": "Nog iets", "text5": "En nog iets.", "theme5": "afval", "kind5": "idea"}
    assert client.post(url("split", signal), PARTS | third).status_code == 302
    assert set(Signal.objects.filter(split_from=signal).values_list("title", "theme")) == {
        ("Hard rijden", "verkeer"),
        ("Losse tegels", "groen"),
        ("Nog iets", "afval"),
    }
    page = client.get(url("detail", signal)).content.decode()
    assert "Gesplitst in" in page
    part = Signal.objects.get(title="Nog iets")
    assert "Deel van" in client.get(url("detail", part)).content.decode()


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title1", {"title1": ""}),
        ("text2", {"text2": ""}),
        ("text3", {"title3": "Nog iets"}),
        ("title4", {"text4": "Nog iets"}),
        ("theme1", {"theme1": "bestaat niet"}),
        ("text1", {"text1": "Het nummer is 111222333"}),
        ("title2", {"title2": "x" * 121}),
    ],
)
def test_half_a_part_comes_back_with_the_error_at_the_field_and_all_that_was_typed(
    town: Town, log_in: LogIn, signal: Signal, field: str, given: dict[str, str]
) -> None:
    page = log_in("owner").post(url("split", signal), PARTS | given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "Losse tegels" in page.content.decode() or field == "title2"
    assert Signal.objects.count() == 1
    assert ('<details class="ww-details" open>' in page.content.decode()) == (field[-1] in "345")


def test_personal_data_in_a_part_is_pointed_out_once(town: Town, log_in: LogIn, signal: Signal) -> None:
    client = log_in("owner")
    personal = PARTS | {"text1": "Bel Kees op 06 12345678."}
    page = client.post(url("split", signal), personal)
    assert "Lees dit voor u verstuurt" in page.content.decode()
    assert Signal.objects.count() == 1
    again = personal | {"warned": page.context["form"].warned}
    assert client.post(url("split", signal), again).status_code == 302


def test_sent_twice_it_is_split_once(town: Town, log_in: LogIn, signal: Signal) -> None:
    client = log_in("owner")
    assert [client.post(url("split", signal), PARTS).status_code for _ in range(2)] == [302, 302]
    assert Signal.objects.count() == 3
    assert Asker.objects.count() == 3


def test_a_promise_takes_both_ways_off_the_page(town: Town, log_in: LogIn, signal: Signal) -> None:
    new = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Een lamp", due_until=TODAY)
    actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)
    page = log_in("owner").get(url("detail", signal)).content.decode()
    assert url("alike", signal) not in page
    assert url("split", signal) not in page


def test_residents_are_not_shown_what_was_merged_twice(town: Town, signal: Signal) -> None:
    near = other(town)
    by = town.people["owner"]
    for each in (signal, near):
        publishing.show(signal=each, words=PublicWords("Lantaarn", "Lindelaan"), by=by, now=NOW)
        each.refresh_from_db()
    place = {"lon": near.public_lon, "lat": near.public_lat, "theme": "licht", "now": NOW}
    assert len(similar(town.municipality, **place)) == 2
    merging.merge(signal=signal, into=near, by=by, roles=OWNERS, now=NOW)
    assert [each.code for each in similar(town.municipality, **place)] == [near.subject.code]
