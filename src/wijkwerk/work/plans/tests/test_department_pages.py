"""One screen for a department, one for the college: who reaches them, what they say, and what they cost (Q27, Q28, Q34)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import items, matching
from wijkwerk.work.plans.matching import queries
from wijkwerk.work.plans.models import DepartmentLine, Match, MatchNote, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import EVERYBODY, reached, url

AT = "?jaar=2028"


def _enter(log_in, client, part):
    return client if part == "visitor" else log_in(part)


@pytest.mark.parametrize("part", EVERYBODY)
def test_who_reaches_what(town: Town, agenda: Plan, log_in, client, part):
    """Everybody with a desk reads; the department decides and keeps lines; both sides write notes; writers ask."""
    item = put(town, agenda)
    match = cast.ask(town, item)
    line = cast.line_of(town, cast.plan_of(town))
    enter = _enter(log_in, client, part)
    reads = part in cast.DESK
    for address in (
        url("department", "verkeer"),
        url("departments"),
        url("departments_csv"),
        url("match", match.pk),
    ):
        assert reached(enter, "get", address) == reads, address
    for name in ("include", "refuse", "negotiate", "open_again"):
        assert reached(enter, "get", url(name, match.pk)) == (part == "traffic"), name
        assert reached(enter, "post", url(name, match.pk)) == (part == "traffic"), name
    for address in (
        url("make_department_plan", "verkeer"),
        url("add_line", "verkeer", 2028),
        url("import_lines", "verkeer", 2028),
        url("end_line", line.pk),
    ):
        assert reached(enter, "get", address) == (part == "traffic"), address
    assert reached(enter, "get", url("note_match", match.pk)) == (part in ("traffic", "owner"))
    assert reached(enter, "get", url("ask_department", item)) == (part == "owner")
    match.refresh_from_db()
    assert match.state == "asked"


def test_another_municipality_finds_nothing(town: Town, other_town: Town, agenda: Plan, log_in):
    """A manager of elsewhere gets the 404 of what is not there, also for an id that exists."""
    match = cast.ask(town, put(town, agenda))
    client = log_in("foreigner" if "foreigner" in other_town.people else "owner", other_town)
    base = f"/m/{other_town.municipality.code}"
    for name in ("match", "include", "refuse", "note_match"):
        assert (
            client.get(base + url(name, match.pk).removeprefix(f"/m/{town.municipality.code}")).status_code
            == 404
        )


def test_the_department_sees_all_areas_with_sums_that_say_what_is_unknown(town: Town, agenda: Plan, log_in):
    """Wishes stand by area with state and money, and a sum never hides that an amount is unknown."""
    cast.ask(town, put(town, agenda))
    south = begin(town, area=town.areas["Zuid"], title="Agenda van Zuid")
    cast.ask(town, put(town, south, title="Een zebrapad"), amount=None)
    page = log_in("traffic").get(url("department", "verkeer") + AT).content.decode()
    assert (
        page.index("Noord</h2>")
        < page.index("Een drempel")
        < page.index("Zuid</h2>")
        < page.index("zebrapad")
    )
    assert "2 wensen: €\u00a038.000, en 1 zonder bedrag" in page
    assert "Beslis uiterlijk 15\u00a0april 2027" in page


def test_what_waits_too_long_stands_on_top(town: Town, agenda: Plan, log_in, monkeypatch):
    """A wish past its day comes first, out of its area."""
    from django.utils import timezone  # noqa: PLC0415

    first, late = put(town, agenda), put(town, agenda, title="Een zebrapad")
    cast.ask(town, first, year=2029)
    match = cast.ask(town, late, year=2029)
    Match.objects.filter(pk=match.pk).update(decide_by=datetime(2026, 1, 1, tzinfo=UTC).date())
    assert timezone.now().year >= 2026
    page = log_in("traffic").get(url("department", "verkeer") + "?jaar=2029").content.decode()
    assert page.index('id="laat"') < page.index("Een zebrapad") < page.index("Een drempel")
    assert page.count(">Een zebrapad</a>") == 1


def test_lines_show_their_wishes_and_those_that_nobody_asked_for(town: Town, agenda: Plan, log_in):
    """A line says which wishes stand on it, and when no area asked for it."""
    plan = cast.plan_of(town)
    cast.line_of(town, plan)
    cast.line_of(town, plan, "9", title="Nieuwe bussen", amount=None)
    cast.bring(town, cast.ask(town, put(town, agenda)), "included")
    page = log_in("member").get(url("department", "verkeer") + AT).content.decode()
    assert "voor wensen: €\u00a030.000" in page
    assert page.count("Geen gebied vroeg hierom.") == 1
    assert "Neem op" not in page  # who reads it does not decide


def test_the_college_reads_what_stayed_outside(town: Town, agenda: Plan, log_in):
    """Per department and area: included, refused, open; and what was promised without asking anybody."""
    for title, state in (("A", "included"), ("B", "refused"), ("C", "asked")):
        cast.bring(town, cast.ask(town, put(town, agenda, title=title)), state)
    choose(town, put(town, agenda, title="D", money=Decimal(500)))
    adopt(town, agenda)
    Plan.objects.update(ends=datetime(2028, 12, 31, tzinfo=UTC).date())
    client = log_in("alderman")
    page = client.get(url("departments") + AT).content.decode()
    assert "Aan geen afdeling gevraagd: Noord (1)." in page
    assert "1 wens: €\u00a038.000" in page
    rows = b"".join(client.get(url("departments_csv") + AT).streaming_content).decode().splitlines()
    assert rows[1] == '"Verkeer";"Noord";"3";"1";"30000.00";"0";"1";"38000.00";"0";"1";"38000.00";"0"'
    assert rows[2].startswith('"Aan geen afdeling gevraagd";"Noord"')
    assert client.get(url("departments_xlsx") + AT).content[:2] == b"PK"


def test_an_official_decides_from_there(town: Town, agenda: Plan, log_in):
    """Make the plan, add a line, take one wish up on it and refuse another: each by its form, each counted once."""
    one, two = (cast.ask(town, put(town, agenda, title=title)) for title in ("Een", "Twee"))
    client = log_in("traffic")
    post = {"once": "a" * 32, "title": "Plan 2028"}
    assert client.post(url("make_department_plan", "verkeer") + AT, post).status_code == 302
    new = {"once": "b" * 32, "code": "1", "title": "Straten", "amount": "50.000"}
    for _ in range(2):
        assert client.post(url("add_line", "verkeer", 2028), new).status_code == 302
    line = DepartmentLine.objects.get()
    given = {"once": "c" * 32, "line": line.pk, "amount": "30.000,50"}
    response = client.post(url("include", one.pk), given)
    assert response["Location"].endswith(f"?jaar=2028#wens-{one.pk}")
    assert client.post(url("refuse", two.pk), {"once": "d" * 32}).status_code == 422
    client.post(url("refuse", two.pk), {"once": "d" * 32, "reason": "Er is geen geld."})
    assert dict(Match.objects.values_list("item__title", "state")) == {"Een": "included", "Twee": "refused"}
    assert Match.objects.get(pk=one.pk).granted == Decimal("30000.50")
    note = {"once": "e" * 32, "text": "Wij belden met het gebied."}
    assert client.post(url("note_match", two.pk), note).status_code == 302
    assert client.post(url("open_again", two.pk), {"once": "f" * 32, "text": "Toch wel."}).status_code == 302
    assert "Wij belden met het gebied." in client.get(url("match", two.pk)).content.decode()
    assert MatchNote.objects.count() == 2


def test_a_file_is_sent_by_the_form(town: Town, log_in):
    """A wrong file says per line what is wrong and adds nothing; a good one is read."""
    cast.plan_of(town)
    client = log_in("traffic")
    address = url("import_lines", "verkeer", 2028)
    wrong = SimpleUploadedFile("a.csv", b"1;Een;vijf\n2;Twee;3")
    response = client.post(address, {"once": "a" * 32, "file": wrong})
    assert response.status_code == 422
    assert "Regel 1: dit bedrag kunnen wij niet lezen" in response.content.decode()
    assert not DepartmentLine.objects.exists()
    good = SimpleUploadedFile("a.csv", b"1;Een;5\n2;Twee;3")
    assert client.post(address, {"once": "b" * 32, "file": good}).status_code == 302
    assert DepartmentLine.objects.count() == 2


def test_the_area_asks_by_its_form(town: Town, agenda: Plan, log_in):
    """The form begins with the year that is still in time, and the wish stands on the item's page."""
    item = put(town, agenda, money=Decimal(38000))
    client = log_in("owner")
    page = client.get(url("ask_department", item)).content.decode()
    assert "38000,00" in page
    given = {
        "once": "a" * 32,
        "team": town.teams["verkeer"].pk,
        "year": "2028",
        "ask": "Een drempel",
        "amount": "",
    }
    assert client.post(url("ask_department", item), given).status_code == 302
    assert Match.objects.get().amount is None
    assert "Verkeer, 2028" in client.get(url("item_work", item)).content.decode()


def test_queries_do_not_grow_with_the_wishes(town: Town, agenda: Plan, log_in):
    """Both screens ask the database the same number of times for three wishes as for forty."""
    client = log_in("traffic")
    plan = cast.plan_of(town)
    line = cast.line_of(town, plan)
    by = {"by": town.people["traffic"], "roles": cast.DECIDES, "now": NOW}

    def more(number: int) -> None:
        for each in range(number):
            match = cast.ask(town, put(town, agenda, title=f"Wens {each} van {number}"))
            if each % 2:
                matching.include(match=match, line=line, amount=None, **by)

    costs: dict[str, list[int]] = {"department": [], "departments": []}
    for number in (3, 37):
        more(number)
        for name, args in (("department", ["verkeer"]), ("departments", [])):
            client.get(url(name, *args) + AT)
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(url(name, *args) + AT)
            costs[name].append(len(found))
    assert costs["department"][0] == costs["department"][1] <= 20, costs
    assert costs["departments"][0] == costs["departments"][1] <= 16, costs


def test_a_long_list_is_paged_by_key(town: Town, agenda: Plan, log_in):
    """More than fifty wishes come on pages that together hold each once; a strange mark is no error."""
    item = put(town, agenda)
    match = cast.ask(town, item)
    rows = []
    for number in range(60):
        extra = put(town, agenda, title=f"Wens nummer {number:03}.")
        rows.append(
            Match(
                municipality=town.municipality,
                item=extra,
                team=match.team,
                year=2028,
                ask="x",
                asked_by=match.asked_by,
                asked_at=NOW,
            )
        )
    Match.objects.bulk_create(rows)
    client = log_in("traffic")
    first = client.get(url("department", "verkeer") + AT)
    second = client.get(url("department", "verkeer") + first.context["pager"]["next_url"])
    pages = first.content.decode() + second.content.decode()
    assert all(pages.count(f">Wens nummer {number:03}.</a>") == 1 for number in range(60))
    for mark in ("~", "x~y", "~" + "0" * 32):
        assert client.get(url("department", "verkeer"), {"jaar": "2028", "na": mark}).status_code == 200
    for year in ("x", "99999", "-1", "²⁰²⁸"):
        assert client.get(url("department", "verkeer"), {"jaar": year}).status_code == 200


def test_a_line_counts_no_money_of_what_was_dropped(town: Town, agenda: Plan, log_in):
    """What was granted to an item that fell out is free again, as the sums say too."""
    item = put(town, agenda)
    match = cast.bring(town, cast.ask(town, item), "included")
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    items.drop(item=item, why="Er ligt een kabel.", **by)
    assert match.line is not None
    (line,) = queries.lines_of(match.line.plan)
    assert (line.wishes, line.granted, line.unknown) == (0, None, 0)
    assert queries.on_lines([line]) == {}
    page = log_in("member").get(url("department", "verkeer") + AT).content.decode()
    assert "€\u00a030.000" not in page
    assert "Geen gebied vroeg hierom." in page


def test_a_code_that_is_taken_is_said_at_the_code(town: Town, log_in):
    """Of a line that is there, and of one that stopped; what was typed stays."""
    plan = cast.plan_of(town)
    line = cast.line_of(town, plan)
    client, given = log_in("traffic"), {"code": line.code, "title": "Nog een lijn", "amount": "5"}
    answer = client.post(url("add_line", "verkeer", 2028), given | {"once": "a" * 32})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"code": ["Regel 2.1.04 is er al."]}
    assert "Nog een lijn" in answer.content.decode()
    client.post(url("end_line", line.pk), {"once": "b" * 32})
    answer = client.post(url("add_line", "verkeer", 2028), given | {"once": "c" * 32})
    assert list(answer.context["form"].errors) == ["code"]


def test_what_was_asked_before_is_said_at_the_department(town: Town, agenda: Plan, log_in):
    """The same department and year; what was typed stays."""
    item = put(town, agenda)
    cast.ask(town, item)
    given = {"team": town.teams["verkeer"].pk, "year": "2028", "ask": "Toch graag een drempel", "amount": ""}
    answer = log_in("owner").post(url("ask_department", item), given | {"once": "a" * 32})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"team": [matching.ASKED_BEFORE.format(year=2028)]}
    assert "Toch graag een drempel" in answer.content.decode()
