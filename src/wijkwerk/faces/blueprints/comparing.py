"""The ways of working of the package side by side: what each chose in section 3b of the catalogue. No ranking (I39)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.facts.approach import Choice, Choices, Divisions, Labels, Phase
from wijkwerk.faces.blueprints.facts.people import AreaAldermen, Bodies
from wijkwerk.faces.blueprints.facts.telling import CODES, sources_at
from wijkwerk.ground.areas.sections import Words
from wijkwerk.ground.areas.settings import Document, parse
from wijkwerk.ground.areas.words import own
from wijkwerk.work.plans.sections import PlanKind, PlanKinds

UNSAID = "Staat niet in het document"
UNCHOSEN = "Nog niet ingevuld"


@dataclass(frozen=True)
class Way:
    """A way of working of the package."""

    name: str
    title: str
    year: int | None
    document: Document


class Cell(NamedTuple):
    """What one document says of one setting, and where it stands there; `said` may be empty."""

    name: str
    said: str
    sources: tuple[str, ...]
    absent: str

    @property
    def words(self) -> str:
        """What is said, or that nothing is."""
        return self.said or self.absent


@dataclass(frozen=True)
class Line:
    """One setting with what each says of it, in the order of the ways."""

    title: str
    path: str
    cells: tuple[Cell, ...]

    @property
    def part(self) -> str:
        """The part of the document in which it stands."""
        return self.path.partition(".")[0]

    def holds(self, path: str) -> bool:
        """Whether this place of a document is about this setting."""
        return path == self.path or path.startswith(f"{self.path}.")

    @property
    def anchor(self) -> str:
        """Its place on a page."""
        return self.path.replace(".", "-")


@cache
def way(name: str) -> Way:
    """A way of working of the package by its name; its files never change while a process runs."""
    document = parse(reading.load(name))
    return Way(name, str(document.raw["title"] or name), document.raw["year"], document)


def ways() -> list[Way]:
    """Every municipality of the package, by name; `start` is of nobody and is left out."""
    return [way(name) for name in reading.names() if name != reading.START]


def _working_level(document: Document) -> str:
    level = next((each for each in document.part(Divisions).levels if each.working), None)
    if level is None:
        return ""
    count = f" ({level.count.in_words()})" if level.count else ""
    return f"{level.label}{count}"


def _manager(document: Document) -> str:
    return document.part(Words).area_manager.one


def _bodies(document: Document) -> str:
    return "; ".join(each.label for each in document.part(Bodies))


def _plans(document: Document) -> str:
    return " → ".join(_plan(each) for each in document.part(PlanKinds).active())


def _plan(kind: PlanKind) -> str:
    years = f"{kind.horizon_years} jaar" if kind.horizon_years else "zonder termijn"
    return f"{kind.label} ({years})"


def _aldermen(document: Document) -> str:
    part = document.part(AreaAldermen)
    if part.have == "unknown":
        return ""
    have = CODES["have"].get(part.have or "", "")
    return f"{have} ({part.term})" if part.term else have


def _labels(document: Document) -> str:
    part = document.part(Labels)
    names = "; ".join(each.label for each in part.kinds)
    return ": ".join(each for each in (str(part.scope.word) if part.scope else "", names) if each)


def _phase(document: Document) -> str:
    part = document.part(Phase)
    return f"{part.label}, stevig in {part.solid_in}" if part.solid_in else part.label


def _choice(name: str) -> Callable[[Document], str]:
    def read(document: Document) -> str:
        found: Choice | None = getattr(document.part(Choices), name)
        return found.short if found else ""

    return read


class Setting(NamedTuple):
    """
    A setting of section 3b, and where in a document it stands (`path`).

    `free`: told in words of its own, so that two that differ may mean the same.
    """

    title: str
    path: str
    read: Callable[[Document], str]
    free: bool = False


def _choosing(title: str, name: str) -> Setting:
    return Setting(title, f"{Choices.name}.{name}", _choice(name), free=True)


SETTINGS = (
    Setting("Werkt per", "divisions.levels", _working_level),
    Setting(own("Zo heet {area_manager.with_article}"), "words.area_manager", _manager),
    Setting("Overleg", "bodies", _bodies),
    _choosing("Meldingen", "reports"),
    _choosing("Wie zit voor", "platform_chair"),
    _choosing(own("{resident.many} in het team van de professionals"), "residents_in_team"),
    _choosing("Opdrachten geven aan afdelingen", "commissioning"),
    Setting("Plannen", "plans", _plans),
    _choosing("Prioriteiten per plan", "priorities"),
    _choosing("Geld per inwoner", "budget_per_inhabitant"),
    _choosing("Wie beslist over geld", "money_decided_by"),
    Setting(own("{area.each} een wethouder"), "area_aldermen", _aldermen),
    _choosing("Contact met het college", "college_contact"),
    _choosing("Vorm van afspraken", "agreement_form"),
    Setting(own("Labels van {area.many}"), "labels", _labels),
    _choosing("Loketten in de wijk", "help_desks"),
    _choosing("Eigen website", "own_website"),
    Setting("Hoe ver het is", "phase", _phase),
)


def _cell(setting: Setting, name: str, document: Document) -> Cell:
    said = setting.read(document)
    if not document.raw["year"]:
        return Cell(name, said, (), UNCHOSEN)
    return Cell(name, said, sources_at(document, setting.path) if said else (), UNSAID)


def side_by_side(found: Iterable[tuple[str, Document]]) -> list[Line]:
    """Every setting of section 3b, with what each document says of it."""
    columns = list(found)
    return [
        Line(each.title, each.path, tuple(_cell(each, *column) for column in columns)) for each in SETTINGS
    ]


def unlike_others(own: Way) -> list[tuple[str, str]]:
    """Title and value of each setting in which this municipality is like no other; those in free words are left out."""
    found = []
    for setting in SETTINGS:
        if setting.free:
            continue
        said = {each.name: setting.read(each.document) for each in ways()}
        mine = said.pop(own.name)
        if mine and mine not in said.values():
            found.append((setting.title, mine))
    return found
