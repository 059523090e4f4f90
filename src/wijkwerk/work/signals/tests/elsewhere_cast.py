"""What the tests of formal matters, other organisations and urgent signals share: signals in each state, and settings."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.workflow import CLOCK, OWNER_TEAM, State
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import elsewhere
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({OWNER_TEAM})
WHY = "Het gaat over een besluit."


def forward(town: Town, signal: Signal, kind: str = "objection", **given: Any) -> Signal:
    """As the official of team Verkeer would."""
    values = {"why": WHY, "by": town.people["traffic"], "roles": OWNERS, "now": NOW} | given
    return elsewhere.forward(signal=signal, formal_kind=kind, **values)


def register(town: Town, signal: Signal, ref: str = "Z-2026-0042", **given: Any) -> Signal:
    values = {"by": town.people["traffic"], "roles": OWNERS, "now": NOW} | given
    return elsewhere.register(signal=signal, external_system="Zaaksysteem", external_ref=ref, **values)


def redirect(town: Town, signal: Signal, **given: Any) -> Signal:
    values = {
        "where": "Provincie Overijssel",
        "contact": "Bel 038 000 00 00",
        "why": "De weg is van de provincie.",
        "by": town.people["traffic"],
        "roles": OWNERS,
        "now": NOW,
    }
    return elsewhere.redirect(signal=signal, **values | given)


def answered(town: Town, signal: Signal) -> Signal:
    new = NewAnswer("no", town.teams["verkeer"], text="Nee.", reason="Geen ruimte.")
    return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)


def _closed(town: Town, signal: Signal) -> Signal:
    return actions.close(signal=answered(town, signal), by=None, roles=frozenset({CLOCK}), now=NOW)


def _merged(town: Town, signal: Signal) -> Signal:
    return _set(signal, state="merged", closed_at=NOW, merged_into=town.signal())


def _set(signal: Signal, **columns: Any) -> Signal:
    Signal.objects.filter(pk=signal.pk).update(**columns)
    signal.refresh_from_db()
    return signal


MAKERS: dict[State, Callable[[Town, Signal], Signal]] = {
    State.RECEIVED: lambda town, signal: _set(signal, state="received"),
    State.INTAKE: lambda town, signal: _set(signal, state="intake"),
    State.ROUTED: lambda town, signal: _set(signal, state="routed"),
    State.OWNED: lambda town, signal: _set(signal, state="owned"),
    State.WAITING: lambda town, signal: _set(signal, state="waiting", waiting_until=TODAY),
    State.ANSWERED: answered,
    State.CLOSED: _closed,
    State.REDIRECTED: redirect,
    State.MERGED: _merged,
    State.SPLIT: lambda town, signal: _set(signal, state="split", closed_at=NOW),
    State.REOPENED: lambda town, signal: _set(signal, state="reopened"),
}


def in_state(town: Town, state: State, **given: Any) -> Signal:
    """A signal that is in this state; with an answer only where the state says so."""
    # Who asked goes along with a merge, and the database holds one to it: this one has nobody.
    askers: dict[str, Any] = {"askers": ()} if state == State.MERGED else {}
    return MAKERS[state](town, town.signal(**askers | given))


def letters(signal: Signal, kind: str) -> list[Letter]:
    return list(Letter.objects.filter(subject=signal.pk, kind=kind).order_by("made_at", "id"))


def put(town: Town, part: str, **values: Any) -> None:
    """Settings with one part changed."""
    raw = dict(documents.current(town.municipality).raw)
    raw[part] = {**raw[part], **values} if isinstance(raw[part], dict) else values["items"]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    town.municipality.refresh_from_db()


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text + "+00:00")


def read(response: Any) -> str:
    """A page as text, with common spaces."""
    return str(response.content.decode()).replace("\u00a0", " ")
