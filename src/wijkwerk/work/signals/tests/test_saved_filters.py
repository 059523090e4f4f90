"""A list that somebody keeps is theirs alone, comes back as it was, and holds nothing but filters."""

import uuid
from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.desk.lists import saved
from wijkwerk.work.signals.desk.lists.filters import Filter, read_filter
from wijkwerk.work.signals.models import SavedFilter
from wijkwerk.work.signals.tests.injections import INJECTIONS

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
WANTED = Filter("nieuw", theme="verkeer", free=True, sort="termijn")


def keep(client: Client, name: str = "Verkeer", query: str = WANTED.url(), once: str = "") -> int:
    given = {"name": name, "query": query, "once": once or uuid.uuid4().hex}
    return int(client.post(reverse("signals:saved"), given).status_code)


def test_a_kept_list_stands_on_the_desk_and_the_list_and_opens_as_it_was(town: Town, log_in: LogIn) -> None:
    client = log_in("owner")
    assert keep(client, "Verkeer zonder eigenaar") == 302
    for name in ("signals:desk", "signals:list", "signals:saved"):
        assert "Verkeer zonder eigenaar" in client.get(reverse(name)).content.decode(), name
    kept = SavedFilter.objects.get()
    assert read_filter(QueryDict(kept.query[1:])) == WANTED
    named = client.get(reverse("signals:list") + kept.query).content.decode()
    assert "<title>Verkeer zonder eigenaar" in named
    page = client.get(reverse("signals:list") + kept.query).content.decode()
    assert 'aria-current="page">Verkeer zonder eigenaar' in page


def test_sent_twice_it_is_kept_once(town: Town, log_in: LogIn) -> None:
    client = log_in("owner")
    assert [keep(client, once="same"), keep(client, once="same")] == [302, 302]
    assert SavedFilter.objects.count() == 1


def test_a_name_is_used_once_by_one_person_and_again_by_another(town: Town, log_in: LogIn) -> None:
    client = log_in("owner")
    keep(client)
    again = client.post(reverse("signals:saved"), {"name": "Verkeer", "query": "?lijst=mijn", "once": "x"})
    assert again.status_code == 422
    assert "Kies een andere naam" in again.content.decode()
    assert 'value="?lijst=mijn"' in again.content.decode()
    assert keep(log_in("traffic")) == 302
    assert SavedFilter.objects.count() == 2


BAD_NAMES = {"": "Geef de lijst een naam", "W" * 61: "60", "111222333": "burgerservicenummer"}


@pytest.mark.parametrize(("name", "words"), BAD_NAMES.items())
def test_a_name_that_cannot_be_kept_says_why(town: Town, log_in: LogIn, name: str, words: str) -> None:
    page = log_in("owner").post(reverse("signals:saved"), {"name": name, "query": WANTED.url()})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not SavedFilter.objects.exists()


def test_there_are_thirty_and_not_one_more(town: Town) -> None:
    by, wanted = town.people["owner"], Filter()
    for number in range(saved.MOST):
        saved.save_filter(municipality=town.municipality, name=f"{number}", wanted=wanted, by=by, now=NOW)
    with pytest.raises(Refused, match="30 lijsten"):
        saved.save_filter(municipality=town.municipality, name="nog een", wanted=wanted, by=by, now=NOW)
    assert SavedFilter.objects.count() == 30


def test_two_hundred_hostile_query_strings_are_kept_as_filters_or_not_at_all(
    town: Town, log_in: LogIn
) -> None:
    client = log_in("owner")
    for number, text in enumerate(INJECTIONS):
        query = f"{text}&?thema={text}&team={text}&na={text}&lijst=nieuw&x={text}#y"
        if keep(client, f"n{number}", query) == 302:
            kept = SavedFilter.objects.get()
            assert kept.query in ("?lijst=alles", "?lijst=nieuw"), (query, kept.query)
            kept.delete()


def test_nobody_sees_or_throws_away_what_another_kept(town: Town, other_town: Town, log_in: LogIn) -> None:
    prefix = f"/m/{town.municipality.code}"
    kept = saved.save_filter(
        municipality=town.municipality,
        name="Van de eigenaar",
        wanted=WANTED,
        by=town.people["owner"],
        now=NOW,
    )
    drop = reverse("signals:drop_saved", args=[kept.pk])
    for part in ("traffic", "intake", "alderman"):
        client = log_in(part)
        assert client.post(prefix + drop).status_code == 404
        assert "Van de eigenaar" not in client.get(prefix + reverse("signals:saved")).content.decode()
    assert log_in("foreigner" if "foreigner" in other_town.people else "owner", other_town).post(
        f"/m/{other_town.municipality.code}{drop}"
    ).status_code == 404  # fmt: skip
    assert SavedFilter.objects.count() == 1


def test_who_throws_a_list_away_keeps_the_signals(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("owner")
    keep(client)
    drop = reverse("signals:drop_saved", args=[SavedFilter.objects.get().pk])
    assert client.get(drop).status_code == 405
    assert client.post(drop).status_code == 302
    assert not SavedFilter.objects.exists()
    signal.refresh_from_db()
    assert client.post(drop).status_code == 404
