"""A next version: what was adopted stays as it was until the next one is adopted, and what changes is said word by word."""

from datetime import timedelta

from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.models import PlanVersion
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, url

LATER = NOW + timedelta(days=30)


def write(town, plan, text, now=NOW):
    part = plan.parts.get(key="jaar")
    by = {"by": town.people["owner"], "roles": ALL, "now": now}
    writing.write_part(plan=plan, key="jaar", text=text, seen=part.changed_at, **by)


def test_it_works_and_the_page_to_adopt_says_what_changes(town, agenda, log_in):
    write(town, agenda, "Wij maken de straat veilig.")
    stays = choose(town, put(town, agenda, title="Blijft"))
    adopt(town, agenda)
    client = log_in("owner")
    assert client.post(url("revise", agenda)).status_code == 302
    agenda.refresh_from_db()
    assert agenda.state == "revising"
    write(town, agenda, "Wij maken de straat groen.", now=LATER)
    choose(town, put(town, agenda, title="Komt erbij"), now=LATER)
    page = page_of(client, "adopt_plan", agenda)
    assert "<del>veilig.</del>" in page
    assert "<ins>groen.</ins>" in page
    assert "<b>Nieuw</b>: Komt erbij" in page
    assert stays.title not in page.split('id="anders"')[1]
    adopt(town, agenda, now=LATER)
    old, new = PlanVersion.objects.order_by("number")
    assert old.content["parts"][1]["text"] == "Wij maken de straat veilig."
    assert new.content["parts"][1]["text"] == "Wij maken de straat groen."


def test_nothing_changed_is_said_as_well(town, agenda, log_in):
    adopt(town, agenda)
    log_in("owner").post(url("revise", agenda))
    assert "<p>Niets.</p>" in page_of(log_in("owner"), "adopt_plan", agenda)


def test_only_an_adopted_plan_gets_a_next_version(agenda, log_in):
    assert log_in("owner").post(url("revise", agenda)).status_code == 422


def test_versions_are_listed_with_who_adopted_them(town, agenda, log_in):
    adopt(town, agenda)
    page = page_of(log_in("owner"), "work", agenda)
    assert "Versie 1" in page
    assert "het college van burgemeester en wethouders" in page
    assert url("version", agenda, 1) in page
