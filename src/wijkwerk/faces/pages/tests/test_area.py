"""The page of an area, and all areas as a tree."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from wijkwerk.faces.pages import queries
from wijkwerk.faces.pages.outline import Outline
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.people.models import Role, RoleKind
from wijkwerk.rules.deadlines import local_date
from wijkwerk.testing_cast import NOW, SINCE
from wijkwerk.work.signals.actions.care import make_care

CEILING = 12


def url_of(town, name="Lindebuurt"):
    return f"/gebied/{town.areas[name].code}/"


def text_of(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_it_shows_answers_promises_and_how_to_report(client, town, board):
    board.answered("Drempel in de Lindelaan", due=date(2027, 3, 1))
    board.kept("Watertap")
    page = text_of(client, url_of(town))
    assert "Drempel in de Lindelaan" in page
    assert "Wij maken een drempel." in page
    assert "Loopt nog (1)" in page
    assert "Nagekomen in 2026 (1)" in page
    assert "Buurt met 1.000 inwoners" in page
    assert "Binnen 2 werkdagen" in page


def test_reporting_starts_in_this_area(client, town):
    assert f'href="/melden/?gebied={town.areas["Lindebuurt"].code}"' in text_of(client, url_of(town))


def test_what_waits_is_named_with_its_state_only(client, town, board):
    board.open("Kuil in de Beukstraat")
    page = text_of(client, url_of(town))
    assert "Wat speelt er?" in page
    assert "Kuil in de Beukstraat" in page
    assert "Nieuw" in page


def test_answers_of_buurten_stand_on_the_page_of_their_wijk_and_not_of_another(client, town, board):
    board.answered("Alleen in Noord")
    assert "Alleen in Noord" in text_of(client, url_of(town, "Noord"))
    assert "Alleen in Noord" in text_of(client, url_of(town, ""))
    assert "Alleen in Noord" not in text_of(client, url_of(town, "Zuid"))
    assert "Alleen in Noord" not in text_of(client, url_of(town, "Beukbuurt"))


def test_the_map_goes_from_municipality_to_wijk_to_buurt(client, town):
    assert f'href="{url_of(town, "Noord")}"' in text_of(client, url_of(town, ""))
    assert f'href="{url_of(town, "Lindebuurt")}"' in text_of(client, url_of(town, "Noord"))
    leaf = text_of(client, url_of(town, "Lindebuurt"))
    assert 'aria-current="true"' in leaf
    assert f'href="{url_of(town, "Beukbuurt")}"' in leaf


def test_markers_stand_at_rounded_points_with_a_letter_of_the_list(client, town, board):
    signal = board.answered(place=None)
    page = text_of(client, url_of(town))
    lon, lat = re.search(r'data-lon="([0-9.]+)" data-lat="([0-9.]+)" data-letter="A"', page).groups()
    assert (float(lon), float(lat)) == (round(signal.public_lon, 5), round(signal.public_lat, 5))
    assert f"{signal.lon:.5f}" != lon
    assert 'data-list="antwoorden"' in page
    assert 'id="antwoorden"' in page


def test_without_answers_there_is_no_map_script_to_load(client, town):
    page = text_of(client, url_of(town))
    assert "map.js" not in page
    assert "Hier is nog niets beantwoord" in page


def test_who_is_who_names_manager_and_alderman_of_the_area_and_above(client, town):
    manager = Role.objects.get(municipality=town.municipality, user=town.people["owner"])
    manager.phone, manager.days = "0123 456 789", "maandag en dinsdag"
    manager.save()
    page = text_of(client, url_of(town, "Lindebuurt"))
    assert "Owner" in page
    assert "gebiedsmanager" in page
    assert 'href="tel:0123456789"' in page
    assert "maandag en dinsdag" in page
    assert "Alderman" in page
    assert "Elsewhere" not in page


def test_who_is_who_names_no_other_staff(client, town):
    Role.objects.create(
        municipality=town.municipality,
        user=town.people["carer"],
        kind=RoleKind.CARE,
        team=town.teams["zorg"],
        area=town.areas["Noord"],
        since=SINCE,
    )
    page = text_of(client, url_of(town, "Noord"))
    for part in ("Carer", "Member", "Traffic", "Intake", "Admin", "example.org"):
        assert part not in page


def test_a_partner_with_an_area_and_a_title_is_named(client, town):
    Role.objects.create(
        municipality=town.municipality,
        user=town.people["partner"],
        kind=RoleKind.PARTNER,
        title="wijkagent",
        area=town.areas["Noord"],
        since=SINCE,
    )
    assert "wijkagent" in text_of(client, url_of(town, "Lindebuurt"))
    assert "wijkagent" not in text_of(client, url_of(town, "Zuid"))


def test_who_left_is_not_named(client, town):
    Role.objects.filter(user=town.people["owner"]).update(until=date(2026, 11, 22))
    page = text_of(client, url_of(town, "Noord"))
    assert "Owner" not in page


def test_teams_of_the_area_are_named(client, town):
    page = text_of(client, url_of(town))
    assert "Teams die hier werken" in page
    assert "Wijkbeheer" in page


def test_a_late_promise_says_how_late_and_what_was_promised(client, town, board):
    board.answered("Lampen", at=NOW - timedelta(days=30), due=date(2026, 11, 11))
    page = text_of(client, url_of(town))
    assert "12 dagen te laat." in page
    assert "Beloofd uiterlijk woensdag 11 november 2026. Er is nog geen nieuwe datum." in page


def test_answers_are_paged_and_every_answer_stands_on_one_page(client, town, board):
    for number in range(23):
        board.answered(f"Melding {number:02d}.", "no", words="Nee.", at=NOW - timedelta(minutes=number // 2))
    seen, url, pages = [], url_of(town), 0
    while url:
        page = text_of(client, url)
        pages += 1
        seen += re.findall(r"Melding \d\d\.", page)
        more = re.search(r'href="(\?na=[^"#]+)#beantwoord"', page)
        url = url_of(town) + more[1].replace("&amp;", "&") if more else ""
    assert pages == 3
    assert sorted(seen) == [f"Melding {number:02d}." for number in range(23)]


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "2026-11-23~zz",
        "2026-11-23T10:00:00~00",
        "~",
        "9999-99-99T00:00:00+00:00~" + "0" * 32,
        "0001-01-01T00:00:00%2B14:00~" + "0" * 32,
        "9999-12-31T23:59:59-14:00~" + "0" * 32,
    ],
)
def test_a_mark_that_makes_no_sense_shows_the_first_page(client, town, board, mark):
    board.answered("Eerste")
    assert "Eerste" in text_of(client, f"{url_of(town)}?na={mark}")


@pytest.mark.parametrize("many", [5, 60])
def test_it_costs_the_same_number_of_queries_for_few_and_many(
    client, town, board, django_assert_max_num_queries, many
):
    for number in range(many):
        board.answered(f"Melding {number}", "no" if number % 3 else "yes")
    board.open()
    text_of(client, url_of(town, "Noord"))
    known.forget()
    with django_assert_max_num_queries(CEILING):
        text_of(client, url_of(town, "Noord"))


def test_a_cold_process_needs_a_few_more(client, town, board, django_assert_max_num_queries):
    board.answered()
    with django_assert_max_num_queries(CEILING + 6):
        text_of(client, url_of(town, "Noord"))


def test_an_unknown_area_is_a_404(client, town):
    text_of(client, "/gebied/BU00000000/", 404)


def test_an_area_of_another_municipality_is_a_404(client, town, other_town):
    mine, theirs = town.municipality.code, other_town.areas["Noord"].code
    text_of(client, f"/m/{mine}/gebied/{theirs}/", 404)
    text_of(client, f"/m/{other_town.municipality.code}/gebied/{theirs}/")


def test_care_is_never_there_and_not_counted(client, town, board):
    signal = board.answered("Buurvrouw eenzaam")
    make_care(signal=signal, by=town.people["owner"], roles=frozenset({"owner_team"}), now=NOW)
    page = text_of(client, url_of(town))
    assert "Buurvrouw eenzaam" not in page
    assert "Loopt nog (0)" in page


def test_all_areas_stand_in_a_tree(client, town):
    page = text_of(client, "/gebieden/")
    for name in ("Noord", "Zuid", "Lindebuurt", "Beukbuurt", "Havenbuurt"):
        assert f'href="{url_of(town, name)}"' in page


def test_only_reading_is_allowed(client, town):
    assert client.post(url_of(town)).status_code == 405


@pytest.mark.parametrize("name", ["Noord", "Lindebuurt", "Zuid"])
def test_a_wide_area_is_read_in_another_order_and_shows_the_same(town, board, name):
    """A large area is read from the newest on, a small one by its index of places."""
    board.answered("Drempel in de Lindelaan", due=date(2027, 3, 1))
    board.answered("Heg op het plein", due=date(2027, 4, 1))
    board.kept("Watertap")
    path = town.areas[name].path
    narrow, wide = (
        {
            "answered": queries.answered_in(town.municipality, path, size=10, wide=each),
            "promises": [
                list(rows)
                for rows in queries.of_this_year(
                    queries.promises(town.municipality, path, wide=each), today=local_date(NOW)
                ).values()
            ],
        }
        for each in (False, True)
    )
    assert narrow == wide
    assert (len(wide["answered"]), *(len(rows) for rows in wide["promises"])) == (
        (0, 0, 0) if name == "Zuid" else (3, 2, 1)
    )


@pytest.mark.parametrize(("small", "wide"), [(19, True), (20, False)])
def test_wide_is_one_in_twenty_of_the_smallest_areas(small, wide):
    """`b.1.` is one of `small` + 1 areas without areas of their own."""
    branches = {path: SimpleNamespace(children=()) for path in (*(f"a.{n}." for n in range(small)), "b.1.")}
    branches |= {path: SimpleNamespace(children=(1,)) for path in ("a.", "b.")}
    outline = Outline(by_path=branches)
    assert outline.is_wide("")
    assert outline.is_wide("a.")
    assert outline.is_wide("b.") == outline.is_wide("b.1.") == wide
