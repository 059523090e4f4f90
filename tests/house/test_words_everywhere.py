"""A municipality that calls things otherwise reads its own words on every page, and none of `start` (D12, promise 6)."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.pages import PAGES, STATUS, arguments, furnish
from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.middleware import known
from wijkwerk.testing_cast import NOW, Town

OWN = {
    "area": {"one": "kwartier", "many": "kwartieren", "article": "het"},
    "area_manager": {"one": "kwartiermaker", "many": "kwartiermakers", "article": "de"},
    "resident": {"one": "inwoner", "many": "inwoners", "article": "de"},
}
STRANGE = re.compile(r"\b(gebied(en)?|gebiedsmanagers?|bewoners?)\b", re.IGNORECASE)
# These tell of other municipalities, of an earlier version of this one, or of what a placeholder in a letter is called.
OF_OTHERS = {"blueprints:ways", "blueprints:blueprint", "blueprints:version", "blueprints:letter"}
# What a page says to who cannot see it, beside its text.
SAID = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"]*)"')
FILE_COLUMNS = "gebied_code, gebied"


def words_of(page: str) -> str:
    """What a page says, also to who cannot see it, with one space between the words."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    said = " ".join(SAID.findall(body))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body) + " " + said).split())


def texts(value: Any) -> Iterator[str]:
    """Every text in a settings document: what the municipality wrote stands as it wrote it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.page
def test_every_page_speaks_the_words_of_the_municipality(town: Town, log_in: Callable[..., Client]) -> None:
    things = furnish(town)
    raw = documents.current(town.municipality).raw
    raw["words"] |= OWN
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="Zo heet het hier")
    town.municipality.refresh_from_db()
    known.forget()
    lines = [" ".join(each.split()) for each in texts(raw) if STRANGE.search(each)]
    written = {shown for line in lines for shown in (line, line[:1].upper() + line[1:])}
    clients: dict[str, Client] = {}
    found: dict[str, list[str]] = {}
    seen = 0
    for part, name in PAGES:
        client = clients.get(part) or clients.setdefault(
            part, Client() if part == "visitor" else log_in(part)
        )
        answer = client.get(reverse(name, args=arguments(name, things)))
        if name in OF_OTHERS or answer.status_code != STATUS.get(name, 200):
            continue
        seen += 1
        page = words_of(answer.content.decode()).replace(FILE_COLUMNS, "")
        for each in sorted(written, key=len, reverse=True):
            page = page.replace(each, "")
        hits = [page[max(0, at.start() - 50) : at.end() + 30] for at in STRANGE.finditer(page)]
        if hits:
            found[name] = hits
    assert not found, "\n".join(f"{name}: {hits}" for name, hits in found.items())
    assert seen > 0.8 * len(PAGES)
