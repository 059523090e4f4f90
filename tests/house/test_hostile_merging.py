"""Hostile words in what is merged and split stay words, for staff, for who went along and for who was copied (RELIABILITY 19)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.hostile_stories import HARMLESS, PAYLOADS, Page, plain
from tests.house.test_hostile_text import page
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals.actions import merging
from wijkwerk.work.signals.actions.merging import Part
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.page, pytest.mark.django_db]
OWNERS = frozenset({"owner_team"})
# How often a text stands on each page, at least.
LEAST = {"both": 4, "moved": 1, "parts": 3, "part": 4, "typed": 4, "detail": 2}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(town: Town, text: str) -> Signal:
    asker = NewAsker(Contact.POST, text[:120], text)
    return town.signal(text=text, title=text[:120], askers=(asker,))


def pages(town: Town, staff: Client, text: str) -> dict[str, Page]:
    """Two signals laid side by side and merged, and one that was split, every word of them `text`."""
    by = town.people["owner"]
    source, target, whole = (told(town, text) for _ in range(3))
    both = f"{reverse('signals:merge', args=[source.subject.code])}?met={target.subject.code}"
    found = {"both": page(staff, both)}
    typed = {f"{name}{number}": text[:120] for number in (1, 2) for name in ("title", "text")}
    split = reverse("signals:split", args=[whole.subject.code])
    found["typed"] = page(staff, split, typed | {"theme1": "geen"}, status=422)
    merging.merge(signal=source, into=target, by=by, roles=OWNERS, now=NOW)
    parts = [Part(text[:120], text, "verkeer", "worry")] * 2
    made = merging.split(signal=whole, parts=parts, by=by, roles=OWNERS, now=NOW)
    found["detail"] = page(staff, reverse("signals:detail", args=[made[0].subject.code]))
    asked = {"moved": source.subject, "parts": whole.subject, "part": made[0].subject}
    askers = {name: Asker.objects.filter(came_from=subject) for name, subject in asked.items()}
    askers |= {name: Asker.objects.filter(subject=asked[name]) for name in ("parts", "part")}
    for name, rows in askers.items():
        found[name] = page(Client(), reverse("signals:trace", args=[link_token(rows.get())]))
    return found


def test_pages_of_merged_and_split_signals_are_built_alike_whatever_the_words(town: Town, log_in) -> None:
    staff = log_in("owner")
    with undone():
        harmless = pages(town, staff, HARMLESS)
    assert set(harmless) == set(LEAST)
    for text in PAYLOADS:
        with undone():
            for name, found in pages(town, staff, text).items():
                assert found.elements == harmless[name].elements, f"{name} with {text!r}"
                everything = f"{found.text} {plain(' '.join(found.values))}"
                assert everything.count(plain(text)) >= LEAST[name], f"{name} with {text!r}"
