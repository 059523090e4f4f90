"""The list as a table opens no formula in a spreadsheet, gives back what was written, and holds nothing of who asked."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.kit.tables import CONTROL, FORMULA, QUOTE
from wijkwerk.ground.people.models import Team, User
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.desk.lists import list_views
from wijkwerk.work.signals.models import Signal

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
OWNERS = frozenset({"owner_team"})
# Each way in which a spreadsheet begins a formula or leaves its cell (RELIABILITY 15).
LEADS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "'=1", '";=1;"', "=cmd|'/C calc'!A0", "  =1",
)  # fmt: skip


def table(client: Client, **given: str) -> list[dict[str, str]]:
    answer = client.get(reverse("signals:list_csv"), given)
    assert answer.status_code == 200
    assert answer.streaming
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_a_line_tells_what_the_list_tells(town: Town, log_in: LogIn) -> None:
    signal = actions.take(
        signal=town.signal(now=NOW - timedelta(days=60)), by=town.people["traffic"], roles=OWNERS, now=NOW
    )
    (line,) = table(log_in("traffic"))
    assert line["code"] == signal.subject.code
    assert (line["titel"], line["thema"], line["soort"]) == (
        "Hard rijden bij de school",
        "Verkeer en parkeren",
        "Ik maak mij zorgen",
    )
    assert (line["team"], line["eigenaar"], line["gebied"]) == (
        signal.owner_team.name,
        "Traffic",
        "Lindebuurt",
    )
    assert (line["fase"], line["te_laat"], line["aantal_melders"]) == ("In behandeling", "ja", "1")
    assert line["binnengekomen"] == "2026-09-24"
    assert tuple(line) == list_views.HEAD


@pytest.mark.parametrize("lead", LEADS)
def test_no_text_column_opens_as_a_formula_and_taking_the_quote_away_gives_it_back(
    town: Town, log_in: LogIn, lead: str
) -> None:
    signal = actions.take(signal=town.signal(title=lead), by=town.people["traffic"], roles=OWNERS, now=NOW)
    User.objects.filter(pk=town.people["traffic"].pk).update(name=lead)
    Team.objects.filter(pk=signal.owner_team_id).update(name=lead)
    _call_it(town, lead)
    (line,) = table(log_in("traffic"))
    hostile = [name for name, cell in line.items() if cell.removeprefix(QUOTE) in (lead, lead.strip())]
    assert {"titel", "eigenaar", "team"} <= set(hostile)
    if not CONTROL & set(lead):
        assert {"thema", "soort"} <= set(hostile)
    for name, cell in line.items():
        assert cell.strip()[:1] not in FORMULA, name
        assert cell[:1] not in CONTROL, name


def _call_it(town: Town, lead: str) -> None:
    """Themes and kinds with this word, where the settings accept it."""
    if CONTROL & set(lead):
        return
    raw: dict[str, Any] = {**documents.current(town.municipality).raw}
    raw["themes"] = [{**each, "label": lead} if each["key"] == "verkeer" else each for each in raw["themes"]]
    raw["kinds"] = [{**each, "label": lead} if each["key"] == "worry" else each for each in raw["kinds"]]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")


def test_nothing_of_who_asked_nor_a_word_of_theirs_is_in_it(town: Town, log_in: LogIn) -> None:
    town.signal(title="", text="Mijn buurvrouw Geheim rijdt te hard.")
    for part in ("traffic", "owner", "intake", "alderman"):
        (line,) = table(log_in(part))
        assert line["titel"] == ""
        assert not {"Fatima", "fatima@example.org"} & set(line.values())
        assert "Geheim" not in str(line)


def test_it_has_the_rows_and_the_order_of_the_list_and_only_what_one_may_see(
    town: Town, log_in: LogIn
) -> None:
    town.signal(title="Eerste", now=NOW - timedelta(days=1))
    mine = town.signal(title="Tweede", now=NOW)
    town.signal(title="Groen", theme="groen")
    client = log_in("owner")
    assert [line["titel"] for line in table(client, thema="verkeer")] == ["Tweede", "Eerste"]
    assert [line["titel"] for line in table(client, thema="verkeer", volgorde="oudste")] == [
        "Eerste",
        "Tweede",
    ]
    assert table(log_in("elsewhere")) == []
    care.make_care(signal=mine, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert "Tweede" not in str(table(client))


def test_a_table_that_is_cut_says_so_in_its_name(
    town: Town, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        town.signal()
    client = log_in("owner")
    assert "eerste" not in client.get(reverse("signals:list_csv"))["Content-Disposition"]
    monkeypatch.setattr(list_views, "MOST_LINES", 2)
    assert "-eerste-2.csv" in client.get(reverse("signals:list_csv"))["Content-Disposition"]
    assert len(table(client)) == 2


@pytest.mark.parametrize("number", [2, 60])
def test_it_costs_the_same_queries_however_many_rows(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        town.signal()
    client = log_in("owner")
    client.get(reverse("signals:list"))
    with django_assert_max_num_queries(6):
        assert len(table(client)) == number
    assert Signal.objects.count() == number
