"""The settings document of a municipality: its parts, its check, the version in force, and a new version (D12).

Rooms join with `hooks.add("settings.section", give_sections)`; the function returns a list of `Section` classes.
"""

import threading
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from wijkwerk.ground.areas import paths
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, Municipality, SettingsVersion
from wijkwerk.ground.areas.problems import Loc, Problem, in_dutch, unfit_signs
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.db import locked

FORMAT = 1
LANGUAGES = ("nl", "en")
HEAD = ("wijkwerk", "name", "title", "year", "language", "notes")
KEPT_DOCUMENTS = 500  # parsed documents that one process remembers; some 100 KB each

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\r\n]*$")]
OptionalLine = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\r\n]*$")]
Phone = Annotated[str, StringConstraints(max_length=30, pattern=r"^([0-9+][0-9 ()\-]{2,})?$")]
Email = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^([^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[a-zA-Z]{2,})?$")
]
# Only these two: a link such as javascript: must never reach a page.
Url = Annotated[str, StringConstraints(max_length=300, pattern=r"^(https?://[^\s<>\"'\\]+)?$")]


class Section(BaseModel):
    """One part of the document. `name` is its key; `per_area` says whether an area may deviate from it (I25)."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    name: ClassVar[str] = ""
    per_area: ClassVar[bool] = False

    def cross_check(self, document: "Document") -> Iterable[Problem]:
        """What does not fit the rest of the document; called when every part is well-formed by itself."""
        return ()

    def named_areas(self) -> Iterable[tuple[Loc, str]]:
        """Codes of areas that this part names, with the place where."""
        return ()

    def plain(self) -> Any:
        """As it stands in the document: maps, lists and plain values."""
        return self.model_dump(mode="json")


class Item(BaseModel):
    """A map inside a part."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


ItemT = TypeVar("ItemT", bound=Item)
S = TypeVar("S", bound=Section)


class ListSection(Section, Generic[ItemT]):
    """A part that is a list in the document. Iterating gives the items."""

    items: tuple[ItemT, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, given: Any) -> Any:
        if isinstance(given, list | tuple):
            return {"items": given}
        raise ValueError("Dit moet een lijst zijn.")

    @model_validator(mode="after")
    def _once(self) -> "ListSection[ItemT]":
        keys = [str(key) for key in (getattr(item, "key", None) for item in self.items) if key]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"Dit staat er twee keer: {', '.join(twice)}.")
        return self

    def __iter__(self) -> Iterator[ItemT]:  # type: ignore[override]  # a list is read item by item
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def get(self, key: str) -> ItemT | None:
        """The item with this key."""
        return next((item for item in self.items if getattr(item, "key", None) == key), None)

    def plain(self) -> Any:
        return [item.model_dump(mode="json") for item in self.items]


class NotReady(Exception):
    """No way of working was applied to this municipality yet."""

    def __init__(self, municipality: Municipality) -> None:
        super().__init__(
            f"{municipality.name} is nog niet ingericht / has no settings yet. "
            f"Run `wijkwerk blueprint apply start --municipality {municipality.code}` first."
        )


class Invalid(Exception):
    """The document does not hold; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{each.path}: {each.message}" for each in problems))
        self.problems = problems


class Changed(Exception):
    """Somebody else made a version in between; `number` is the newest."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the settings are at version {number} by now")
        self.number = number


class Document:
    """A settings document that holds. `raw` is the whole with every default filled in."""

    def __init__(self, head: Mapping[str, Any], parts: Mapping[str, Section], number: int = 0) -> None:
        self.raw: dict[str, Any] = {**head, **{name: part.plain() for name, part in parts.items()}}
        self.number = number
        self._parts = dict(parts)
        self._deviating: dict[tuple[str, tuple[str, ...]], Section] = {}

    def part(self, section: type[S], areas: Sequence[str] = ()) -> S:
        """The part of this class; with codes of areas, from large to small, as it is there (I25)."""
        found = self._parts[section.name]
        if areas and self.has_deviations and section.per_area:
            found = self._deviated(section, tuple(areas))
        assert isinstance(found, section)  # noqa: S101  # a name belongs to one class, see `sections`
        return found

    @property
    def has_deviations(self) -> bool:
        return bool(self.raw.get("deviations"))

    def _deviated(self, section: type[S], areas: tuple[str, ...]) -> Section:
        key = (section.name, areas)
        if key not in self._deviating:
            raw = self.raw
            for code in areas:
                for each in raw["deviations"]:
                    if each["area"] == code and each["path"].partition(".")[0] == section.name:
                        raw = paths.replaced(raw, each["path"], each["value"])
            self._deviating[key] = section.model_validate(raw[section.name])
        return self._deviating[key]


def sections() -> dict[str, type[Section]]:
    """Every part that a room has joined, by name. Two rooms with one name is a programming error."""
    found: dict[str, type[Section]] = {}
    for section in (each for given in hooks.run("settings.section") for each in given):
        if found.setdefault(section.name, section) is not section or not section.name:
            raise ValueError(f"settings part {section.name!r} is joined twice or has no name")
    return found


def validate(document: Any, *, area_codes: Collection[str] | None = None) -> list[Problem]:
    """What is wrong with the document, in Dutch; empty when it holds. Without `area_codes` areas are not looked up."""
    try:
        parse(document, area_codes=area_codes)
    except Invalid as invalid:
        return invalid.problems
    return []


def parse(document: Any, *, area_codes: Collection[str] | None = None, number: int = 0) -> Document:
    """The document with its parts. Raises Invalid."""
    found, problems = _well_formed(document, number)
    if found is None or problems:
        raise Invalid(problems)
    wrong = [problem for part in found._parts.values() for problem in part.cross_check(found)]
    if area_codes is not None:
        wrong += [problem for part in found._parts.values() for problem in _unknown_areas(part, area_codes)]
    wrong += [
        Problem.at(("notes", path), "Deze toelichting wijst naar niets.")
        for path in found.raw["notes"]
        if not _exists(found.raw, path)
    ]
    if wrong:
        raise Invalid(wrong)
    return found


def _well_formed(document: Any, number: int) -> tuple[Document | None, list[Problem]]:
    if not isinstance(document, Mapping):
        return None, [Problem.at((), "Dit is geen document met instellingen.")]
    classes = sections()
    strange = [key for key in document if key not in {*HEAD, *classes}]
    problems = [Problem.at((str(key),), "Dit onderdeel kennen wij niet.") for key in strange]
    problems += unfit_signs(document)
    head = _read(_Head, {key: document[key] for key in HEAD if key in document}, (), problems)
    parts: dict[str, Section] = {}
    for name, section in classes.items():
        # A part of a room that came later may be absent in an older document: its defaults hold, where it has them.
        given = document.get(name, [] if issubclass(section, ListSection) else {})
        part = _read(section, given, (name,), problems)
        if part is not None:
            parts[name] = part
    if problems or head is None:
        return None, problems
    return Document(head.model_dump(mode="json"), parts, number), []


class Note(Item):
    """Where a value comes from, and what a reader must not build on blindly (I46)."""

    source: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    doubt: Annotated[str, StringConstraints(max_length=500)] = ""


class _Head(Item):
    """`title` and `year`: the municipality whose way of working this was, and the year of its document."""

    wijkwerk: int
    name: Line
    title: OptionalLine = ""
    year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    language: str = "nl"
    notes: dict[str, Note] = {}

    @model_validator(mode="after")
    def _known(self) -> "_Head":
        if self.wijkwerk != FORMAT:
            raise ValueError(f"Dit document is van vorm {self.wijkwerk}. Deze versie leest vorm {FORMAT}.")
        if self.language not in LANGUAGES:
            raise ValueError("De taal moet nl of en zijn.")
        return self


M = TypeVar("M", bound=BaseModel)


def _read(model: type[M], given: Any, place: Loc, problems: list[Problem]) -> M | None:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        problems += [Problem.at((*place, *_shown(each["loc"])), in_dutch(each)) for each in error.errors()]
        return None


def _shown(loc: tuple[int | str, ...]) -> Loc:
    """A list part wraps its items; the reader of the document never sees that name."""
    return loc[1:] if loc[:1] == ("items",) else loc


def _unknown_areas(part: Section, codes: Collection[str]) -> Iterator[Problem]:
    for place, code in part.named_areas():
        if code not in codes:
            yield Problem.at((part.name, *place), f"Er is geen gebied met code {code}.")


def _exists(raw: Mapping[str, Any], path: str) -> bool:
    try:
        paths.find(raw, path)
    except KeyError:
        return False
    return True


class _Kept:
    """Parsed documents by (municipality, number). A version never changes, so what is kept never grows stale."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[uuid.UUID, int], Document] = {}

    def get(self, key: tuple[uuid.UUID, int]) -> Document | None:
        return self._found.get(key)

    def put(self, key: tuple[uuid.UUID, int], document: Document) -> None:
        with self._lock:
            if len(self._found) >= KEPT_DOCUMENTS:
                self._found.clear()
            self._found[key] = document

    def forget(self, key: tuple[uuid.UUID, int]) -> None:
        with self._lock:
            self._found.pop(key, None)


kept = _Kept()


def current(municipality: Municipality) -> Document:
    """The document in force: one query the first time, none after that. Raises NotReady."""
    return version(municipality, municipality.settings_number)


def version(municipality: Municipality, number: int) -> Document:
    """The document of one version. Raises NotReady for number 0, SettingsVersion.DoesNotExist for an unknown one."""
    if number == 0:
        raise NotReady(municipality)
    key = (municipality.pk, number)
    found = kept.get(key)
    if found is None:
        row = SettingsVersion.objects.get(municipality=municipality, number=number)
        document, problems = _well_formed(row.document, number)
        if document is None:
            raise Invalid(problems)
        found = document
        kept.put(key, found)
    return found


def part_at(municipality: Municipality, section: type[S], area_path: str) -> S:
    """The part as it is in an area of the working division. One query only where some area deviates."""
    document = current(municipality)
    if not area_path or not document.has_deviations or not section.per_area:
        return document.part(section)
    keys = area_path.strip(".").split(".")
    codes = dict(Area.objects.filter(municipality=municipality, key__in=keys).values_list("key", "code"))
    return document.part(section, [codes[key] for key in keys if key in codes])


def put(
    *,
    municipality: Municipality,
    document: Any,
    by: uuid.UUID | None,
    now: datetime,
    why: str,
    base_number: int | None = None,
    origin: str = "web",
) -> SettingsVersion:
    """Make the document the newest version and return it; without a change the version in force is returned.

    `base_number` is the version that the writer looked at. Raises Invalid, or Changed when it is no longer the newest.
    """
    codes = set(Area.objects.filter(municipality=municipality).values_list("code", flat=True))
    found = parse(document, area_codes=codes)
    with transaction.atomic():
        # Locked, so that of two writers at one moment the second sees the number of the first.
        row = locked(Municipality.objects.filter(pk=municipality.pk)).get()
        municipality.settings_number = row.settings_number
        if base_number is not None and row.settings_number != base_number:
            raise Changed(row.settings_number)
        latest = SettingsVersion.objects.filter(municipality=row, number=row.settings_number).first()
        if latest is not None and latest.document == found.raw:
            return latest
        return _write(municipality, found, by=by, now=now, why=why, origin=origin)


def _write(
    municipality: Municipality, found: Document, *, by: uuid.UUID | None, now: datetime, why: str, origin: str
) -> SettingsVersion:
    number = municipality.settings_number + 1
    made = SettingsVersion.objects.create(
        municipality=municipality, number=number, document=found.raw, made_by=by, made_at=now, why=why
    )
    Municipality.objects.filter(pk=municipality.pk).update(settings_number=number)
    municipality.settings_number = number
    text = {"number": number, "why": why}
    write(Entry(municipality.pk, "settings_changed", now, actor=by, origin=origin, text=text))
    # A transaction that was rolled back may have left a document under this number in this process.
    kept.forget((municipality.pk, number))
    transaction.on_commit(known.forget)
    return made
