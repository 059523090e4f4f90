"""Search by code, street, place and area."""

import pytest

from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Street
from wijkwerk.rules.codes import public_code
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals.actions.care import make_care

CEILING = 8


def find(client, words):
    return client.get("/zoek/", {"q": words})


def page_of(answer):
    """The page without the words that were typed."""
    return answer.content.decode().replace(answer.wsgi_request.GET["q"], "…")


def test_an_area_by_its_name(client, town):
    answer = find(client, "lindebuurt")
    assert answer.status_code == 302
    assert answer.url == f"/gebied/{town.areas['Lindebuurt'].code}/"


def test_a_street_leads_to_its_buurt_with_or_without_house_number(client, town):
    for words in ("Lindelaan", "lindelaan 12a", "  LINDELAAN  "):
        assert find(client, words).url == f"/gebied/{town.areas['Lindebuurt'].code}/"


def test_more_that_fits_gives_a_list_to_choose_from(client, town):
    page = find(client, "linde").content.decode()
    assert "Wat bedoelt u?" in page
    assert "Lindelaan" in page
    assert "Lindebuurt" in page


def test_the_code_of_a_published_signal_leads_to_its_page(client, board):
    signal = board.answered()
    code = signal.subject.code
    for typed in (code, code.lower(), f"{code[:4]} {code[4:]}", f"{code[:4]}-{code[4:]}"):
        assert find(client, typed).url == f"/melding/{code}/"


def test_the_code_of_a_promise_leads_to_the_signal_it_was_made_to(client, board):
    signal = board.answered()
    promise = Promise.objects.get(asked=signal.subject)
    assert find(client, promise.subject.code).url == f"/melding/{signal.subject.code}/"


def test_a_code_that_is_not_public_reads_like_one_that_nobody_has(client, town, board):
    hidden = board.open(public=False).subject.code
    care = board.open()
    make_care(signal=care, by=town.people["owner"], roles=frozenset({"owner_team"}), now=NOW)
    promise = Promise.objects.get(asked=board.answered(public=False).subject).subject.code
    nobody = find(client, public_code(12345))
    assert nobody.status_code == 200
    assert "Niet gevonden" in page_of(nobody)
    for code in (hidden, care.subject.code, promise):
        answer = find(client, code)
        assert answer.status_code == 200
        assert page_of(answer) == page_of(nobody)
        assert answer.headers == nobody.headers


def test_staff_with_access_go_to_the_desk(log_in, board):
    code = board.open(public=False).subject.code
    assert find(log_in("owner"), code).url == f"/bureau/melding/{code}/"
    assert find(log_in("traffic"), code).url == f"/bureau/melding/{code}/"


@pytest.mark.parametrize("part", ["elsewhere", "admin", "partner", "resident", "carer"])
def test_staff_without_access_learn_nothing(log_in, board, part):
    code = board.open(public=False).subject.code
    answer = find(log_in(part), code)
    assert answer.status_code == 200
    assert "Niet gevonden" in answer.content.decode()


def test_care_is_found_by_the_care_line_alone(log_in, town, board):
    signal = board.open()
    make_care(signal=signal, by=town.people["owner"], roles=frozenset({"owner_team"}), now=NOW)
    assert find(log_in("carer"), signal.subject.code).status_code == 302
    for part in ("owner", "traffic", "intake", "alderman"):
        assert find(log_in(part), signal.subject.code).status_code == 200


def test_a_code_of_another_municipality_is_not_found(client, town, other_town, board):
    code = board.answered().subject.code
    assert client.get(f"/m/{town.municipality.code}/zoek/", {"q": code}).status_code == 302
    assert client.get(f"/m/{other_town.municipality.code}/zoek/", {"q": code}).status_code == 200


def test_a_code_with_a_mistake_speaks_of_the_code(client, town):
    assert "acht letters en cijfers" in find(client, "23456789").content.decode()


def test_a_postcode_says_what_to_type_instead(client, town):
    assert "Zoeken op postcode kan hier nog niet" in find(client, "8011 AB").content.decode()


@pytest.mark.parametrize(
    "typed", ["", "   ", "%", "'; DROP TABLE x; --", "é" * 500, "<script>alert(1)</script>"]
)
def test_anything_can_be_typed(client, town, typed):
    answer = find(client, typed)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_what_was_typed_is_not_for_search_engines(client, town):
    assert 'content="noindex"' in find(client, "iets").content.decode()


@pytest.mark.parametrize("many", [5, 60])
def test_it_costs_the_same_number_of_queries_for_few_and_many(
    client, town, board, django_assert_max_num_queries, many
):
    for number in range(many):
        Street.objects.create(
            municipality=town.municipality,
            name=f"Straat {number}",
            search=f"straat {number}",
            area=town.areas["Lindebuurt"],
            lon=5.3,
            lat=52.7,
        )
    code = board.answered().subject.code
    find(client, "linde")
    for words in ("linde", "straat", code, public_code(7)):
        known.forget()
        with django_assert_max_num_queries(CEILING):
            find(client, words)


def test_staff_searching_a_code_stay_under_the_ceiling_too(log_in, board, django_assert_max_num_queries):
    code = board.open(public=False).subject.code
    client = log_in("owner")
    find(client, code)
    known.forget()
    with django_assert_max_num_queries(CEILING):
        find(client, code)
