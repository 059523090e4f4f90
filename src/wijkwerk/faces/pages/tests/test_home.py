"""The front page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.testing_cast import NOW

CEILING = 12


def text_of(client, url="/", status=200):
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_it_shows_search_report_map_and_list(client, town):
    page = text_of(client)
    assert 'role="search"' in page
    assert "Ziet u iets?" in page
    assert page.count("ww-map__area") == 2
    assert f'href="/gebied/{town.areas["Noord"].code}/"' in page
    assert "Liever een lijst?" in page


def test_the_map_counts_open_promises_per_wijk(client, town, board):
    board.answered("Drempel")
    board.answered("Bord")
    board.kept()
    page = text_of(client)
    assert 'aria-label="Noord, 2 open"' in page
    assert 'aria-label="Zuid, 0 open"' in page


def test_numbers_in_a_drawing_have_points_and_no_commas(client, town):
    page = text_of(client)
    drawing = page[
        page.index('<svg class="ww-map"') : page.index("</svg>", page.index('<svg class="ww-map"'))
    ]
    assert 'x="' in drawing
    assert all("," not in part.partition('"')[0] for part in drawing.split(' x="')[1:])


def test_answers_of_this_week_are_marks_with_words(client, board):
    board.answered("Een ja")
    board.answered("Een nee", "no", words="Nee, want de bomen zijn gezond.")
    board.answered("Een als", "yes_if", words="Als de raad instemt.")
    page = text_of(client)
    assert "Deze week beantwoord" in page
    assert "17 t/m 23\u00a0november 2026" in page
    assert "<b>3 antwoorden</b>" in page
    assert "Elk teken is één antwoord." in page
    assert "Een nee" in page
    assert "Nee, want de bomen zijn gezond." in page


@pytest.mark.parametrize(("hours", "counts"), [(0, True), (1, False)])
def test_the_week_is_seven_whole_days_and_today_is_one(client, board, hours, counts):
    """What the days say is what is counted: from the first minute of the first day, in Amsterdam."""
    start = datetime(2026, 11, 16, 23, 0, tzinfo=UTC)
    board.answered("Op de grens", at=start - timedelta(hours=hours))
    page = text_of(client)
    assert ("17 t/m 23\u00a0november 2026" in page) == counts
    assert ("25 oktober t/m 23\u00a0november 2026" in page) != counts


def test_without_answers_this_week_it_looks_back_a_month_and_says_so(client, board):
    board.answered("Wat ouder", at=NOW - timedelta(days=12))
    page = text_of(client)
    assert "Beantwoord in de afgelopen maand" in page
    assert "Deze week beantwoord" not in page
    assert "Wat ouder" in page


def test_without_any_answer_it_says_what_would_stand_there(client, town):
    assert "De afgelopen 30 dagen is er niets beantwoord" in text_of(client)


def test_promises_are_counted_by_their_first_date(client, board):
    board.kept("Op tijd", due=date(2026, 11, 20))
    board.answered("Te laat", at=NOW - timedelta(days=40), due=date(2026, 11, 11))
    board.answered("Loopt nog", due=date(2027, 3, 1))
    page = text_of(client)
    assert '<title id="woord-t">1 nagekomen, 0 later met uitleg, 1 te laat</title>' in page
    assert "De oudste staat 40 dagen open" in page
    assert "12 dagen te laat." in page
    assert "Belofte: Op tijd" in page


def test_a_reader_gets_no_cookie(client, board):
    board.answered()
    assert not client.get("/").cookies


@pytest.mark.parametrize("many", [5, 60])
def test_it_costs_the_same_number_of_queries_for_few_and_many(
    client, board, django_assert_max_num_queries, many
):
    for number in range(many):
        board.answered(f"Melding {number}", "no" if number % 3 else "yes")
    known.forget()
    with django_assert_max_num_queries(CEILING):
        text_of(client)


def test_staff_see_their_menu(log_in, town):
    page = text_of(log_in("owner"))
    assert "voor medewerkers" in page
    assert "Owner" in page


def test_a_resident_with_an_account_sees_no_menu_of_staff(log_in, town):
    page = text_of(log_in("resident"))
    assert "voor medewerkers" not in page
    assert "Resident" in page


def test_with_more_municipalities_one_chooses(client, town, other_town):
    page = text_of(client)
    assert f'href="/m/{town.municipality.code}/"' in page
    assert f'href="/m/{other_town.municipality.code}/"' in page


def test_links_keep_the_prefix_of_the_municipality(client, town, other_town):
    code = other_town.municipality.code
    page = text_of(client, f"/m/{code}/")
    assert f'href="/m/{code}/gebied/{other_town.areas["Noord"].code}/"' in page
    assert f'href="/m/{code}/beloften/"' in page


def test_the_other_municipality_shows_nothing_of_this_one(client, town, other_town, board):
    board.answered("Alleen hier")
    assert "Alleen hier" in text_of(client, f"/m/{town.municipality.code}/")
    assert "Alleen hier" not in text_of(client, f"/m/{other_town.municipality.code}/")


def test_without_a_ready_municipality_it_says_what_to_run(db):
    Municipality.objects.create(code="GM9999", name="Nergenshuizen")
    known.forget()
    page = text_of(Client())
    assert "wijkwerk blueprint apply start --municipality GM9999" in page


def test_on_an_empty_installation_it_says_how_to_begin(db):
    known.forget()
    assert "wijkwerk areas import" in text_of(Client())


def test_an_unknown_page_is_a_kind_404_even_without_a_municipality(db):
    known.forget()
    assert "Deze pagina is er niet" in text_of(Client(), "/bestaat-niet/", 404)


@pytest.mark.parametrize(
    ("part", "sees", "not_"),
    [
        ("owner", ["/bureau/", "/bureau/beloften/", "/gebieden/"], ["/beheer/"]),
        ("carer", ["/bureau/"], ["/beheer/"]),
        ("admin", ["/beheer/"], ['"/bureau/"']),
        ("resident", ["/gebieden/", "/beloften/", "/over/"], ["/bureau/", "/beheer/"]),
    ],
)
def test_the_menu_holds_what_one_may_open(log_in, town, part, sees, not_):
    page = text_of(log_in(part), "/over/")
    menu = page[page.index('<nav class="ww-nav"') : page.index("</nav>")]
    assert all(f'href="{url}"' in menu for url in sees)
    assert not any(url in menu for url in not_)


def test_where_one_is_stands_in_the_menu(client, town):
    assert 'href="/gebieden/" aria-current="page"' in text_of(client, f"/gebied/{town.areas['Noord'].code}/")
    assert 'href="/beloften/" aria-current="page"' in text_of(client, "/beloften/")


def test_the_map_is_drawn_anew_when_a_count_changes(client, board):
    assert 'aria-label="Noord, 0 open"' in text_of(client)
    board.answered()
    assert 'aria-label="Noord, 1 open"' in text_of(client)
