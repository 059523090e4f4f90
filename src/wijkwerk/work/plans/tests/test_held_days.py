"""Lists go by the days that hold, and a plan that ends while it is revised reads as it was adopted for ever (I27)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.public import views
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put

LATER = NOW + timedelta(days=1)
HOLDS, DRAFT = "Agenda van Noord", "Een naam die nog niet geldt"
NEVER, ADOPTED = "Dit werd nooit vastgesteld.", "Wij maken de straat veilig."


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def by(town: Town) -> dict[str, Any]:
    return {"by": town.people["owner"], "roles": ALL, "now": LATER}


def year(number: int, until: int | None = None) -> dict[str, date]:
    return {"starts": date(number, 1, 1), "ends": date(until or number, 12, 31)}


def revised(town: Town, title: str, holds: dict[str, date], draft: dict[str, date]) -> Plan:
    plan = begin(town, title=title, **holds)
    adopt(town, plan)
    writing.revise(plan=plan, **by(town))
    return writing.change_plan(plan=plan, title=DRAFT, **draft, **by(town))


def body(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    text: str = answer.content.decode()
    return text


def test_the_list_and_its_next_page_go_by_the_first_day_that_holds(client, town: Town, monkeypatch):
    """No order and no address tells the day that is being written, and every plan stands on one page."""
    monkeypatch.setattr(views, "PAGE", 1)
    revised(town, "Eerste.", year(2026, 2027), year(2033))
    adopt(town, begin(town, title="Tweede.", **year(2027)))
    revised(town, "Derde.", year(2028), year(2025))
    seen, url = [], "/plannen/"
    while url:
        text = body(client, url)
        assert "2033" not in text
        assert "2025" not in text
        seen += re.findall(r">(\w+\.)</a>", text)
        more = re.search(r'href="([^"]*na=[^"]+)"[^>]*rel="next"', text)
        url = more[1].replace("&amp;", "&") if more else ""
    assert seen == ["Derde.", "Tweede.", "Eerste."]


def test_the_page_of_an_area_chooses_by_the_days_that_hold(client, town: Town):
    """What holds today stays there, whatever day is written; what ended does not come back by a draft."""
    revised(town, "Geldt nog.", year(2026, 2030), year(2020))
    revised(town, "Is voorbij.", year(2024), year(2024, 2037))
    text = body(client, f"/gebied/{town.areas['Noord'].code}/")
    assert "Geldt nog." in text
    assert "Is voorbij." not in text


def test_search_puts_plans_in_the_order_of_the_days_that_hold(client, town: Town):
    """The newest first, of those that hold."""
    revised(town, "Kade oud", year(2026), year(2035))
    adopt(town, begin(town, title="Kade nieuw", **year(2029)))
    text = body(client, "/zoek/?q=Kade")
    assert text.index("Kade nieuw") < text.index("Kade oud")


def close(town: Town, how: str) -> tuple[Plan, PlanItem]:
    """An agenda with an item that another one replaces, or that is accounted for, while a next version was being written."""
    plan = begin(town)
    write(town, plan, ADOPTED)
    item = choose(town, put(town, plan))
    adopt(town, plan)
    writing.revise(plan=plan, **by(town))
    write(town, plan, NEVER)
    writing.change_plan(plan=plan, title=DRAFT, **year(2028, 2037), **by(town))
    plan.refresh_from_db()
    if how == "replaced":
        adopt(town, begin(town, title="De volgende.", replaces=plan, **year(2028)), now=LATER)
    else:
        items.drop(item=item, why="Er ligt een leiding.", **by(town))
        adopting.account_for(plan=plan, account="Het lukte niet.", **by(town))
    plan.refresh_from_db()
    return plan, item


def write(town: Town, plan: Plan, text: str) -> None:
    part = plan.parts.get(key="jaar")
    writing.write_part(plan=plan, key="jaar", text=text, seen=part.changed_at, **by(town))


@pytest.mark.parametrize("how", ["replaced", "ended"])
def test_a_plan_that_ends_while_it_is_revised_reads_as_it_was_adopted(client, log_in, town: Town, how):
    """Name, days and text; for everybody, on every page, for ever."""
    plan, item = close(town, how)
    assert (plan.state, plan.title, plan.starts, plan.ends) == (how, HOLDS, *year(2027).values())
    urls = ("/plannen/?stand=voorbij", f"/plannen/{plan.subject.code}/", f"/plannen/{plan.subject.code}/versie/1/",
            f"/punten/{item.subject.code}/", f"/herkomst/{plan.subject.code}/")  # fmt: skip
    for reader in (client, log_in("owner")):
        for url in urls:
            text = body(reader, url)
            assert DRAFT not in text, url
            assert NEVER not in text, url
            assert "2037" not in text, url
    assert ADOPTED in body(client, urls[1])
    assert "Er is niets veranderd" in body(client, urls[2]) or how == "ended"


@pytest.mark.parametrize("how", ["replaced", "ended"])
def test_what_was_being_written_is_kept_in_the_history(town: Town, how):
    """Nobody's words are lost: who looks for them finds them in the journal."""
    plan, _ = close(town, how)
    text = Line.objects.get(subject=plan.pk, verb="plan_draft_ended").detail.text
    assert (text["title"], text["ends"]) == (DRAFT, "2037-12-31")
    assert NEVER in text["parts"].values()


def test_a_plan_that_ends_as_it_was_adopted_has_no_such_line(town: Town, agenda: Plan):
    """Nothing was being written, or nothing differed."""
    adopt(town, agenda)
    writing.revise(plan=agenda, **by(town))
    adopting.account_for(plan=agenda, account="Klaar.", **by(town))
    assert not Line.objects.filter(verb="plan_draft_ended").exists()
