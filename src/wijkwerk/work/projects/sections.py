"""The internal log of an area: its tags, who reads it, how long it is kept. A part of the settings document."""

from typing import Annotated, ClassVar

from pydantic import Field

from wijkwerk.ground.areas.settings import Item, Key, Line, Section
from wijkwerk.ground.people.models import TeamKind


class Tag(Item):
    """A tag of a note."""

    key: Key
    label: Line


class AreaLog(Section):
    """Which tags there are and members of which kinds of team read the log (O26), beside the area's own manager and team."""

    name: ClassVar[str] = "area_log"

    tags: tuple[Tag, ...] = ()
    read_by: tuple[TeamKind, ...] = (
        TeamKind.AREA,
        TeamKind.DEPARTMENT,
        TeamKind.MAINTENANCE,
        TeamKind.SOCIAL,
    )
    keep_years: Annotated[int, Field(ge=1, le=20)] = 2

    def label(self, key: str) -> str:
        """The word for a tag; the key itself for one that is no longer in the document."""
        return next((tag.label for tag in self.tags if tag.key == key), key)


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [AreaLog]
