"""The mapping of a source: which column says what. Read from TOML, checked, one problem a line."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo

import pyproj
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from wijkwerk.ground.areas.settings import Key
from wijkwerk.work.signals.models import Kind, Via

ISO: Final = "iso"
UNIX: Final = "unix"
DEGREES: Final = 4326
MOST_BYTES: Final = 1_000_000
BUILT_IN: Final = Path(__file__).resolve().parents[1] / "mappings"
# Any moment will do to try a form; this one has a day, month and hour that cannot be taken for each other.
_TRIAL: Final = datetime(2021, 12, 31, 23, 58, 59, tzinfo=UTC)


class BadMapping(ValueError):
    """The mapping cannot be used; the message has a line for each problem."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise ValueError("no such time zone; use a name such as Europe/Amsterdam") from problem
    return name


def _form(form: str) -> str:
    if form in (ISO, UNIX):
        return form
    try:
        told = datetime.strptime(_TRIAL.strftime(form), form)  # noqa: DTZ007  # only its date is looked at
    except ValueError as problem:
        raise ValueError(f"use iso, unix or a form such as %d-%m-%Y %H:%M ({problem})") from problem
    if told.date() != _TRIAL.date():
        raise ValueError("the form must hold year, month and day, such as %d-%m-%Y")
    return form


def _pattern(pattern: str) -> str:
    words = pattern.removeprefix("=").split()
    # A star inside a word could make a search take hours on a text that was made for it.
    if not words or any(not word.strip("*") or "*" in word[1:-1] for word in words):
        raise ValueError("a pattern is words, with * at the start or end of a word only")
    return pattern


def _crs(code: int) -> int:
    try:
        pyproj.CRS.from_epsg(code)
    except pyproj.exceptions.CRSError as problem:
        raise ValueError("no such EPSG code; 4326 is degrees (WGS84), 28992 is RD New") from problem
    return code


Column = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_pattern)]
Patterns = Annotated[tuple[Pattern, ...], Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]
Form = Annotated[str, AfterValidator(_form)]
Epsg = Annotated[int, AfterValidator(_crs)]


class Part(BaseModel):
    """A table of the mapping. What is not known is refused: a misspelt word must not be passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WithColumns(Part):
    """`column = "a"` is the short way to write `columns = ["a"]`."""

    columns: tuple[Column, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "column" not in given:
            return given
        if "columns" in given:
            raise ValueError("give column or columns, not both")
        return {
            **{name: value for name, value in given.items() if name != "column"},
            "columns": [given["column"]],
        }


class Source(Part):
    """Who sent it. `name` is kept with each signal: together with the id it makes a second run change nothing."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    id: Column
    encoding: Literal["utf-8", "utf-8-sig", "cp1252"] = "utf-8"
    delimiter: Literal[",", ";", "\t", "|"] = ","


class Time(WithColumns):
    """When it came in. Two columns (date and time) are read as one text. `zone` holds for a time without an offset."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=3)]
    zone: Zone
    formats: Annotated[tuple[Form, ...], Field(min_length=1, max_length=10)] = (ISO,)


class Place(Part):
    """Where it is: a point in the system `crs` (EPSG), or the name or code of an area. `words` are kept as they are.

    `empty` lists what the source writes for "unknown"; an empty cell and the point 0,0 are no place anyway.
    """

    lon: Column | None = None
    lat: Column | None = None
    crs: Epsg = DEGREES
    name: Column | None = None
    words: tuple[Column, ...] = ()
    empty: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat go together")
        return self

    def columns(self) -> list[str]:
        """Every column that says where."""
        return [name for name in (self.lon, self.lat, self.name, *self.words) if name]


class Text(WithColumns):
    """What was said: the columns that are not empty, joined. `title` gives a few words for lists."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    title: Column | None = None
    join: Annotated[str, StringConstraints(max_length=10)] = "\n\n"


class ThemeMap(WithColumns):
    """Patterns per theme; the first column and then the first theme that fits wins, else `default`."""

    default: Key
    map: dict[Key, Patterns] = {}


class KindMap(WithColumns):
    """Patterns per kind of signal."""

    default: Kind = Kind.REPORT
    map: dict[Kind, Patterns] = {}


class ChannelMap(WithColumns):
    """Patterns per channel."""

    default: Via = Via.IMPORT
    map: dict[Via, Patterns] = {}


class StatusMap(WithColumns):
    """Patterns for open and closed; what is acknowledged, in progress or on hold is open. `closed_columns` say when."""

    default: Literal["open", "closed"] = "open"
    map: dict[Literal["open", "closed"], Patterns] = {}
    closed_columns: Annotated[tuple[Column, ...], Field(max_length=3)] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_closed(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "closed_column" not in given:
            return given
        rest = {name: value for name, value in given.items() if name != "closed_column"}
        return {"closed_columns": [given["closed_column"]], **rest}


class Rejects(Part):
    """`columns` are copied into the file of rejected rows, so that they can be found back at the source."""

    columns: tuple[Column, ...] = ()


class SourceMapping(Part):
    """The whole file."""

    source: Source
    time: Time
    text: Text
    theme: ThemeMap
    place: Place = Place()
    kind: KindMap = KindMap()
    channel: ChannelMap = ChannelMap()
    status: StatusMap = StatusMap()
    rejects: Rejects = Rejects()

    @model_validator(mode="after")
    def _maps_have_columns(self) -> Self:
        for name in ("theme", "kind", "channel", "status"):
            part = getattr(self, name)
            if bool(part.map) != bool(part.columns):
                raise ValueError(f"{name}: a map and a column go together")
        return self

    @model_validator(mode="after")
    def _citizens_stay_out_of_the_rejects(self) -> Self:
        personal = {*self.text.columns, *filter(None, [self.text.title]), *self.place.columns()}
        if leaking := sorted(personal & set(self.rejects.columns)):
            raise ValueError(
                f"rejects: text and place of citizens stay out of the file ({', '.join(leaking)})"
            )
        return self

    def columns(self) -> list[str]:
        """Every column that the mapping names, once, in its order."""
        parts: Iterable[Iterable[str]] = (
            [self.source.id],
            self.time.columns,
            self.text.columns,
            filter(None, [self.text.title]),
            self.place.columns(),
            *(part.columns for part in (self.theme, self.kind, self.channel, self.status)),
            self.status.closed_columns,
            self.rejects.columns,
        )
        return list(dict.fromkeys(name for part in parts for name in part))

    def themes(self) -> list[str]:
        """Every theme that a row can get."""
        return list(dict.fromkeys([*self.theme.map, self.theme.default]))


def load(path: Path) -> SourceMapping:
    """The mapping in a file, or a mapping of Wijkwerk itself by its name. Raises BadMapping."""
    found = _found(path)
    try:
        content = found.read_bytes()[: MOST_BYTES + 1]
    except OSError as problem:
        raise BadMapping(f"{path} cannot be read: {problem.strerror or 'unknown reason'}.") from problem
    if len(content) > MOST_BYTES:
        raise BadMapping(f"{path.name} is too large for a mapping.")
    try:
        return check(tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n")), path.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise BadMapping(f"{path.name} is not TOML: {problem}.") from problem


def _found(path: Path) -> Path:
    own = BUILT_IN / f"{path.name.removesuffix('.toml')}.toml"
    return own if path.parent == Path() and not path.exists() and own.is_file() else path


def check(given: Mapping[str, Any], name: str) -> SourceMapping:
    """The mapping that was given as plain values. Raises BadMapping with a line for each problem."""
    try:
        return SourceMapping.model_validate(given)
    except ValidationError as error:
        raise BadMapping("\n".join([f"{name} does not hold:", *map(_line, error.errors())])) from error


def _line(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"] if part != "[key]")
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"  {place}: {said}" if place else f"  {said}"
