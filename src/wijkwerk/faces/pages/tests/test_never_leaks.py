"""What was not made public stands on no page that a stranger can open: seeded words, every page (D4, D8)."""

from datetime import date, timedelta

import pytest
from django.urls import get_resolver

from wijkwerk.faces.pages import urls
from wijkwerk.ground.kit.db import within
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Answer, Contact, Promise
from wijkwerk.work.signals.actions.care import make_care
from wijkwerk.work.signals.actions.handling import note
from wijkwerk.work.signals.actions.publishing import hide
from wijkwerk.work.signals.models import Signal

OWNER = frozenset({"owner_team"})
SECRET = "GEHEIM"


def seeded(**more):
    """What a reporter gives, every word of it marked."""
    asker = NewAsker(Contact.EMAIL, f"{SECRET}naam", f"{SECRET.lower()}@example.org")
    return {"text": f"{SECRET}tekst over mij", "title": f"{SECRET}titel", "askers": (asker,), **more}


def pages(town):
    code = [area.code for area in town.areas.values()]
    return [
        "/",
        "/gebieden/",
        *(f"/gebied/{each}/" for each in code),
        *(f"/beloften/?stand={stand}" for stand in ("open", "te-laat", "nagekomen")),
        *(f"/beloften/?gebied={each}" for each in code),
        "/zoek/",
        f"/zoek/?q={SECRET}titel",
        "/zoek/?q=lindelaan 12",
        "/kaart/gebieden.json",
        "/kaart/ondergrond.json",
        "/over/",
        "/privacy/",
        "/toegankelijkheid/",
        "/gegevens/",
        "/gegevens/beloften.csv",
        "/gegevens/antwoorden.csv",
    ]


def body(client, url):
    answer = client.get(url)
    assert answer.status_code in (200, 302)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode().replace(f"{SECRET}titel", "", 2) if "q=" in url else content.decode()


def read_all(client, town):
    return {url: body(client, url) for url in pages(town)}


def assert_clean(client, town):
    for url, text in read_all(client, town).items():
        assert SECRET not in text, url
        assert SECRET.lower() not in text, url


def test_every_page_of_this_room_is_in_the_list(town):
    named = {url.partition("?")[0].strip("/").partition("/")[0] for url in pages(town)}
    assert {str(each.pattern).partition("/")[0] for each in urls.urlpatterns} == named
    assert get_resolver().resolve("/gebieden/").view_name == "pages:areas"


def test_words_of_a_reporter_are_on_no_page_even_when_published(client, town, board):
    signal = board.answered("Openbare titel", **seeded())
    note(signal=signal, text=f"{SECRET}notitie", by=town.people["traffic"], roles=OWNER, now=NOW)
    Answer.objects.filter(subject=signal.subject).update(text=f"{SECRET}brief", what=f"{SECRET}wat")
    Promise.objects.filter(asked=signal.subject).update(
        what=f"{SECRET}belofte", explanation=f"{SECRET}uitleg"
    )
    board.open("Openbaar en open", **seeded())
    assert "Openbare titel" in body(client, "/")
    assert_clean(client, town)


def test_what_was_never_published_is_on_no_page(client, town, board):
    signal = board.answered(public=False, words=f"{SECRET}antwoord", **seeded())
    Answer.objects.filter(subject=signal.subject).update(public_answer=f"{SECRET}antwoord")
    Promise.objects.filter(asked=signal.subject).update(public_what=f"{SECRET}belofte")
    board.open(public=False, **seeded())
    assert_clean(client, town)


def test_what_was_hidden_again_is_on_no_page(client, town, board):
    signal = board.answered(f"{SECRET}openbaar", words=f"{SECRET}antwoord")
    assert SECRET in body(client, "/")
    hide(signal=signal, by=town.people["owner"], now=NOW)
    assert_clean(client, town)


def test_an_answer_that_was_replaced_is_on_no_page(client, town, board):
    signal = board.answered("Titel", words="Nieuw antwoord")
    old = Answer.objects.get(subject=signal.subject)
    Answer.objects.filter(pk=old.pk).update(superseded_at=NOW, public_answer=f"{SECRET}oud")
    assert_clean(client, town)


@pytest.mark.parametrize("step", ["new", "published", "answered", "promised", "kept"])
def test_care_leaves_every_page_as_if_the_signal_had_never_been(client, town, board, step):
    board.answered("Blijft staan", at=NOW - timedelta(days=2))
    before = read_all(client, town)
    make = {
        "new": lambda: board.open(public=False, **seeded()),
        "published": lambda: board.open(f"{SECRET}openbaar", **seeded()),
        "answered": lambda: board.answered(f"{SECRET}openbaar", "no", words=f"{SECRET}nee", **seeded()),
        "promised": lambda: board.answered(f"{SECRET}openbaar", words=f"{SECRET}ja", **seeded()),
        "kept": lambda: Signal.objects.get(
            pk=board.kept(f"{SECRET}openbaar", due=date(2026, 11, 30), **seeded()).asked_id
        ),
    }[step]
    signal = make()
    if step != "new":
        assert any(SECRET in text for text in read_all(client, town).values())
    make_care(signal=signal, by=town.people["owner"], roles=OWNER, now=NOW)
    assert read_all(client, town) == before


def test_the_point_of_a_reporter_is_on_no_page(client, town, board):
    signal = board.answered()
    exact = {f"{signal.lon:.6f}"[:8], f"{signal.lon!r}"} | {f"{signal.lat:.6f}"[:8], f"{signal.lat!r}"}
    assert within("area_path", signal.area_path)
    for url, text in read_all(client, town).items():
        if "kaart" not in url:
            assert not any(number in text for number in exact), url
