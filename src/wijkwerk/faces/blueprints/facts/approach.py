"""How a municipality calls its approach, what it says of it, its ground, and where the models differ (catalogue, section 3b)."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from wijkwerk.faces.blueprints.facts.base import (
    Fact,
    FactList,
    Facts,
    Figure,
    Lines,
    Named,
    NamedFact,
    Text,
    Texts,
    absent,
    listed,
    told,
)
from wijkwerk.ground.areas.settings import Key, Line, OptionalLine
from wijkwerk.ground.areas.words import own


class Approach(Facts):
    """What the approach is called here and what it is (O1)."""

    name: ClassVar[str] = "approach"
    title: ClassVar[str] = "De aanpak"

    local_name: OptionalLine = told("Zo heet het hier")
    other_names: Lines = listed("Ook wel")
    motto: OptionalLine = told("Motto")
    definition: Text = told("Wat het is")
    nature: Text = told("Aard van de aanpak")
    stance: Text = told("Houding")
    document: OptionalLine = told("Document")
    inhabitants: Figure | None = absent("Inwoners")
    figures: tuple[Named, ...] = listed("Cijfers")


class Topic(StrEnum):
    """What a statement is about; `word` is its heading on the screen."""

    GOAL = "goal"
    MOTIVE = "motive"
    PRINCIPLE = "principle"
    HISTORY = "history"
    STEP = "step"
    COMPETENCE = "competence"
    GROUP = "group"
    METHOD = "method"
    INSTRUMENT = "instrument"
    MONITOR = "monitor"
    COMMUNICATION = "communication"
    RESULT = "result"
    STRENGTH = "strength"
    WEAKNESS = "weakness"
    WISH = "wish"
    DOUBT = "doubt"

    @property
    def word(self) -> str:
        return TOPIC_WORDS[self]


TOPIC_WORDS = {
    Topic.GOAL: "Doelen",
    Topic.MOTIVE: "Waarom",
    Topic.PRINCIPLE: "Uitgangspunten",
    Topic.HISTORY: "Hoe het begon",
    Topic.STEP: "Wat er gaat gebeuren",
    Topic.COMPETENCE: "Wat medewerkers moeten kunnen",
    Topic.GROUP: "Groepen",
    Topic.METHOD: "Manieren van werken",
    Topic.INSTRUMENT: "Middelen",
    Topic.MONITOR: "Metingen",
    Topic.COMMUNICATION: own("Hoe {resident.many} het horen"),
    Topic.RESULT: "Wat eruit kwam",
    Topic.STRENGTH: "Wat goed gaat",
    Topic.WEAKNESS: "Wat nog niet goed gaat",
    Topic.WISH: "Wat mensen willen",
    Topic.DOUBT: "Wat niet zeker is",
}


class Statement(Fact):
    """One thing that the document says. `when` as it stands there; `figures` are its numbers."""

    key: Key
    topic: Topic
    text: Text
    when: OptionalLine = told("Wanneer")
    names: Lines = listed("Namen")
    figures: tuple[Named, ...] = listed("Cijfers")


class Story(FactList[Statement]):
    """What the document says, by subject: goals, principles, history, instruments, what goes well and what does not."""

    name: ClassVar[str] = "story"
    title: ClassVar[str] = "Wat het document zegt"


class Level(NamedFact):
    """A level of areas. `working`: the level on which people work."""

    count: Figure | None = absent("Aantal")
    working: bool | None = absent("Hier werkt men op")
    average_inhabitants: Figure | None = absent("Inwoners gemiddeld")
    smallest: Figure | None = absent("Kleinste")
    largest: Figure | None = absent("Grootste")
    figures: tuple[Named, ...] = listed("Cijfers")
    note: Text = told("Opmerking")


class OtherDivision(NamedFact):
    """How another organisation divides the same ground."""

    count: Figure | None = absent("Aantal")
    note: Text = told("Opmerking")


class Divisions(Facts):
    """Levels of areas, how large they are, and which other divisions there are (O5)."""

    name: ClassVar[str] = "divisions"
    title: ClassVar[str] = own("{area.many}")

    levels: tuple[Level, ...] = listed("Indelingen")
    others: tuple[OtherDivision, ...] = listed("Indelingen van anderen")
    scope: Text = told("Waar de aanpak geldt")
    rule: Text = told("Regel")
    criteria: Lines = listed("Waarop de indeling rust")


class NamedArea(NamedFact):
    """An area that the document names. `places`: names of which it is made up; without them its own name."""

    level: OptionalLine = told("Indeling")
    places: Lines = listed("Bestaat uit")
    inhabitants: Figure | None = absent("Inwoners")
    note: Text = told("Opmerking")


class NamedAreas(FactList[NamedArea]):
    """Areas by the names of the document, in its order."""

    name: ClassVar[str] = "named_areas"
    title: ClassVar[str] = own("{area.many} bij naam")


class AreaLabel(NamedFact):
    """A label that an area can have, such as "beheer" or "ontwikkeling"."""

    areas: Lines = listed(own("{area.many}"))
    count: Figure | None = absent(own("Aantal {area.many}"))
    note: Text = told("Opmerking")


class Scope(StrEnum):
    """Which areas have a label."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return SCOPE_WORDS[self]


SCOPE_WORDS = {
    Scope.ALL: own("{area.each} heeft een label"),
    Scope.SOME: own("Sommige {area.many} hebben een label"),
    Scope.NONE: "Er zijn geen labels",
    Scope.UNKNOWN: "Staat niet in het document",
}


class Labels(Facts):
    """Labels of areas (3b)."""

    name: ClassVar[str] = "labels"
    title: ClassVar[str] = own("Labels van {area.many}")

    scope: Scope | None = absent("Wie een label heeft")
    rule: Text = told("Regel")
    kinds: tuple[AreaLabel, ...] = listed("Labels")


class Choice(Fact):
    """One setting of section 3b where no other part holds it: in short, and what the document says more."""

    short: Line
    text: Text = told("Toelichting")


class Choices(Facts):
    """Where the models differ and no other part tells it (catalogue, section 3b). Absent = the document does not say."""

    name: ClassVar[str] = "choices"
    title: ClassVar[str] = "Keuzes"

    reports: Choice | None = absent("Meldingen")
    platform_chair: Choice | None = absent("Wie zit voor")
    residents_in_team: Choice | None = absent(own("{resident.many} in het team"))
    commissioning: Choice | None = absent("Opdrachten geven")
    priorities: Choice | None = absent("Aantal prioriteiten")
    money_decided_by: Choice | None = absent("Wie beslist over geld")
    budget_per_inhabitant: Choice | None = absent("Geld per inwoner")
    college_contact: Choice | None = absent("Contact met het college")
    agreement_form: Choice | None = absent("Vorm van afspraken")
    help_desks: Choice | None = absent("Loketten in de wijk")
    own_website: Choice | None = absent("Eigen website")


class Phase(Facts):
    """How far the approach is, in the words of the document."""

    name: ClassVar[str] = "phase"
    title: ClassVar[str] = "Hoe ver het is"

    label: OptionalLine = told("Fase")
    solid_in: OptionalLine = told("Staat stevig in")
    note: Text = told("Opmerking")


class AnswerKind(NamedFact):
    """One of the kinds of answer as the document explains it (I3 to I5)."""

    meaning: Text = told("Wat het is")
    requires: Texts = listed("Wat erbij hoort")
    example: Text = told("Voorbeeld")


class AnswerKinds(Facts):
    """The attitude and the kinds of answer."""

    name: ClassVar[str] = "answer_kinds"
    title: ClassVar[str] = "Antwoorden"

    attitude: Text = told("Houding")
    kinds: tuple[AnswerKind, ...] = Field((), title="Soorten antwoord")
