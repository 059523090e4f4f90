"""Hostile words about where a message went, and why it cannot wait, are words on the page and nothing else (RELIABILITY 19)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.hostile_stories import HARMLESS, OWNER, PAYLOADS, plain
from tests.house.test_hostile_text import page, staff_of
from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import elsewhere, urgent
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.page, pytest.mark.django_db]
MOMENTS = ("formal", "registered", "urgent", "redirected")


def live_through(town: Town, text: str) -> Any:
    """A signal that is formal by mistake, then urgent, then with another organisation; yields at each moment of it."""
    by: dict[str, Any] = {"by": town.people["traffic"], "roles": OWNER, "now": NOW}
    signal = elsewhere.forward(
        signal=town.signal(text=text, title=text[:120]), formal_kind="woo", why=text, **by
    )
    yield "formal", signal
    signal = elsewhere.register(signal=signal, external_system=text[:60], external_ref=text[:120], **by)
    yield "registered", signal
    signal = actions.reopen(signal=signal, why=text, **by | {"roles": frozenset({"staff"})})
    signal = elsewhere.unforward(signal=signal, why=text, **by)
    signal = urgent.mark_urgent(signal=signal, why=text, **by)
    yield "urgent", signal
    signal = elsewhere.redirect(
        signal=signal, where=text[:120], contact=text, why=text, external_ref=text[:120], **by
    )
    yield "redirected", signal


def pages_of(signal: Signal) -> dict[str, str]:
    token = link_token(Asker.objects.get(subject=signal.subject))
    return {
        "detail": reverse("signals:detail", args=[signal.subject.code]),
        "trace": reverse("signals:trace", args=[token]),
    }


def test_each_page_is_built_alike_whatever_the_words(town: Town) -> None:
    staff = staff_of(town)
    alike: dict[tuple[str, str], Any] = {}
    for text in (HARMLESS, *PAYLOADS):
        for moment, signal in live_through(town, text):
            for name, url in pages_of(signal).items():
                found = page(staff if name == "detail" else Client(), url)
                expected = alike.setdefault((moment, name), found.elements)
                assert found.elements == expected, f"{name} when {moment} with {text!r}"
                assert plain(text[:60]) in f"{found.text} {plain(' '.join(found.values))}"
    assert len(alike) == 2 * len(MOMENTS)
    assert all("\n" not in letter.title for letter in Letter.objects.all())


def test_the_banner_of_the_desk_holds_words_only(town: Town) -> None:
    staff, by = staff_of(town), town.people["traffic"]
    for text in PAYLOADS:
        signal = town.signal(text=text, title=text[:120])
        urgent.mark_urgent(signal=signal, why=text, by=by, roles=OWNER, now=NOW)
        page(staff, reverse("signals:desk"))
        urgent.unmark_urgent(signal=signal, why=text, by=by, roles=OWNER, now=NOW)
