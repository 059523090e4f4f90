"""Some 300 signals as residents of Merwoude would send them, told from files, with what became of each.

Every text is written by hand in `tales/*.yaml`; here each copy gets a street, a person, days and a course. The same
seed and the same `now` give the same stories. Nobody in them exists, e-mail addresses end in reserved names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from wijkwerk.faces.demo import dutch, spots, timeline
from wijkwerk.faces.demo.spots import Spot
from wijkwerk.faces.demo.timeline import Ages, Terms
from wijkwerk.faces.demo.town import Town

Tale = dict[str, Any]
HERE = Path(__file__).parent
COURSES = {
    "n": "new", "t": "taken", "y": "answered_yes", "k": "yes_kept", "l": "yes_late", "s": "yes_late_shifted",
    "x": "answered_no", "i": "yes_if_open", "m": "yes_if_met", "p": "yes_if_lapsed_new_answer", "r": "reopened",
    "c": "closed", "z": "care",
}  # fmt: skip


HEARD = {"phone": "Aan de telefoon verteld: ", "counter": "Aan de balie verteld: "}
GREETINGS = ("Hallo", "Hoi", "Goede", "Beste")
ABOUT = ("Meneer", "Mevrouw")


@dataclass(frozen=True)
class Asker:
    """Who asks: a first name and an invented e-mail address, or both empty for somebody who stays unknown."""

    first_name: str = ""
    email: str = ""

    @property
    def anonymous(self) -> bool:
        return not self.first_name


@dataclass(frozen=True)
class Shift:
    """A promise that became late and got a new date, with the reason."""

    at: datetime
    old_due: date
    new_due: date
    why: str


@dataclass(frozen=True)
class Promise:
    """What will be done, the last day that is in time, and how exact that day was meant."""

    what: str
    due_until: date
    precision: str
    kept_at: datetime | None = None
    shift: Shift | None = None


@dataclass(frozen=True)
class Condition:
    """What must happen first; kind is budget, decision, legal or other; outcome is "", met or lapsed."""

    what: str
    kind: str
    needed: str
    expected: date
    outcome: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """kind is yes, no or yes_if; `text` is the whole letter text; reason and can_do only for a no.

    `promise` is set for yes and yes_if; for a yes_if it holds only once the condition is met.
    """

    kind: str
    at: datetime
    text: str
    reason: str = ""
    can_do: str = ""
    promise: Promise | None = None
    condition: Condition | None = None


@dataclass(frozen=True)
class Note:
    """A line by staff for colleagues."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Story:
    """One signal; `area` is the code of its buurt; moments are aware like `now`; unpublished has no public fields."""

    key: str
    title: str
    text: str
    theme: str
    kind: str
    area: str
    street: str
    place: str
    lon: float
    lat: float
    channel: str
    asker: Asker
    joined: int
    course: str
    reported_at: datetime
    taken_at: datetime | None
    answers: tuple[Answer, ...]
    reopened_at: datetime | None
    reopened_text: str
    closed_at: datetime | None
    public_title: str
    public_answer: str
    notes: tuple[Note, ...]

    @property
    def care(self) -> bool:
        return self.course == "care"


@cache
def _file(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def tales() -> list[Tale]:
    """All tales, each with its theme (the file's name unless it names its own) and a key."""
    found = []
    for path in sorted((HERE / "tales").glob("*.yaml")):
        for number, tale in enumerate(_file(f"tales/{path.name}")):
            found.append({"theme": path.stem, "key": f"{path.stem}-{number + 1}", **tale})
    return found


def first_names() -> list[str]:
    """The first names of all invented askers."""
    return list(_file("voices.yaml")["names"])


def stories(now: datetime, town: Town, seed: int = 1) -> list[Story]:
    """About 300 stories, oldest first; `now` must be aware. Points lie inside the buurt named by `area`."""
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone")
    told = [_tell(tale, at, now, town, seed) for tale in tales() for at in range(len(_copies(tale)))]
    return sorted(told, key=lambda story: (story.reported_at, story.key))


def _copies(tale: Tale) -> str:
    """One letter per copy; ordinary small matters are told once more, in another street and other words."""
    go = str(tale["go"])
    ordinary = (
        len(tale["say"]) > 2
        and len(tale["where"]) > 2
        and "care" not in tale
        and tale["where"][0][0] not in "@#"
    )
    if not ordinary or "agree" not in tale:
        return go
    return go + "ntkyrckl"[len(tale["do"]) % 8]


def _tell(tale: Tale, at: int, now: datetime, town: Town, seed: int) -> Story:
    rng = Random(f"{seed}/{tale['key']}/{at}")  # noqa: S311 a story, not a secret
    course = COURSES[_copies(tale)[at]]
    spot = spots.find(str(_pick(tale["where"], at)), town, rng)
    terms = _terms(tale)
    steps = timeline.ages(course, terms, rng)
    reported = timeline.moment(now, steps.reported, rng, office=False)
    taken = None if steps.taken is None else timeline.moment(now, steps.taken, rng, after=reported)
    answers = _answers(tale, course, steps, terms, spot, taken or reported, now, rng)
    after = _last(answers, taken or reported)
    reopened = (
        None if steps.reopened is None else timeline.moment(now, steps.reopened, rng, after, office=False)
    )
    closed = None if steps.closed is None else timeline.moment(now, steps.closed, rng, after)
    channel = _channel(tale, at, rng)
    asker = _asker(tale, at, channel, rng)
    title = str(_pick(tale["t"], at)) if isinstance(tale["t"], list) else str(tale["t"])
    title = title.format(**spot.words())
    public = (
        tale.get("publish", True)
        and at < tale.get("shown", 99)
        and course not in ("new", "care")
        and (bool(answers) or rng.random() < 0.6)
    )
    return Story(
        key=f"{tale['key']}-{at + 1}", title=title, text=_text(tale, at, channel, spot, asker, rng),
        theme=tale["theme"], kind=tale["kind"], area=spot.area, street=spot.street, place=spot.place,
        lon=spot.lon, lat=spot.lat, channel=channel, asker=asker, joined=_joined(tale, at, rng), course=course,
        reported_at=reported, taken_at=taken, answers=answers, reopened_at=reopened,
        reopened_text=_again(tale, rng) if reopened else "", closed_at=closed,
        public_title=title if public else "", public_answer=answers[-1].text if public and answers else "",
        notes=_notes(tale, at, taken, now, rng),
    )  # fmt: skip


def _pick(options: list[Any], at: int) -> Any:
    return options[at % len(options)]


def _last(answers: tuple[Answer, ...], start: datetime) -> datetime:
    kept = [answer.promise.kept_at for answer in answers if answer.promise and answer.promise.kept_at]
    return max([start, *[answer.at for answer in answers], *kept])


def _terms(tale: Tale) -> Terms:
    condition, second = tale.get("if", {}), tale.get("then", {})
    return Terms(
        due=tale.get("in", 30),
        precision=tale.get("by", "day"),
        expected=condition.get("days", 30),
        due_at=tale.get("due_at"),
        expected_at=condition.get("at"),
        second=second.get("in", 0),
        recent=tale.get("recent", 0),
    )


# who says what


def _asker(tale: Tale, at: int, channel: str, rng: Random) -> Asker:
    if tale.get("anonymous") or rng.random() < 0.16:
        return Asker()
    name = rng.choice(first_names())
    plain = name.lower().translate(str.maketrans("ëéèüöïçışğ", "eeeuoicisg")).replace(" ", "")
    host = rng.choice(("example.org", "example.com", "example.net"))
    return Asker(
        name, "" if channel == "phone" and at % 2 else f"{plain}.{rng.choice('bdghjklmprstvwz')}@{host}"
    )


def _said(tale: Tale, at: int) -> str:
    """Each copy its own text; when all are used the shortest come back, as they fit any street."""
    texts = [str(text) for text in tale["say"]]
    return texts[at] if at < len(texts) else _pick(sorted(texts, key=len), at - len(texts))


def _channel(tale: Tale, at: int, rng: Random) -> str:
    """As the tale says, else mostly the web form; what staff wrote down about a caller came by telephone."""
    said = _said(tale, at)
    if said.startswith(ABOUT):
        return "phone"
    if "via" in tale and at < len(tale["say"]):
        return str(_pick(tale["via"], at))
    if said.startswith(GREETINGS):
        return "web"
    return rng.choices(("web", "mail", "phone", "counter"), (84, 5, 7, 4))[0]


def _text(tale: Tale, at: int, channel: str, spot: Spot, asker: Asker, rng: Random) -> str:
    said = _said(tale, at).format(**spot.words())
    repeated = at >= len(tale["say"])
    if channel in HEARD and not said.startswith((*ABOUT, *GREETINGS)):
        return HEARD[channel] + said
    if channel not in ("web", "mail") or not (repeated or rng.random() < 0.25):
        return said
    after = rng.choice(_file("voices.yaml")["after"]).format(name=asker.first_name or "een bewoner")
    return f"{_opened(said, tale, repeated, spot, rng)}\n{after}"


def _opened(said: str, tale: Tale, repeated: bool, spot: Spot, rng: Random) -> str:
    """The text with a greeting, or for what is told again with «here too»."""
    if said.startswith(GREETINGS):
        return said
    greeting = str(rng.choice(_file("voices.yaml")["before"]))
    if repeated and tale["kind"] in ("report", "worry"):
        too = str(rng.choice(_file("voices.yaml")["too"])).format(**spot.words())
        return too + said[0].upper() + said[1:]
    return greeting + said[0].lower() + said[1:] if rng.random() < 0.6 else said


def _joined(tale: Tale, at: int, rng: Random) -> int:
    return int(tale.get("joined", 0)) if at == 0 else rng.choice((0, 0, 0, 0, 0, 1, 2))


def _again(tale: Tale, rng: Random) -> str:
    return str(tale.get("again") or rng.choice(_file("voices.yaml")["again"]))


def _notes(tale: Tale, at: int, taken: datetime | None, now: datetime, rng: Random) -> tuple[Note, ...]:
    if taken is None or "care" in tale:
        return ()
    text = tale.get("note") if at == 0 else None
    if text is None and rng.random() < 0.3:
        text = rng.choice(_file("voices.yaml")["notes"])
    when = min(taken + timedelta(minutes=rng.randint(5, 300)), now)
    return (Note(when, str(text)),) if text else ()


# what became of it


def _answers(tale: Tale, course: str, steps: Ages, terms: Terms, spot: Spot, after: datetime, now: datetime,
             rng: Random) -> tuple[Answer, ...]:  # fmt: skip
    if steps.answered is None:
        return ()
    at = timeline.moment(now, steps.answered, rng, after)
    if course == "answered_no":
        return (_no(tale, at, spot),)
    if not course.startswith("yes_if"):
        return (_yes(tale, at, steps, terms, spot, now, rng),)
    first = _yes_if(tale, at, course, steps, terms, spot, now, rng)
    if steps.second is None or first.condition is None:
        return (first,)
    again = timeline.moment(now, steps.second, rng, first.condition.settled_at)
    return (first, _second(tale, again, spot, now, rng))


def _no(tale: Tale, at: datetime, spot: Spot) -> Answer:
    reason, can_do = (str(tale[key]).format(**spot.words()) for key in ("refuse", "can"))
    return Answer("no", at, f"Nee, want {reason} {can_do}", reason[0].upper() + reason[1:], can_do)


def _yes(
    tale: Tale, at: datetime, steps: Ages, terms: Terms, spot: Spot, now: datetime, rng: Random
) -> Answer:
    until = timeline.promised(at, now, terms)
    kept = None if steps.kept is None else _in_time(timeline.moment(now, steps.kept, rng, at), until)
    shift = None if steps.shifted is None else _shift(tale, steps.shifted, until, now, rng)
    said = str(tale["agree"])
    if "{expected}" in said:
        # this wording belongs to a condition; without one the answer says plainly what will be done
        said = (
            "Ja. Wij gaan dit doen: "
            + str(tale["do"])[0].lower()
            + str(tale["do"])[1:]
            + ". Het is klaar {due}."
        )
    text = said.format(due=dutch.when(until, terms.precision), **spot.words())
    promise = Promise(_what(tale, spot), until, terms.precision, kept, shift)
    return Answer("yes", at, text, promise=promise)


def _in_time(kept: datetime, until: date) -> datetime:
    """The wait for a working day may not make a kept promise late."""
    return kept - timedelta(days=max(0, (kept.date() - until).days))


def _what(tale: Tale, spot: Spot) -> str:
    return str(tale["do"]).format(**spot.words())


def _shift(tale: Tale, ago: int, until: date, now: datetime, rng: Random) -> Shift:
    why = str(tale.get("why") or rng.choice(_file("voices.yaml")["why"]))
    return Shift(timeline.moment(now, ago, rng), until, now.date() + timedelta(days=rng.randint(9, 60)), why)


def _yes_if(tale: Tale, at: datetime, course: str, steps: Ages, terms: Terms, spot: Spot, now: datetime,
            rng: Random) -> Answer:  # fmt: skip
    said = tale["if"]
    until = timeline.promised(at, now, terms)
    start = now.date() if terms.expected_at else at.date()
    expected = start + timedelta(days=terms.expected_at or terms.expected)
    outcome = {"yes_if_met": "met", "yes_if_lapsed_new_answer": "lapsed"}.get(course, "")
    settled = None if steps.settled is None else timeline.moment(now, steps.settled, rng, at)
    words = {"due": dutch.when(until, terms.precision), "expected": dutch.on_day(expected), **spot.words()}
    text = str(said.get("text") or tale["agree"]).format(**words)
    condition = Condition(said["what"], said["kind"], said["need"], expected, outcome, settled)
    return Answer(
        "yes_if",
        at,
        text,
        promise=Promise(_what({**tale, **said}, spot), until, terms.precision),
        condition=condition,
    )


def _second(tale: Tale, at: datetime, spot: Spot, now: datetime, rng: Random) -> Answer:
    said = tale["then"]
    if "refuse" in said:
        return _no(said, at, spot)
    terms = Terms(due=said["in"], precision=said["by"], expected=0)
    return _yes(said, at, Ages(0), terms, spot, now, rng)
