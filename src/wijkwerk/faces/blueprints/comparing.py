"""The ways of working of the package side by side: what each chose in section 3b of the catalogue. No ranking (I39)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.facts.approach import Choice, Choices, Divisions, Labels, Phase
from wijkwerk.faces.blueprints.facts.people import AreaAldermen, Bodies
from wijkwerk.faces.blueprints.facts.telling import CODES
from wijkwerk.ground.areas.sections import Words
from wijkwerk.ground.areas.settings import Document, parse
from wijkwerk.ground.areas.words import own
from wijkwerk.work.plans.sections import PlanKind, PlanKinds

UNSAID = "Staat niet in het document"


@dataclass(frozen=True)
class Way:
    """A way of working of the package."""

    name: str
    title: str
    year: int | None
    document: Document


@dataclass(frozen=True)
class Line:
    """One setting with what each says of it, in the order of the ways."""

    title: str
    cells: tuple[tuple[str, str], ...]


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
    """A setting of section 3b. `free`: told in words of its own, so that two that differ may mean the same."""

    title: str
    read: Callable[[Document], str]
    free: bool = False


SETTINGS = (
    Setting("Werkt per", _working_level),
    Setting(own("Zo heet {area_manager.with_article}"), _manager),
    Setting("Overleg", _bodies),
    Setting("Meldingen", _choice("reports"), free=True),
    Setting("Wie zit voor", _choice("platform_chair"), free=True),
    Setting(own("{resident.many} in het team van de professionals"), _choice("residents_in_team"), free=True),
    Setting("Opdrachten geven aan afdelingen", _choice("commissioning"), free=True),
    Setting("Plannen", _plans),
    Setting("Prioriteiten per plan", _choice("priorities"), free=True),
    Setting("Geld per inwoner", _choice("budget_per_inhabitant"), free=True),
    Setting("Wie beslist over geld", _choice("money_decided_by"), free=True),
    Setting(own("{area.each} een wethouder"), _aldermen),
    Setting("Contact met het college", _choice("college_contact"), free=True),
    Setting("Vorm van afspraken", _choice("agreement_form"), free=True),
    Setting(own("Labels van {area.many}"), _labels),
    Setting("Loketten in de wijk", _choice("help_desks"), free=True),
    Setting("Eigen website", _choice("own_website"), free=True),
    Setting("Hoe ver het is", _phase),
)


def side_by_side(found: Iterable[tuple[str, Document]]) -> list[Line]:
    """Every setting of section 3b, with what each document says of it."""
    columns = list(found)
    return [
        Line(each.title, tuple((name, each.read(document) or UNSAID) for name, document in columns))
        for each in SETTINGS
    ]


def unlike_others(own: Way) -> list[Line]:
    """Settings in which this municipality is like no other, with what the others are; those in free words are left out."""
    lines = side_by_side((each.title, each.document) for each in ways())
    found = []
    for setting, line in zip(SETTINGS, lines, strict=True):
        if setting.free:
            continue
        mine = dict(line.cells)[own.title]
        if mine != UNSAID and sum(said == mine for _, said in line.cells) == 1:
            found.append(line)
    return found
