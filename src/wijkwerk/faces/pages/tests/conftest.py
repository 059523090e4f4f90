"""A town with something to read: signals that were answered, published, promised and kept, at fixed moments."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import set_script_prefix
from django.utils import timezone

from wijkwerk.rules.workflow import OWNER_TEAM
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, NewCondition, keep_promise
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals.actions.handling import answer, take
from wijkwerk.work.signals.actions.publishing import PublicWords, show
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal

OWNER = frozenset({OWNER_TEAM})
LATER = date(2026, 12, 11)


@pytest.fixture(autouse=True)
def _fixed_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the clock; here it stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _own_prefix() -> Iterator[None]:
    """The test client leaves the script prefix of the request before; a server sets it anew for each."""
    set_script_prefix("/")
    yield
    set_script_prefix("/")


class Board:
    """Makes what the public pages show, by the actions of the rooms."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def open(self, title: str = "Kuil in de Beukstraat", /, *, public: bool = True, **given: Any) -> Signal:
        """A signal that waits for its answer, published or not."""
        signal = self.town.signal(**given)
        return self.show(signal, title) if public else signal

    def show(self, signal: Signal, title: str, words: str = "") -> Signal:
        public = PublicWords(title, "Lindelaan", words, f"Belofte: {title}")
        return show(signal=signal, words=public, by=self.town.people["owner"], now=NOW)

    def answered(
        self,
        title: str = "Drempel in de Lindelaan",
        kind: str = "yes",
        /,
        *,
        words: str = "Wij maken een drempel.",
        at: datetime = NOW,
        received: datetime | None = None,
        due: date = LATER,
        public: bool = True,
        **given: Any,
    ) -> Signal:
        """A signal with an answer and, for a yes, its promise; published or not."""
        moment = received or at - timedelta(days=6)
        signal = self.town.signal(now=moment, **given)
        by = self.town.people["traffic"]
        signal = take(signal=signal, by=by, roles=OWNER, now=moment)
        signal = answer(signal=signal, new=self._answer(kind, words, due), by=by, roles=OWNER, now=at)
        if public:
            self.show(signal, title, words)
        signal.refresh_from_db()
        return signal

    def _answer(self, kind: str, words: str, due: date) -> NewAnswer:
        team = self.town.teams["verkeer"]
        condition = NewCondition("de raad stemt in", "decision", "een besluit", team, due)
        return NewAnswer(
            kind=kind,
            owner_team=team,
            text="De hele brief aan de melder.",
            what="" if kind == "no" else "een drempel",
            due_until=None if kind == "no" else due,
            reason="de bomen zijn gezond" if kind == "no" else "",
            public_answer="",
            conditions=(condition,) if kind == "yes_if" else (),
        )

    def kept(self, title: str = "Watertap op het plein", /, *, at: datetime = NOW, **given: Any) -> Promise:
        """A promise that was kept."""
        made_at = given.pop("made_at", at - timedelta(days=30))
        signal = self.answered(title, at=made_at, **given)
        promise = Promise.objects.get(asked=signal.subject)
        return keep_promise(
            asked=asked_of(signal), promise=promise, how="gedaan", by=self.town.people["traffic"], now=at
        )


@pytest.fixture
def board(town: Town) -> Board:
    """The public board of Testwoude."""
    return Board(town)
