"""What a batch holds now, against what its row says it held."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from wijkwerk.ground.journal import chain
from wijkwerk.ground.journal.actions import digest_of
from wijkwerk.ground.journal.models import Batch, Line, Seal

Problem = tuple[str, bool]  # what, and whether it is grave


class Tally:
    """Counts lines with the same problem, so that a batch says each thing once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, bool], tuple[int, object]] = {}

    def add(self, what: str, first: object, *, grave: bool = True) -> None:
        count, known = self._found.get((what, grave), (0, first))
        self._found[what, grave] = (count + 1, known)

    def problems(self) -> Iterator[Problem]:
        for (what, grave), (count, first) in self._found.items():
            yield f"{count} {'line' if count == 1 else 'lines'} {what} (first: {first})", grave

    @property
    def grave(self) -> bool:
        return any(grave for _, grave in self._found)


class Contents:
    """Seals and lines of one batch: two queries. `late` is the moment before which a line was sealed late."""

    def __init__(self, batch: Batch, *, late: datetime | None = None) -> None:
        self.batch, self.late = batch, late
        self.tally = Tally()
        seals = batch.seals.order_by("place").values_list("place", "line", "municipality")
        self.seals: list[tuple[int, uuid.UUID, uuid.UUID]] = list(seals)
        self._places = {line: place for place, line, _ in self.seals}
        self._hashes: dict[uuid.UUID, tuple[bytes, datetime]] = {}
        lines = Line.objects.filter(pk__in=Seal.objects.filter(batch=batch.pk).values("line"))
        for line in lines.select_related("detail").iterator(500):
            self._take(line)

    @property
    def count(self) -> int:
        return len(self._hashes)

    @property
    def content(self) -> str:
        """The hash over the lines as they are now, by place."""
        held = (self._hashes.get(line) for _, line, _ in self.seals)
        return chain.content_of(found[0] for found in held if found)

    def problems(self) -> Iterator[Problem]:
        """What does not fit."""
        yield from self._seal_problems()
        yield from self.tally.problems()
        if not self.tally.grave and self.content != self.batch.content:
            yield "a line was changed or replaced", True

    def _take(self, line: Line) -> None:
        place = self._places.get(line.pk, 0)
        values = [getattr(line, name) for name in chain.LINE_FIELDS]
        self._hashes[line.pk] = (chain.line_hash(place, values), line.at)
        if line.municipality != self.batch.municipality:
            self.tally.add("of another municipality", f"place {place}")
        if not text_fits(line):
            self.tally.add("with a text that does not fit its digest", f"place {place}")
        if self.late is not None and line.at < self.late:
            self.tally.add("added when their days were sealed already", f"place {place}", grave=False)

    def _seal_problems(self) -> Iterator[Problem]:
        places = [place for place, _, _ in self.seals]
        expected = range(1, self.batch.lines + 1)
        if missing := sorted(set(expected) - set(places)):
            yield f"{len(missing)} places are empty (first: {missing[0]})", True
        if more := [place for place in places if place not in expected]:
            yield f"{len(more)} places too many (first: {more[0]})", True
        previous: tuple[datetime, uuid.UUID] | None = None
        for place, line, municipality in self.seals:
            if municipality != self.batch.municipality:
                self.tally.add("with a seal of another municipality", f"place {place}")
            if line not in self._hashes:
                self.tally.add("gone", f"place {place}")
                continue
            mine = (self._hashes[line][1], line)
            if previous is not None and mine < previous:
                self.tally.add("not in the order of their moments: moved or changed", f"place {place}")
            previous = mine


def text_fits(line: Line) -> bool:
    """Whether the text of a line, where it still has one, is the one that was written. An erased text always fits."""
    detail = getattr(line, "detail", None)
    if detail is None:
        return True
    if (detail.municipality, detail.subject) != (line.municipality, line.subject):
        return False
    return digest_of(detail.text, detail.salt) == line.digest
