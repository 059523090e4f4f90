"""From a row of a file to what it reports, or the reason why it cannot be stored. Nothing here knows the database."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite, nan
from typing import Final

from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.importing.choosing import Chooser, Clock
from wijkwerk.work.signals.importing.mapping import SourceMapping
from wijkwerk.work.signals.importing.reading import Raw, Seen
from wijkwerk.work.signals.importing.rejects import Reason
from wijkwerk.work.signals.intake import NewSignal, refuse_bsn, title_from
from wijkwerk.work.signals.places import Place

MOST_ID: Final = 80
MOST_TITLE: Final = 110
MOST_WORDS: Final = 300
MOST_TEXT: Final = 100_000
CLOSED: Final = "closed"
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,20}(?:[.,][0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)


class Rejected(Exception):
    """This row cannot be stored."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was read. `x` and `y` are in the system of the mapping, both not-a-number where there is no point."""

    row: int
    source_id: str
    theme: str
    kind: str
    via: str
    title: str
    text: str
    words: str
    area: str
    x: float
    y: float
    received_at: datetime
    closed_at: datetime | None
    turned: bool = False
    """Whether the source says that it was closed before it came in; then it was closed as it came in."""
    also: tuple[str, ...] = ()

    @property
    def has_point(self) -> bool:
        return isfinite(self.x)

    def new(self, place: Place, mapping: SourceMapping) -> NewSignal:
        """What is handed to `report_many`."""
        return NewSignal(
            theme=self.theme,
            kind=self.kind,
            text=self.text,
            place=place,
            title=self.title,
            via=self.via,
            source=mapping.source.name,
            source_id=self.source_id,
            source_hash=self.fingerprint(mapping.place.crs),
            received_at=self.received_at,
            closed_at=self.closed_at,
        )

    def fingerprint(self, crs: int) -> str:
        """SHA-256 over what is stored of the row, so that a new mapping counts as a change and an unused column does not."""
        point = [crs, self.x, self.y] if self.has_point else None
        moments = [self.received_at.isoformat(), self.closed_at.isoformat() if self.closed_at else None]
        said = [self.source_id, self.theme, self.kind, self.via, self.title, self.text, self.words, self.area]
        whole = json.dumps([*said, point, *moments], ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()


class Reader:
    """Reads the rows of one file by its mapping. `head` are the columns of the file; all that are named must be there."""

    def __init__(self, mapping: SourceMapping, head: Sequence[str], seen: Seen, now: datetime) -> None:
        self._mapping = mapping
        self._at = {name: head.index(name) for name in mapping.columns()}
        self._seen = seen
        self._now = now
        self._clock = Clock(mapping.time)
        self._theme = Chooser(mapping.theme.map, mapping.theme.default)
        self._kind = Chooser(mapping.kind.map, mapping.kind.default)
        self._via = Chooser(mapping.channel.map, mapping.channel.default)
        self._status = Chooser(mapping.status.map, mapping.status.default)
        self._empty = {"", *(text.strip().casefold() for text in mapping.place.empty)}

    def source_id(self, raw: Raw) -> str:
        """The id in a row, as far as it can be read: also that of a row that is rejected."""
        at = self._at[self._mapping.source.id]
        return raw.cells[at].strip() if at < len(raw.cells) else ""

    def also(self, raw: Raw) -> list[str]:
        """The cells that the file of rejected rows shows beside the id."""
        if raw.fault:
            return ["" for _ in self._mapping.rejects.columns]
        return self._cells(raw, self._mapping.rejects.columns)

    def read(self, raw: Raw) -> Draft:
        """The draft of a row. Raises Rejected."""
        if raw.fault:
            raise Rejected(raw.fault)
        source_id = self._checked_id(raw)
        received = self._moment(raw, self._mapping.time.columns)
        if received is None:
            raise Rejected(Reason.NO_TIME)
        closed, turned = self._closing(raw, received)
        title, text = self._said(raw)
        x, y = self._point(raw)
        draft = Draft(
            row=raw.number,
            source_id=source_id,
            theme=self._theme.pick(self._cells(raw, self._mapping.theme.columns)),
            kind=self._kind.pick(self._cells(raw, self._mapping.kind.columns)),
            via=self._via.pick(self._cells(raw, self._mapping.channel.columns)),
            title=title,
            text=text,
            words=self._words(raw),
            area=self._place_cell(raw, self._mapping.place.name),
            x=x,
            y=y,
            received_at=received,
            closed_at=closed,
            turned=turned,
            also=tuple(self.also(raw)),
        )
        return self._without_bsn(draft)

    def _cells(self, raw: Raw, columns: Sequence[str]) -> list[str]:
        return [raw.cells[self._at[name]].strip() for name in columns]

    def _checked_id(self, raw: Raw) -> str:
        source_id = self.source_id(raw)
        if not source_id:
            raise Rejected(Reason.NO_ID)
        if len(source_id) > MOST_ID:
            raise Rejected(Reason.LONG_ID)
        if not self._seen.first(source_id):
            raise Rejected(Reason.DOUBLE_ID)
        return source_id

    def _moment(self, raw: Raw, columns: Sequence[str]) -> datetime | None:
        """The moment in one or more columns; None when they are all empty."""
        text = " ".join(filter(None, self._cells(raw, columns)))
        if not text:
            return None
        moment = self._clock.moment(text)
        if moment is None:
            raise Rejected(Reason.BAD_TIME)
        if moment > self._now:
            raise Rejected(Reason.FUTURE)
        return moment

    def _closing(self, raw: Raw, received: datetime) -> tuple[datetime | None, bool]:
        """When it was closed, None when it is open; and whether the source had the two times the wrong way round."""
        status = self._mapping.status
        if self._status.pick(self._cells(raw, status.columns)) != CLOSED:
            return None, False
        # A source that does not say when it closed leaves only the moment at which it came in.
        closed = self._moment(raw, status.closed_columns) or received
        return max(closed, received), closed < received

    def _said(self, raw: Raw) -> tuple[str, str]:
        """Title and text; each stands in for the other where it is empty."""
        spec = self._mapping.text
        title = self._cells(raw, [spec.title])[0] if spec.title else ""
        text = spec.join.join(filter(None, self._cells(raw, spec.columns))) or title
        if not text:
            raise Rejected(Reason.NO_TEXT)
        if len(text) > MOST_TEXT:
            raise Rejected(Reason.LONG_TEXT)
        return title_from(title, most=MOST_TITLE), text

    def _words(self, raw: Raw) -> str:
        given = [self._place_cell(raw, name) for name in self._mapping.place.words]
        return ", ".join(filter(None, given))[:MOST_WORDS]

    def _place_cell(self, raw: Raw, column: str | None) -> str:
        cell = raw.cells[self._at[column]].strip() if column else ""
        return "" if cell.casefold() in self._empty else cell

    def _point(self, raw: Raw) -> tuple[float, float]:
        place = self._mapping.place
        x, y = self._place_cell(raw, place.lon), self._place_cell(raw, place.lat)
        if not x and not y:
            return nan, nan
        if not _NUMBER.fullmatch(x) or not _NUMBER.fullmatch(y):
            raise Rejected(Reason.BAD_POINT)
        point = float(x.replace(",", ".")), float(y.replace(",", "."))
        return point if any(point) else (nan, nan)

    def _without_bsn(self, draft: Draft) -> Draft:
        """The draft itself. The check is that of every other way in (D8)."""
        try:
            refuse_bsn(
                NewSignal(
                    draft.theme, draft.kind, draft.text, Place(f"{draft.words} {draft.area}"), draft.title
                )
            )
        except Refused as refused:
            raise Rejected(Reason.BSN) from refused
        return draft
