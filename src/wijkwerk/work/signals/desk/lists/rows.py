"""A signal or promise as a row of a list: words, age and place, worked out once."""

from dataclasses import dataclass
from datetime import date

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import Precision, local_date, short_day_words, spoken
from wijkwerk.rules.workflow import State, Step, allowed
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.answers.queries import late
from wijkwerk.work.signals.desk.may import roles_on, verbs_on
from wijkwerk.work.signals.models import TO_ANSWER, Signal
from wijkwerk.work.signals.sections import Themes

# The Dutch word per state, and the look of its badge (ground/kit/templatetags/ww.py).
STATE_WORDS = {
    State.RECEIVED: ("new", "Nieuw"),
    State.INTAKE: ("new", "Teruggestuurd"),
    State.ROUTED: ("new", "Nieuw voor het team"),
    State.OWNED: ("busy", "In behandeling"),
    State.WAITING: ("waiting", "Wacht op de melder"),
    State.ANSWERED: ("answered", "Beantwoord"),
    State.CLOSED: ("closed", "Klaar"),
    State.REDIRECTED: ("forwarded", "Doorgestuurd"),
    State.MERGED: ("merged", "Samengevoegd"),
    State.SPLIT: ("merged", "Gesplitst"),
    State.REOPENED: ("reopened", "Weer open"),
}


@dataclass(frozen=True)
class Row:
    """`late` is a sentence such as "34 dagen, afspraak was 4 december"; empty when nothing is late."""

    signal: Signal
    code: str
    title: str
    place: str
    theme: str
    badge: str
    word: str
    days: int
    late: str
    owner: str
    takes: bool
    steps: frozenset[str]  # of take, give and answer: those with a key of their own on a list


def dress(signals: list[Signal], access: Access, municipality: Municipality, today: date) -> list[Row]:
    """Rows for a list; no queries beyond what the signals were fetched with."""
    names = areas.path_names(municipality)
    themes = {theme.key: theme.label for theme in current(municipality).part(Themes)}
    return [_row(signal, access, municipality, names, themes, today) for signal in signals]


def _row(
    signal: Signal,
    access: Access,
    municipality: Municipality,
    names: dict[str, areas.AreaName],
    themes: dict[str, str],
    today: date,
) -> Row:
    badge, word = STATE_WORDS[State(signal.state)]
    place = names.get(signal.area_path)
    days = (today - local_date(signal.received_at)).days
    owner = signal.owner_team.name
    if signal.owner_person:
        owner = f"{signal.owner_person.name}, {owner}"
    steps = _steps(signal, access, municipality)
    return Row(
        signal=signal,
        code=signal.subject.code,
        title=signal.public_title or signal.title or "Zonder titel",
        place=place.name if place else ("buiten de gemeente" if signal.precise == "outside" else "geen plek"),
        theme=themes.get(signal.theme, signal.theme),
        badge=badge,
        word=word,
        days=days,
        late=_late(signal, days, today),
        owner=owner,
        takes=signal.owner_person_id is None and "take" in verbs_on(access, signal, municipality),
        steps=steps,
    )


def _steps(signal: Signal, access: Access, municipality: Municipality) -> frozenset[str]:
    verbs = verbs_on(access, signal, municipality) & {"take", "give", "answer"}
    if not verbs:
        return verbs
    signal.municipality = municipality  # it comes with its division, which no list then has to look up
    state, roles = State(signal.state), roles_on(access, signal)
    found = frozenset(verb for verb in verbs if allowed(state, Step(verb), roles))
    return found - {"answer"} if signal.formal_kind else found


def _late(signal: Signal, days: int, today: date) -> str:
    if signal.state not in TO_ANSWER:
        return ""
    if signal.formal_kind and signal.legal_due and signal.legal_due < today:
        return f"termijn van de wet was {short_day_words(signal.legal_due)}"
    if signal.answer_due and signal.answer_due < today:
        return f"{days} dagen, afspraak was {short_day_words(signal.answer_due)}"
    if signal.confirm_due and signal.confirm_due < today and signal.owner_person_id is None:
        return f"{days} dagen, nog niemand heeft dit genomen"
    return ""


@dataclass(frozen=True)
class PromiseRow:
    """A promise in a list, with its date in words."""

    promise: Promise
    code: str
    what: str
    due: str
    late: bool
    late_days: int
    team: str


def promise_rows(promises: list[Promise], today: date) -> list[PromiseRow]:
    """Rows for a list of promises; each promise was fetched with `asked` and `owner_team`."""
    return [
        PromiseRow(
            promise=each,
            code=each.asked.code,
            what=each.what,
            due=spoken(each.due_until, Precision(each.precision)),
            late=late(each, today),
            late_days=(today - each.due_until).days,
            team=each.owner_team.name,
        )
        for each in promises
    ]
