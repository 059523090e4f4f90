"""What came of an import: counts, and a line for each feature that was refused or mended."""

from dataclasses import asdict, dataclass, field
from typing import Any

from wijkwerk.ground.areas.cleaning import Record


@dataclass(slots=True)
class ImportReport:
    """Counts of features: read = created + updated + unchanged + rejected.

    `mended` is a part of what was stored; `skipped` belongs to other municipalities than the one asked for;
    `closed` counts areas that are no longer there in the new year; `municipalities` counts those with an area in
    the file. `refused` holds the codes that are in the file but could not be used: those areas stay as they were.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    mended: int = 0
    skipped: int = 0
    closed: int = 0
    municipalities: int = 0
    lines: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    @property
    def read(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected

    def summary(self) -> dict[str, Any]:
        """As one object for `--json`; the lines come last."""
        counts = asdict(self)
        lines = counts.pop("lines")
        del counts["refused"]
        return {"read": self.read, **counts, "lines": lines}

    def refuse(self, number: int, code: str, why: str) -> None:
        """One feature that did not come in."""
        self.rejected += 1
        self.refused.add(code)
        self.lines.append(f"{_place(number, code)} geweigerd: {why}")

    def note(self, record: Record) -> None:
        """What was repaired in one feature, if anything."""
        if record.notes:
            self.mended += 1
            self.lines.append(f"{_place(record.number, record.code)} hersteld: {' '.join(record.notes)}")


def _place(number: int, code: str) -> str:
    return f"nr. {number}" + (f" ({code})" if code else "")
