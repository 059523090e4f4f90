"""Everybody reads a plan, its versions and its items in plain words; what is not for everybody is not there (I26 to I29, Q3)."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from wijkwerk.rules.planning import PlanState
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put

LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def _today(freeze):
    freeze(NOW)


@pytest.fixture
def freeze(monkeypatch):
    """The moment at which pages are asked for."""

    def at(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return at


def page(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def url_of(thing: Plan | PlanItem) -> str:
    return f"/{'plannen' if isinstance(thing, Plan) else 'punten'}/{thing.subject.code}/"


def write(town: Town, plan: Plan, text: str, key: str = "jaar", now=NOW) -> None:
    part = plan.parts.get(key=key)
    writing.write_part(
        plan=plan, key=key, text=text, by=town.people["owner"], roles=ALL, now=now, seen=part.changed_at
    )


@pytest.fixture
def adopted(town: Town, agenda: Plan) -> Plan:
    """An agenda in force: a promised drempel, a bench that is done, a tree that fell out, and a proposal."""
    write(town, agenda, "Dit jaar maken wij de straat veilig.")
    signal = town.signal()
    one = choose(town, put(town, agenda, signal, money=Decimal("38000"), money_from="verkeersplan"))
    two = choose(town, put(town, agenda, title="Een bank op het plein", due_until=None))
    three = choose(town, put(town, agenda, title="Een boom", origin="council", origin_words="motie 12"))
    adopt(town, agenda)
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    items.finish(item=two, how="De bank staat er.", **by)
    items.drop(item=three, why="Er ligt een kabel.", **by)
    put(town, agenda, title="Nog geheim voorstel")
    agenda.refresh_from_db()
    assert one.adopted_at is None  # the row in hand is old; the database has it
    return agenda


def test_it_works(client, town: Town, adopted):
    text = page(client, url_of(adopted))
    for words in (
        "Agenda van Noord",
        "Wijkagenda",
        "Dit jaar maken wij de straat veilig.",
        "Een drempel in de Lindelaan",
        "Afgesproken",
        "Verkeer",
        "In het tweede kwartaal van 2027",
        "een melding van bewoners",
        "Eén bewoner vroeg dit",
        "1 van 2 punten klaar",
        "Op maandag 23 november 2026",
        "De bank staat er.",
        "Er ligt een kabel.",
        "2 van 2 punten komen van bewoners",
        "Vastgesteld door het college van burgemeester en wethouders",
        "Vastgesteld, begint op",
    ):
        assert words in text, words
    assert "geheim" not in text


def test_an_item_says_what_who_when_money_and_where_it_came_from(client, adopted):
    text = page(client, url_of(PlanItem.objects.get(title="Een drempel in de Lindelaan")))
    for words in (
        "Verkeer",
        "€\u00a038.000, uit verkeersplan",
        "Een melding van bewoners",
        "kwartaal van 2027",
    ):
        assert words in text, words
    text = page(client, url_of(PlanItem.objects.get(title="Een boom")))
    assert "Waarom dit niet doorgaat" in text
    assert "De gemeenteraad of het college: motie 12" in text
    assert "Nog niet bekend" in text


def test_what_was_said_in_the_street_is_read_by_who_writes_and_not_by_strangers(
    client, town, adopted, log_in
):
    item = PlanItem.objects.get(title="Een bank op het plein")
    assert "gehoord op het plein" not in page(client, url_of(item))
    assert "gehoord op het plein" in page(log_in("owner"), url_of(item))


@pytest.mark.parametrize("part", ["visitor", "resident", "partner", "admin", "keeper"])
def test_a_draft_is_not_there_for_who_does_not_write_it(client, town: Town, agenda, part, log_in):
    item = put(town, agenda)
    who = client if part == "visitor" else log_in(part)
    for url in (
        url_of(agenda),
        url_of(item),
        f"/herkomst/{agenda.subject.code}/",
        f"/herkomst/{item.subject.code}/",
    ):
        page(who, url, 404)
    assert "Agenda van Noord" not in page(who, "/plannen/?stand=in-de-maak")


@pytest.mark.parametrize("part", ["owner", "elsewhere", "traffic", "alderman"])
def test_a_draft_is_there_for_who_has_a_desk(town: Town, agenda, part, log_in):
    item = put(town, agenda)
    assert "nog niet openbaar" in page(log_in(part), url_of(agenda))
    page(log_in(part), url_of(item))
    page(log_in(part), f"/herkomst/{item.subject.code}/")


def test_a_group_reads_the_draft_of_its_own_plan_and_not_that_of_the_municipality(town: Town, agenda, log_in):
    own = begin(town, "bewonersagenda")
    group = log_in("group")
    page(group, url_of(own))
    page(group, url_of(agenda), 404)


def test_a_plan_that_is_discussed_can_be_read_with_its_proposals(client, town: Town, agenda):
    put(town, agenda, title="Een rotonde", due_until=None)
    writing.discuss(plan=agenda, by=town.people["owner"], roles=ALL, now=NOW)
    text = page(client, url_of(agenda))
    assert "Voorgesteld (1)" in text
    assert "Nog te bepalen" in text  # an open date is shown as open (I41)
    assert "nog niet vastgesteld" in text
    assert "Agenda van Noord" in page(client, "/plannen/?stand=in-de-maak")
    writing.take_back(plan=agenda, by=town.people["owner"], roles=ALL, now=NOW)
    page(client, url_of(agenda), 404)


def test_while_a_next_version_is_written_everybody_reads_what_holds(client, town: Town, adopted, log_in):
    writing.revise(plan=adopted, by=town.people["owner"], roles=ALL, now=LATER)
    write(town, adopted, "Dit staat nog nergens.", now=LATER)
    writing.change_plan(
        plan=adopted,
        title="Een naam die nog niet geldt",
        starts=adopted.starts,
        ends=adopted.ends,
        by=town.people["owner"],
        roles=ALL,
        now=LATER,
    )
    text = page(client, url_of(adopted)) + page(client, url_of(adopted) + "versie/1/")
    assert "Dit jaar maken wij de straat veilig." in text
    assert "nieuwe versie" in text
    assert "Dit staat nog nergens." not in text
    inside = page(log_in("owner"), url_of(adopted))
    assert "Dit staat nog nergens." in inside
    assert "Een naam die nog niet geldt" in inside


def test_a_version_reads_as_it_was_adopted_and_tells_what_changed_since(client, town: Town, adopted):
    before = page(client, url_of(adopted) + "versie/1/")
    assert "Een boom" in before
    assert "Weg: " in before
    writing.revise(plan=adopted, by=town.people["owner"], roles=ALL, now=LATER)
    write(town, adopted, "Dit jaar maken wij de straat groen.", now=LATER)
    adopt(town, adopted, now=LATER)
    text = page(client, url_of(adopted) + "versie/1/")
    assert "Dit jaar maken wij de straat veilig." in text  # as it was adopted
    assert '<del><span class="ww-hidden">[weg: </span>veilig.<span class="ww-hidden">]</span></del>' in text
    assert '<ins><span class="ww-hidden">[erbij: </span>groen.<span class="ww-hidden">]</span></ins>' in text
    assert "besluit 12" in text
    second = page(client, url_of(adopted) + "versie/2/?met=1")
    assert "tussen versie 2 en versie 1" in second
    assert "groen." in second
    assert "Er is niets veranderd" in page(client, url_of(adopted) + "versie/2/")


def test_an_item_that_moved_is_marked_with_old_and_new(client, town: Town, adopted):
    item = PlanItem.objects.get(title="Een drempel in de Lindelaan")
    new = items.NewItem(
        title=item.title, origin=item.origin, owner_team=item.owner_team, due_until=date(2027, 9, 1)
    )
    items.change_item(
        item=item, new=new, why="De stenen komen later.", by=town.people["owner"], roles=ALL, now=LATER
    )
    text = page(client, url_of(adopted) + "versie/1/")
    assert "Anders: " in text
    assert "Wanneer: " in text


@pytest.mark.parametrize("tail", ["versie/0/", "versie/2/", "versie/99999/"])
def test_a_version_that_is_not_there_is_a_404(client, adopted, tail):
    page(client, url_of(adopted) + tail, 404)


@pytest.mark.parametrize("met", ["x", "0", "99", "²", "-1", "1" * 40])
def test_what_makes_no_sense_to_compare_with_is_refused_or_left_out(client, adopted, met):
    assert client.get(f"{url_of(adopted)}versie/1/?met={met}").status_code in (200, 404)


@pytest.mark.parametrize("code", ["x", "2222222D", "é", "%00", "BUNDEL"])
def test_a_code_that_nobody_has_is_a_404(client, town: Town, code):
    for start in ("plannen", "punten", "herkomst"):
        page(client, f"/{start}/{code}/", 404)


def test_codes_of_one_kind_open_no_page_of_another(client, town: Town, adopted):
    item = PlanItem.objects.get(title="Een boom")
    page(client, f"/plannen/{item.subject.code}/", 404)
    page(client, f"/punten/{adopted.subject.code}/", 404)


def test_another_municipality_does_not_show_it(client, town: Town, adopted, other_town):
    item = PlanItem.objects.get(title="Een boom")
    for url in (
        url_of(adopted),
        url_of(adopted) + "versie/1/",
        url_of(item),
        f"/herkomst/{item.subject.code}/",
    ):
        page(client, f"/m/{other_town.municipality.code}{url}", 404)
        page(client, f"/m/{town.municipality.code}{url}")


def test_at_its_end_a_plan_tells_what_came_of_it(client, town: Town, adopted):
    item = PlanItem.objects.get(title="Een drempel in de Lindelaan")
    items.finish(item=item, how="Hij ligt er.", by=town.people["owner"], roles=ALL, now=LATER)
    adopting.account_for(
        plan=adopted, account="Twee van drie lukten.", by=town.people["owner"], roles=ALL, now=LATER
    )
    text = page(client, url_of(adopted))
    assert "Wat er van dit plan kwam" in text
    assert "Twee van drie lukten." in text
    assert "Agenda van Noord" in page(client, "/plannen/?stand=voorbij")
    assert "Agenda van Noord" not in page(client, "/plannen/")


def test_a_plan_knows_the_one_before_and_after_it(client, town: Town, adopted):
    after = begin(
        town,
        title="Agenda van Noord 2028",
        replaces=adopted,
        starts=date(2028, 1, 1),
        ends=date(2028, 12, 31),
    )
    assert "2028" not in page(client, url_of(adopted)).split("Over dit plan")[1]
    adopt(town, after)
    adopted.refresh_from_db()
    assert adopted.state == PlanState.REPLACED
    assert "Agenda van Noord 2028" in page(client, url_of(adopted))
    assert "Het plan hiervoor" in page(client, url_of(after))


def test_what_is_late_is_said(client, town: Town, adopted, freeze):
    freeze(NOW + timedelta(days=300))
    assert "Te laat" in page(client, url_of(adopted))


# --- the list -------------------------------------------------------------------------------------------------


def test_the_list_is_by_area_with_what_lies_in_it_and_around_it(client, town: Town):
    for name in ("Noord", "Zuid", "Lindebuurt"):
        adopt(town, begin(town, title=f"Plan {name}.", area=town.areas[name]))
    adopt(town, begin(town, title="Plan voor allen.", area=None))
    text = page(client, f"/plannen/?gebied={town.areas['Noord'].code}")
    assert "Plan Noord." in text
    assert "Plan Lindebuurt." in text
    assert "Plan voor allen." in text
    assert "Plan Zuid." not in text
    text = page(client, f"/plannen/?gebied={town.areas['Lindebuurt'].code}")
    assert "Plan Noord." in text
    assert "Plan Zuid." not in text


def test_the_list_is_by_kind(client, town: Town):
    adopt(town, begin(town, title="De agenda."))
    adopt(town, begin(town, "actielijst", title="De actielijst."))
    text = page(client, "/plannen/?soort=actielijst")
    assert "De actielijst." in text
    assert "De agenda." not in text
    assert "De agenda." in page(client, "/plannen/?soort=onzin&gebied=onzin&stand=onzin&na=onzin")


def test_the_list_is_paged_and_every_plan_stands_on_one_page(client, town: Town):
    for number in range(43):
        begin(town, title=f"Plan {number:02d}.", starts=date(2027, 1, 1 + number % 3))
    Plan.objects.update(state="discussed", public_at=NOW)
    seen, url, pages = [], "/plannen/?stand=in-de-maak", 0
    while url:
        text = page(client, url)
        pages += 1
        seen += re.findall(r"Plan \d\d\.", text)
        more = re.search(r'href="([^"]*na=[^"]+)"[^>]*rel="next"', text)
        url = more[1].replace("&amp;", "&") if more else ""
    assert (pages, sorted(seen)) == (3, [f"Plan {number:02d}." for number in range(43)])


@pytest.mark.parametrize("many", [1, 12])
def test_each_page_costs_the_same_for_few_and_many(client, town: Town, many, django_assert_max_num_queries):
    plans = []
    for number in range(many):
        plan = begin(town, title=f"Plan {number}")
        for each in range(many):
            choose(town, put(town, plan, title=f"Punt {each}"))
        adopt(town, plan)
        plans.append(plan)
    page(client, "/plannen/")
    for url, most in (("/plannen/", 4), (url_of(plans[0]), 9), (url_of(plans[0]) + "versie/1/", 8)):
        with django_assert_max_num_queries(most):
            page(client, url)
    with django_assert_max_num_queries(9):
        page(client, url_of(PlanItem.objects.first()))


def test_only_reading_is_allowed(client, town: Town, adopted):
    for url in ("/plannen/", url_of(adopted), url_of(adopted) + "versie/1/"):
        assert client.post(url).status_code == 405
