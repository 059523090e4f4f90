"""Words, contact, colours and deviations per area: parts of the settings document."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from wijkwerk.ground.areas import paths
from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.problems import Loc, Problem, in_dutch
from wijkwerk.ground.areas.settings import Email, Item, Line, ListSection, OptionalLine, Phone, Section

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text on its background


# A noun of the house in a text: `{area.this}`.
PLACED = re.compile(r"\{([a-z_]+)\.([a-z_]+)\}")
SENTENCE_BEGINS = re.compile(r"(^|[.!?] )$")


class Word(Item):
    """A noun as this municipality says it."""

    one: Line
    many: Line
    article: Literal["de", "het"] = "de"

    @property
    def with_article(self) -> str:
        return f"{self.article} {self.one}"

    @property
    def this(self) -> str:
        return f"{'deze' if self.article == 'de' else 'dit'} {self.one}"

    @property
    def each(self) -> str:
        return f"{'elke' if self.article == 'de' else 'elk'} {self.one}"

    @property
    def which(self) -> str:
        return f"{'welke' if self.article == 'de' else 'welk'} {self.one}"

    @property
    def other(self) -> str:
        return f"{'andere' if self.article == 'de' else 'ander'} {self.one}"


class Words(Section):
    """What things are called here. Every noun is filled in, so that no screen has to guess."""

    name: ClassVar[str] = "words"
    per_area: ClassVar[bool] = True

    area: Word
    district: Word
    neighbourhood: Word
    village: Word
    area_manager: Word
    alderman: Word
    official: Word
    resident: Word
    team: Word
    signal: Word
    answer: Word
    condition: Word
    promise: Word
    initiative: Word
    walk: Word
    meeting: Word

    def word(self, noun: str) -> Word:
        """The word for a noun. Raises KeyError for a noun that this document does not know."""
        if noun not in type(self).model_fields:
            raise KeyError(noun)
        found: Word = getattr(self, noun)
        return found

    def say(self, text: str) -> str:
        """The text with `{area.this}` and the like as this municipality says them; with a capital where a sentence begins.

        Raises KeyError for a noun, AttributeError for a form that there is not.
        """
        return PLACED.sub(self._placed, text)

    def _placed(self, match: re.Match[str]) -> str:
        words = str(getattr(self.word(match[1]), match[2]))
        begins = SENTENCE_BEGINS.search(match.string[: match.start()])
        return words[:1].upper() + words[1:] if begins else words


def say(municipality: Municipality, text: str) -> str:
    """`Words.say` in the words of the municipality now. Raises settings.NotReady."""
    return documents.current(municipality).part(Words).say(text)


class Contact(Section):
    """How people reach a human being."""

    name: ClassVar[str] = "contact"
    per_area: ClassVar[bool] = True

    phone: Phone = ""
    hours: OptionalLine = ""
    desk: tuple[Line, ...] = ()
    email: Email = ""


def contrast(colour: str, other: str = "#ffffff") -> float:
    """Contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _dark(colour: str) -> str:
    if contrast(colour) < LEAST_CONTRAST:
        raise ValueError("Deze kleur is te licht. Witte letters zijn er niet op te lezen.")
    return colour


INK = "#1b2430"


def _light(colour: str) -> str:
    if contrast(colour, INK) < LEAST_CONTRAST:
        raise ValueError("Deze kleur is te donker. Zwarte letters zijn er niet op te lezen.")
    return colour


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
Dark = Annotated[Colour, AfterValidator(_dark)]
Light = Annotated[Colour, AfterValidator(_light)]


class Look(Section):
    """The four colours that a municipality chooses; those of the answers are the same everywhere."""

    name: ClassVar[str] = "look"

    brand: Dark = "#1d448f"
    brand_deep: Dark = "#132f66"
    brand_soft: Light = "#e5ecf8"
    ground: Light = "#f6f4ef"

    def cross_check(self, document: documents.Document) -> Iterable[Problem]:
        if contrast(self.brand, self.brand_soft) < LEAST_CONTRAST:
            yield Problem.at(("look", "brand"), "Deze kleur is niet te lezen op de lichte kleur.")


class Security(Section):
    """Where the heads of the sealed journal go, and how many years a sealed batch is kept (D7)."""

    name: ClassVar[str] = "security"

    email: Email = ""
    journal_years: Annotated[int, Field(ge=1, le=100)] = 7


class Deviation(Item):
    """One value that is another in one area, and why (I25)."""

    area: Line
    path: Line
    value: Any
    why: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Areas(ListSection[Deviation]):
    """Deviations per area."""

    name: ClassVar[str] = "deviations"

    def named_areas(self) -> Iterable[tuple[Loc, str]]:
        return (((number, "area"), each.area) for number, each in enumerate(self.items))

    def cross_check(self, document: documents.Document) -> Iterable[Problem]:
        seen: set[tuple[str, str]] = set()
        for number, each in enumerate(self.items):
            if (each.area, each.path) in seen:
                yield Problem.at(("deviations", number, "path"), "Dit gebied wijkt hier al van af.")
            seen.add((each.area, each.path))
            yield from _misfits(document, each, number)


def _misfits(document: documents.Document, each: Deviation, number: int) -> Iterable[Problem]:
    place = ("deviations", number)
    section = documents.sections().get(each.path.partition(".")[0])
    if section is None or not section.per_area or "." not in each.path:
        yield Problem.at((*place, "path"), "Hiervan kan een gebied niet afwijken.")
        return
    try:
        section.model_validate(paths.replaced(document.raw, each.path, each.value)[section.name])
    except KeyError:
        yield Problem.at((*place, "path"), "Deze waarde staat niet in het document.")
    except ValidationError as error:
        yield from (Problem.at((*place, "value"), in_dutch(wrong)) for wrong in error.errors())


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [Words, Contact, Look, Security, Areas]
