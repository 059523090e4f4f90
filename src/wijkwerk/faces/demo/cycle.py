"""The area cycle in Merwoude: a vision, an agenda of residents, agendas of this year and what became of them, the calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from wijkwerk.faces.demo.choosing import choose, title_of
from wijkwerk.faces.demo.next_year import NextYear
from wijkwerk.faces.demo.staffing import Staff
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import User
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.rules.yearplan import AREA, Month
from wijkwerk.work.calendars.actions import duties, entries
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import ItemKind, Plan, PlanItem
from wijkwerk.work.plans.sections import PlanKind, PlanKinds
from wijkwerk.work.signals.models import Signal

ALL = frozenset({WRITER, ADOPTER, OWNER})
COLLEGE = "het college van burgemeester en wethouders"
VISION = "Lindenhout over tien jaar"
NO_TERM = 4  # years that the demo works with a plan whose kind has no term
OWN = "Wat Lindenhout zelf wil"
# district: who writes its agenda, and for which team the residents' wishes there are
AGENDAS = (("Lindenhout", "noor"), ("Haven", "tess"), ("Aaldijk", "jelle"))
# In the order of the parts of the kind of plan, whatever a municipality calls them.
VISION_PARTS = (
    "Bewoners zijn trots op het groen. Zij willen veilig kunnen lopen en fietsen, ook in het donker.",
    "Kinderen lopen zelf naar school. Er is in elke buurt een plek om elkaar te ontmoeten.",
    "Eerst de routes naar school en de winkels. Daarna de pleinen, met bewoners samen.",
)
OWN_PARTS = (
    "Wij zijn met veertien bewoners. Jongeren misten wij nog. Wij gaan hen vragen op het sportveld.",
    "Een buurt waar je elkaar groet. Minder auto’s door de Lindelaan. Een bankje bij elke speelplek.",
)
AGENDA_PARTS = (
    "Vorig jaar kwamen er twee speelplekken bij. De nieuwe lantaarns kwamen te laat.",
    "Dit jaar doen wij wat bewoners het vaakst vroegen. Bij elk punt staat wie het doet en wanneer.",
)
OWN_GOALS = (
    "Minder auto’s door de Lindelaan",
    "Een bankje bij elke speelplek",
    "Jongeren doen mee",
    "Buren die elkaar helpen",
    "Een schone buurt",
)
FEWEST_GOALS = 3
# Ordinary work, for a way of working that wants many tasks in a plan.
ORDINARY = (
    "De straten vegen",
    "De goten leeg maken",
    "De speelplekken nalopen",
    "De bomen snoeien",
    "Het gras maaien",
    "De paden ophogen",
    "De borden wassen",
    "De banken verven",
    "De bruggen nakijken",
    "De sloten schonen",
    "De fietsenrekken nalopen",
    "De vuilbakken vaker legen",
    "De lampen nalopen",
    "De strepen verven",
    "De tegels rechtleggen",
    "De hekken nalopen",
    "De heg knippen",
    "De bladeren ruimen",
)


@dataclass(frozen=True)
class _Wish:
    """A point of an agenda that came from the street or from elsewhere; `days` from today, None = not known yet."""

    title: str
    origin: str
    words: str
    team: str
    days: int | None
    money: int | None
    state: str = "chosen"


WISHES = (
    _Wish(
        "Drie bankjes bij de speelplekken",
        "resident",
        "gevraagd op de buurtschouw",
        "groen",
        -40,
        2700,
        "done",
    ),
    _Wish(
        "Elke maand koffie op het plein", "initiative", "bewoners van het plein", "sociaal", 120, 600, "doing"
    ),
    _Wish(
        "Fietsvakken bij de winkels verven",
        "department",
        "onderhoudsplan wegen",
        "wijkbeheer",
        60,
        4200,
        "doing",
    ),
    _Wish(
        "Een route zonder drempels voor rollators",
        "resident",
        "verteld in het buurthuis",
        "verkeer",
        None,
        None,
    ),
    _Wish("Meer licht op het pad naar het station", "council", "motie van de raad", "wijkbeheer", 200, 18000),
    _Wish(
        "Een muziekkoepel in het park",
        "resident",
        "genoemd op een bijeenkomst",
        "groen",
        None,
        90000,
        "dropped",
    ),
)


Step = Callable[[datetime], None]


class Cycle:
    """What happens with plans, each at its own moment between all that happens with signals."""

    def __init__(
        self, municipality: Municipality, staff: Staff, districts: dict[str, Area], now: datetime
    ) -> None:
        self.municipality, self.staff, self.districts, self.now = municipality, staff, districts, now
        self.goals: list[PlanItem] = []
        self.agendas: list[tuple[Plan, User]] = []
        self.kinds = choose(current(municipality).part(PlanKinds))

    def steps(self) -> list[tuple[datetime, Step]]:
        """Each step with its moment."""
        coming = NextYear(self.municipality, self.staff, self.districts, self.kinds.agenda)
        days: dict[int, Step] = {
            420: self.vision,
            300: self.own_agenda,
            49: self.make_agendas,
            14: self.since,
            12: coming.ask_departments,
            11: coming.ask_residents,
            10: self.calendar,
            9: coming.start_projects,
            8: coming.decide,
            7: coming.offer_projects,
            6: coming.receive_project,
            5: coming.keep_log,
        }
        return [(self.now - timedelta(days=ago), step) for ago, step in days.items()]

    def vision(self, at: datetime) -> None:
        kind = self.kinds.vision
        if kind is None:
            return
        plan = _vision(self.municipality, kind, self.staff, self.districts["Lindenhout"], at)
        self.goals = list(plan.items.order_by("place"))

    def own_agenda(self, at: datetime) -> None:
        if self.kinds.own is not None:
            _own_agenda(self.municipality, self.kinds.own, self.staff, self.districts["Lindenhout"], at)

    def make_agendas(self, at: datetime) -> None:
        kind, vision = self.kinds.agenda, self.kinds.vision
        if kind is None:
            return
        serves = vision is not None and vision.key in kind.serves
        for name, key in AGENDAS:
            goals = self.goals if serves and name == "Lindenhout" else []
            by = self.staff.users[key]
            plan = _agenda(self.municipality, kind, self.staff, self.districts[name], by, at, goals=goals)
            self.agendas.append((plan, by))

    def since(self, at: datetime) -> None:
        for plan, by in self.agendas:
            _since(plan, by, at)

    def calendar(self, at: datetime) -> None:
        _calendar(self.municipality, self.staff, self.districts, at)


def _begin(
    municipality: Municipality,
    kind: PlanKind,
    title: str,
    area: Area,
    *,
    by: User,
    staff: Staff,
    now: datetime,
) -> Plan:
    start = date(local_date(now).year, 1, 1)
    team = staff.teams[AREA_TEAMS[area.name]]
    end = date(start.year + (kind.horizon_years or NO_TERM) - 1, 12, 31)
    new = writing.NewPlan(kind.key, title, start, end, team, area)
    return writing.begin_plan(municipality=municipality, new=new, by=by, now=now)


AREA_TEAMS = {"Lindenhout": "gebied_noord", "Haven": "gebied_stad", "Aaldijk": "gebied_oost"}


def _write(plan: Plan, kind: PlanKind, texts: tuple[str, ...], by: User, now: datetime) -> None:
    for part, text in zip(kind.parts, texts, strict=False):
        writing.write_part(plan=plan, key=part.key, text=text, by=by, roles=ALL, now=now, seen=None)


def _put(plan: Plan, by: User, now: datetime, **given: object) -> PlanItem:
    item = items.propose_item(plan=plan, new=items.NewItem(**given), by=by, roles=ALL, now=now)  # type: ignore[arg-type]
    return items.choose(item=item, by=by, roles=ALL, now=now)


def _adopt(plan: Plan, body: str, by: User, now: datetime) -> None:
    decision = adopting.Decision(body, local_date(now), "")
    adopting.adopt_plan(plan=plan, decision=decision, by=by, roles=ALL, now=now)


def _vision(municipality: Municipality, kind: PlanKind, staff: Staff, area: Area, now: datetime) -> Plan:
    by = staff.users["noor"]
    title = VISION if kind.key == "visie" else title_of(kind, area, local_date(now).year)
    plan = _begin(municipality, kind, title, area, by=by, staff=staff, now=now)
    _write(plan, kind, VISION_PARTS, by, now)
    for title in ("Veilig naar school", "Groen dicht bij huis", "Plekken om elkaar te ontmoeten"):
        _put(
            plan, by, now, title=title, kind="priority", origin="resident", origin_words="drie avonden met bewoners",
            owner_team=plan.owner_team,
        )  # fmt: skip
    _adopt(plan, "de gemeenteraad", by, now)
    return plan


def _own_agenda(municipality: Municipality, kind: PlanKind, staff: Staff, area: Area, now: datetime) -> Plan:
    by = staff.users["gerda"]
    plan = _begin(municipality, kind, OWN, area, by=by, staff=staff, now=now)
    _write(plan, kind, OWN_PARTS, by, now)
    for title in OWN_GOALS[: max(FEWEST_GOALS, kind.priorities_least or 0)]:
        _put(
            plan, by, now, title=title, kind="priority", origin="resident", origin_words="bewoners van Lindenhout",
            owner_team=plan.owner_team,
        )  # fmt: skip
    _adopt(plan, "de bewoners zelf", by, now)
    return plan


def _agenda(
    municipality: Municipality,
    kind: PlanKind,
    staff: Staff,
    area: Area,
    by: User,
    then: datetime,
    *,
    goals: list[PlanItem],
) -> Plan:
    """This year's agenda, with signals of residents in it."""
    title = title_of(kind, area, local_date(then).year)
    plan = _begin(municipality, kind, title, area, by=by, staff=staff, now=then)
    _write(plan, kind, AGENDA_PARTS, by, then)
    first = kind.priorities_least or 0
    for number, wish in enumerate(WISHES):
        sort = ItemKind.PRIORITY if number < first else ItemKind.TASK
        item = _wish(plan, wish, staff, by, then, kind=sort)
        if goals and number < len(goals):
            items.serve(item=item, serves=goals[number], by=by, roles=ALL, now=then)
    signals = _signals(municipality, area)
    enough = len(WISHES) - first + len(signals)
    for title in ORDINARY[: max(0, (kind.tasks_least or 0) - enough)]:
        _put(
            plan, by, then, title=title, origin="department", origin_words="het werk van elk jaar",
            owner_team=staff.teams["wijkbeheer"],
        )  # fmt: skip
    for signal in signals:
        _put(
            plan, by, then, title=signal.public_title or signal.title, origin="signal", origin_subject=signal.subject,
            owner_team=signal.owner_team, due_until=local_date(then) + timedelta(days=140), precision="month",
        )  # fmt: skip
    _adopt(plan, COLLEGE, by, then)
    return plan


def _wish(plan: Plan, wish: _Wish, staff: Staff, by: User, then: datetime, *, kind: ItemKind) -> PlanItem:
    due = local_date(then) + timedelta(days=49 + wish.days) if wish.days is not None else None
    money = Decimal(wish.money) if wish.money is not None else None
    return _put(
        plan, by, then, title=wish.title, kind=kind, origin=wish.origin, origin_words=wish.words,
        owner_team=staff.teams[wish.team], due_until=due, precision="month", money=money,
        money_from="wijkbudget" if wish.money else "",
    )  # fmt: skip


def _since(plan: Plan, by: User, when: datetime) -> None:
    """What was begun, finished and dropped after the plan was adopted."""
    wanted = {wish.title: wish.state for wish in WISHES}
    for item in plan.items.select_related("plan", "subject").order_by("place"):
        item.municipality = plan.municipality
        state = wanted.get(item.title, "chosen")
        if state == "done":
            items.finish(
                item=item, how="De bankjes staan er. Bewoners kozen zelf de plek.", by=by, roles=ALL, now=when
            )
        elif state == "dropped":
            items.drop(
                item=item,
                why="Dit kost te veel voor deze wijk. Een podium lenen kan wel.",
                by=by,
                roles=ALL,
                now=when,
            )
        elif state == "doing":
            items.start(item=item, by=by, roles=ALL, now=when)


def _signals(municipality: Municipality, area: Area) -> list[Signal]:
    """Ideas and worries of the last months in this district that have an answer already: the plan shows where they went."""
    rows = Signal.objects.filter(
        municipality=municipality,
        area_path__startswith=area.path,
        kind__in=("idea", "worry", "chance"),
        answer_kind="yes",
        published_at__isnull=False,
    ).exclude(visibility="care")
    return list(rows.select_related("subject", "owner_team").order_by("-received_at", "pk")[:3])


def _calendar(municipality: Municipality, staff: Staff, districts: dict[str, Area], now: datetime) -> None:
    today = local_date(now)
    first = Month(today.year, today.month)
    roles = frozenset({AREA})
    # A way of working may have codes of its own.
    known = {each.code: each for each in current(municipality).part(Calendar).codes}
    for place, (name, key) in enumerate(AGENDAS):
        area, by, team = districts[name], staff.users[key], staff.teams[AREA_TEAMS[name]]
        for code, times in (("R", 1), ("A", 1), ("S", 2), ("E", 1)):
            if code not in known:
                continue
            duties.give_duty(
                municipality=municipality, area=area, code=code, times=times, team=team, since=first.year, by=by,
                roles=roles, now=now,
            )  # fmt: skip
        for code, months, uncertain in (
            ("A", 1 + place, False),
            ("S", 5, False),
            ("B", 5, False),
            ("V", 8, True),
        ):
            if code not in known:
                continue
            new = entries.NewEntry(
                code=code,
                team=team,
                uncertain=uncertain,
                code_year=first.plus(months).year if code == "A" else None,
            )
            entries.plan_entry(
                municipality=municipality,
                area=area,
                month=first.plus(months),
                new=new,
                by=by,
                roles=roles,
                now=now,
            )
