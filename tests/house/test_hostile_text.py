"""What a resident or a colleague types is text, wherever it comes out: pages, letters, tables, the settings (RELIABILITY 19).

One town in which every text is hostile, in each of some eighty ways, beside stories in harmless words of the same shape.
"""

import csv
import email
import io
from collections.abc import Iterator
from dataclasses import dataclass
from email.policy import default
from typing import Any, Final

import pytest
import yaml
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TransactionTestCase
from django.urls import reverse, set_script_prefix
from pytest_django.plugin import DjangoDbBlocker

from tests.house.hostile_pages import many, of_story
from tests.house.hostile_stories import (
    DO,
    HARMLESS,
    PAYLOADS,
    QUERIES,
    Page,
    Story,
    fields,
    name_people,
    name_things,
    plain,
    tell_story,
)
from tests.house.permission_cells import Things, all_names, things_of
from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.kit.tables import CONTROL, FORMULA
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people import accounts
from wijkwerk.ground.people.models import Role, User
from wijkwerk.testing_cast import NOW, SINCE, Town, build_town, pass_second_step
from wijkwerk.work.answers.sections import WORD_JOINER

# So marked there is a database of the tests' own; what `world` patches keeps each test from emptying it.
pytestmark = pytest.mark.django_db(transaction=True)
HEADERS: Final = frozenset(
    [
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]
)
NUL: Final = "a\x00b"


@dataclass
class World:
    """The town with its hostile stories, and a harmless one of each turn."""

    town: Town
    things: Things
    stories: list[Story]
    harmless: list[Story]
    names: list[User]
    accepted: list[str]
    staff: Client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, for it takes seconds, in one transaction around all tests of the module; nothing of it stays."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: None)
        patch.setattr(TransactionTestCase, "_should_reload_connections", lambda case: False)
        set_script_prefix("/")
        cache.clear()
        yield make_world()
        transaction.set_rollback(True)
    known.forget()


def make_world() -> World:
    """A town in which every text that can be typed is hostile."""
    town = build_town()
    things = things_of(town)
    accepted = name_things(town, PAYLOADS)
    return World(
        town, things,
        stories=[tell_story(town, text, turn) for turn, text in enumerate(PAYLOADS)],
        harmless=[tell_story(town, HARMLESS, turn) for turn in range(4)],
        names=name_people(town, PAYLOADS), accepted=accepted, staff=staff_of(town),
    )  # fmt: skip


def staff_of(town: Town) -> Client:
    """The colleague of the stories, who is administrator, records keeper, intake and area manager as well."""
    person, client = town.people["traffic"], Client()
    for kind, team in (
        ("admin", None),
        ("records", None),
        ("team_member", "meldpunt"),
        ("team_member", "wijkbeheer"),
    ):
        Role.objects.create(
            municipality=town.municipality, user=person, kind=kind, since=SINCE,
            team=town.teams[team] if team else None,
        )  # fmt: skip
    Role.objects.create(
        municipality=town.municipality, user=person, kind="area_manager", since=SINCE, area=town.areas[""]
    )
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_step(client, person)
    return client


def page(client: Client, url: str, data: dict[str, Any] | None = None, *, status: int = 200) -> Page:
    """A page as a browser reads it, without a fault of its own."""
    response = client.get(url) if data is None else client.post(url, data)
    assert response.status_code == status, f"{url}: {response.status_code}"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    source = response.content.decode()
    found = Page(source)
    assert found.faults() == [], url
    for text in PAYLOADS:
        if "<" in text:
            assert text not in source, f"{url} holds {text} as it was typed"
    return found


# How often a text stands on the page of a signal, at least: less would mean that a field was left out of the story.
LEAST: Final = {"detail": 15, "publish": 2, "trace": 10, "joined": 5, "shown": 4, "join": 1, "data": 1}


@pytest.mark.page
@pytest.mark.parametrize("name", LEAST)
def test_the_page_of_a_signal_is_built_alike_whatever_the_words(world, name):
    anonymous = Client()
    alike: dict[int, Any] = {}
    for story in [*world.harmless, *world.stories]:
        staff, url = of_story(story)[name]
        found = page(world.staff if staff else anonymous, url)
        expected = alike.setdefault(story.turn % 4, found.elements)
        assert found.elements == expected, f"{name} with {story.text!r}"
        everything = f"{found.text} {plain(' '.join(found.values))}"
        assert everything.count(plain(story.text)) >= LEAST[name], f"{name} with {story.text!r}"


@pytest.mark.page
def test_a_page_of_many_texts_has_no_element_that_a_harmless_one_lacks(world):
    anonymous, seen = Client(), 0
    kinds = {kind for story in world.harmless for each in of_story(story).values() for kind in
             page(world.staff if each[0] else anonymous, each[1]).elements}  # fmt: skip
    for staff, url in many(world.town, world.stories[0].signal, world.names[0]).values():
        found = page(world.staff if staff else anonymous, url)
        strange = {tag for tag, _ in found.elements} - {tag for tag, _ in kinds} - OURS
        assert strange == set(), url
        seen += sum(plain(text) in found.text for text in PAYLOADS)
    assert seen > 10 * len(PAYLOADS)


# Elements of lists, forms, tables and maps, that the pages of one signal lack.
OURS: Final = {
    "table", "thead", "tbody", "tr", "th", "td", "select", "option", "optgroup", "fieldset", "legend", "details", "summary", "g",
    "path", "text", "tspan", "desc", "figure", "figcaption", "ul", "li", "textarea", "circle", "rect", "title", "code",
    "h4", "article", "caption", "strong", "em", "ol", "pre", "small", "hr", "del", "ins",
}  # fmt: skip


@pytest.mark.page
def test_every_page_of_the_installation_holds_texts_as_text(world):
    """Whatever page comes later is looked at too: no handler, no inline style, no link that runs or leads away."""
    for name in all_names():
        if name in ("account_logout", "signals:photo", "signals:shown_photo", "signals:trace_photo"):
            continue
        response = world.staff.get(reverse(name, args=world.things.arguments(name)))
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            assert Page(response.content.decode()).faults() == [], name


@pytest.mark.page
@pytest.mark.parametrize("text", PAYLOADS)
def test_what_is_typed_in_a_form_comes_back_as_it_was(world, text):
    cache.clear()
    visitor, url = Client(), reverse("signals:join", args=[world.harmless[0].signal.subject.code])
    data = {"name": text, "contact": "email", "email": f"{text}@x", "post": text, "phone": text}
    found = page(visitor, url, data, status=422)
    assert plain(text) in plain(" ".join([*found.texts, *found.values]))
    asked = visitor.get(reverse("pages:search"), {"q": text})
    if asked.status_code == 200:
        assert Page(asked.content.decode()).faults() == []
        assert "<" not in text or text not in asked.content.decode()


@pytest.mark.page
@pytest.mark.parametrize("name", ["signals:report", "signals:enter", "signals:answer"])
def test_a_long_text_in_a_form_comes_back_as_it_was(world, name):
    cache.clear()
    url = reverse(name, args=world.things.arguments(name))
    for first in range(0, len(PAYLOADS), 40):
        text = "\n".join(PAYLOADS[first : first + 40])
        short = dict.fromkeys(("theme", "kind", "words", "what", "condition", "place", "due", "once"), text)
        found = page(world.staff, url, {**short, "text": text}, status=422)
        assert plain(text) in plain(" ".join([*found.texts, *found.values]))


@pytest.mark.page
def test_a_filter_that_is_no_filter_is_never_part_of_a_page(world):
    text = "".join(each for each in PAYLOADS if "<" in each)
    for name in ("signals:list", "signals:promise_list", "pages:promises", "signals:near", "people:people"):
        response = world.staff.get(reverse(name), dict.fromkeys(QUERIES, text))
        assert response.status_code in (200, 404), name
        source = response.content.decode()
        assert Page(source).faults() == [], name
        assert f"<script>{DO}" not in source


@pytest.mark.page
def test_every_letter_is_plain_text_to_one_person_with_one_link(world):
    rows = Letter.objects.filter(municipality=world.town.municipality.pk, channel="email")
    # A question that was answered before it left is withdrawn; here it leaves all the same, to be looked at.
    rows.filter(state="withdrawn").update(state="queued")
    sent_ones = list(rows.exclude(state="bounced"))
    assert len(sent_ones) > 6 * len(PAYLOADS)
    mail.outbox.clear()
    for row in sent_ones:
        letters.send(letter=str(row.pk), now=NOW)
    assert len(mail.outbox) == len(sent_ones)
    for row, sent in zip(sent_ones, mail.outbox, strict=True):
        read = email.message_from_bytes(sent.message().as_bytes(), policy=default)
        assert set(read.keys()) <= HEADERS, row.title
        assert read["To"].addresses[0].addr_spec == row.address
        assert (len(read["To"].addresses), read["Cc"], read["Bcc"]) == (1, None, None)
        assert read.get_content_type() == "text/plain"
        assert not read.is_multipart()
        assert str(read["Subject"]).split() == row.title.split()
        body = read.get_content()
        assert body.count("/spoor/") == 1, body
        assert "{trace_link}" not in body


@pytest.mark.page
def test_the_words_of_a_letter_are_those_that_were_typed(world):
    for story in world.stories:
        bodies = Letter.objects.filter(subject=story.signal.pk, kind="answer_no").values_list(
            "body", flat=True
        )
        assert bodies
        for body in bodies:
            assert plain(story.text) in plain(body.replace(WORD_JOINER, "")) or WORD_JOINER in story.text


@pytest.mark.page
def test_an_invitation_names_a_colleague_and_nothing_more(world):
    mail.outbox.clear()
    for user in world.names:
        accounts.send_invitation(now=NOW, user=str(user.pk), municipality=str(world.town.municipality.pk))
    for user, sent in zip(world.names, mail.outbox, strict=True):
        read = email.message_from_bytes(sent.message().as_bytes(), policy=default)
        assert set(read.keys()) <= HEADERS
        assert [each.addr_spec for each in read["To"].addresses] == [user.email]
        assert plain(user.name) in plain(read.get_content())
        assert "&lt;script" not in read.get_content() or "&lt;script" in user.name


def cells(url: str) -> list[dict[str, str]]:
    """The rows of a table as a spreadsheet reads them."""
    response = Client().get(url)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="wijkwerk-GM')
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.page
@pytest.mark.parametrize(
    ("name", "columns"), [("promises_csv", ("belofte",)), ("answers_csv", ("titel", "plek", "tekst"))]
)
def test_no_cell_of_a_table_is_a_formula_and_taking_the_mark_away_gives_the_text_back(world, name, columns):
    rows = cells(reverse(f"pages:{name}"))
    for row in rows:
        assert None not in row
        for cell in row.values():
            assert cell.lstrip()[:1] not in FORMULA, cell
            assert cell[:1] not in CONTROL, cell
    for column in columns:
        given = {text.strip() for row in rows for text in (row[column], row[column].removeprefix("'"))}
        wanted = {
            story.text[:120].strip()
            for story in world.stories
            if name == "answers_csv" or story.turn % 4 != 2
        }
        assert wanted - given == set()


@pytest.mark.page
def test_the_settings_come_out_of_their_document_as_they_went_in(world):
    assert len(world.accepted) > 50
    response = world.staff.get(reverse("blueprints:document"))
    assert "text/html" not in response.headers["Content-Type"]
    assert yaml.safe_load(response.content.decode()) == documents.current(world.town.municipality).raw


@pytest.mark.page
def test_the_data_of_a_map_is_no_page(world):
    for name in ("areas_json", "backdrop_json"):
        response = Client().get(reverse(f"pages:{name}"))
        assert response.headers["Content-Type"] == "application/geo+json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.page
@pytest.mark.parametrize("address", [
    "a@b.nl\r\nBcc: dief@elders.example", "a@b.nl\nBcc: dief@elders.example", "a@b.nl,dief@elders.example",
    "a@b.nl;dief@elders.example", "a@b.nl dief@elders.example", "<a@b.nl>, dief@elders.example", '"x"\r\n@b.nl',
    "a@b.nl%0aBcc:dief@elders.example@", "\u202ea@b", "a@b.nl\x00",
])  # fmt: skip
def test_an_address_that_would_write_to_somebody_else_is_refused(world, address):
    cache.clear()
    before = Letter.objects.count()
    url = reverse("signals:join", args=[world.harmless[0].signal.subject.code])
    page(Client(), url, {"name": "x", "contact": "email", "email": address}, status=422)
    entry = {
        "via": "phone",
        "text": "x",
        "theme": "groen",
        "kind": "report",
        "contact": "email",
        "address": address,
    }
    page(world.staff, reverse("signals:enter"), entry, status=422)
    invited = world.staff.post(reverse("people:invite"), {"name": "x", "email": address})
    assert invited.context["form"].errors
    assert Letter.objects.count() == before


def test_a_sign_that_no_database_can_hold_is_refused_everywhere(world):
    """NUL: PostgreSQL would answer with an error of its own. Tried in every field, every query and every address."""
    town, tried = build_town("9903", "Elders"), 0
    things, staff, prefix = things_of(town), staff_of(town), "/m/GM9903"
    known.forget()
    for name in all_names():
        if name == "account_logout" or name.endswith("photo"):
            continue
        cache.clear()
        url = prefix + reverse(name, args=things.arguments(name))
        with transaction.atomic():
            shown = staff.get(url)
            typed = (
                fields(shown.content.decode()) if "text/html" in shown.headers.get("Content-Type", "") else []
            )
            tried += len(typed)
            assert staff.get(url, dict.fromkeys((*typed, *QUERIES), NUL)).status_code == 400, name
            sent = staff.post(url, dict.fromkeys(typed, NUL)).status_code
            assert sent < 500, name
            assert sent != 302 or with_nul() == [], name
            transaction.set_rollback(True)
    assert tried > 100
    for path in ("melding/%00/", "gebied/%00/", "spoor/%00/", "bureau/melding/%00/", "beheer/brieven/%00/"):
        assert staff.get(f"{prefix}/{path}").status_code == 404


def with_nul() -> list[str]:
    """Tables in which the sign came after all."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return [model._meta.label for model in models if "\\x00" in repr(list(model._base_manager.values_list()))]
