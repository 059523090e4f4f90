"""What was already said nearby, for strangers: public fields only, the same theme first."""

from datetime import timedelta

import pytest

from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.places import place_of
from wijkwerk.work.signals.public.near import similar

LON, LAT = 5.32, 52.77
SECRET = "Mijn buurman Kees heeft het gezien"


@pytest.fixture
def known(town):
    """Make a signal so many metres north of the spot, published unless said otherwise."""

    def make(metres=0, publish=True, **given):
        place = place_of(
            town.municipality, lon=LON, lat=LAT + metres / 111_320, words=f"Lindelaan 3, {SECRET}"
        )
        signal = town.signal(place=place, text=SECRET, title="", **given)
        if publish:
            publishing.show(
                signal=signal,
                words=PublicWords(f"Op {metres} meter", "Lindelaan"),
                by=town.people["owner"],
                now=NOW,
            )
        return Signal.objects.get(pk=signal.pk)

    return make


def titles(town, theme="verkeer", now=NOW):
    return [each.title for each in similar(town.municipality, lon=LON, lat=LAT, theme=theme, now=now)]


def test_what_is_published_nearby_is_found_the_nearest_first(town, known):
    known(200)
    known(0)
    known(1000)
    assert titles(town) == ["Op 0 meter", "Op 200 meter"]


def test_the_same_theme_comes_first(town, known):
    known(0, theme="groen")
    known(200, theme="verkeer")
    assert titles(town) == ["Op 200 meter", "Op 0 meter"]


def test_the_distance_is_rounded_to_fifty_metres(town, known):
    known(0)
    known(200)
    found = similar(town.municipality, lon=LON, lat=LAT, theme="", now=NOW)
    assert len(found) == 2
    assert all(each.metres % 50 == 0 and each.metres >= 50 for each in found)


def test_at_most_five_in_one_query(town, known, django_assert_num_queries):
    for _ in range(7):
        known(0)
    with django_assert_num_queries(1):
        assert len(titles(town)) == 5


def test_what_is_not_published_is_not_found(town, known):
    known(0, publish=False)
    assert titles(town) == []


def test_care_is_not_found(town, known):
    known(0, publish=False, care=True)
    assert titles(town) == []


def test_another_municipality_is_not_found(town, known, other_town):
    known(0)
    assert similar(other_town.municipality, lon=LON, lat=LAT, theme="verkeer", now=NOW) == []


def test_what_was_closed_long_ago_is_not_found(town, known):
    signal = known(0)
    new = NewAnswer(kind="no", owner_team=signal.owner_team, reason="De weg is al smal.")
    actions.answer(
        signal=signal, new=new, by=town.people["traffic"], roles=frozenset({"owner_team"}), now=NOW
    )
    actions.close(signal=signal, by=None, roles=frozenset({"clock"}), now=NOW)
    assert titles(town, now=NOW + timedelta(days=89)) == ["Op 0 meter"]
    assert titles(town, now=NOW + timedelta(days=91)) == []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_page_and_the_fragment_show_only_public_words(client, town, known, headers):
    known(0)
    page = client.get("/melden/in-de-buurt/", {"lon": LON, "lat": LAT, "theme": "verkeer"}, headers=headers)
    text = page.content.decode()
    assert "Op 0 meter" in text
    assert "Kees" not in text
    assert "Lindelaan 3" not in text
    assert ("<html" in text) == (not headers)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"lon": "x", "lat": "52"},
        {"lon": "nan", "lat": "inf"},
        {"lon": "1e999", "lat": "9"},
        {"lon": "500", "lat": "90"},
        {"lon": "5", "lat": "52", "theme": "'--"},
    ],
)
def test_nonsense_finds_nothing_and_breaks_nothing(client, town, given):
    page = client.get("/melden/in-de-buurt/", given)
    assert page.status_code == 200
    assert page.context["near"] == []


def test_a_reporter_is_asked_once_whether_it_is_one_of_these(client, town, known):
    known(0)
    client.post("/melden/", {"text": "Te hard", "kind": "worry", "theme": "verkeer"})
    page = client.post("/melden/waar/", {"lon": LON, "lat": LAT})
    assert page.status_code == 200
    assert "Is het deze melding?" in page.content.decode()
    assert client.post("/melden/waar/", {"lon": LON, "lat": LAT}).status_code == 302


def test_who_reports_about_care_is_shown_nothing_nearby(client, town, known):
    known(0)
    client.post("/melden/", {"text": "Mijn oma", "kind": "worry", "theme": "verkeer", "care": "on"})
    assert client.post("/melden/waar/", {"lon": LON, "lat": LAT}).status_code == 302
    assert "data-ww-where" not in client.get("/melden/waar/").content.decode()
