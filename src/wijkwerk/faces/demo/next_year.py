"""Merwoude prepares next year: residents are asked, departments decide about wishes, a project changes hands, a log is kept."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from wijkwerk.faces.demo.choosing import title_of
from wijkwerk.faces.demo.staffing import Staff
from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import User
from wijkwerk.rules.budget_cycle import decide_by
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.matching import DECIDER
from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.work.plans.actions import department_plans, matching, rounds, wishes, writing
from wijkwerk.work.plans.line_file import NewLine
from wijkwerk.work.plans.models import DepartmentLine, Match, PlanItem
from wijkwerk.work.plans.sections import BudgetCycle, PlanKind
from wijkwerk.work.projects import steps
from wijkwerk.work.projects.actions import notes, projects
from wijkwerk.work.projects.models import Project
from wijkwerk.work.signals.models import OPEN, Signal

ALL = frozenset({WRITER, ADOPTER, OWNER})
DECIDES = frozenset({DECIDER})
INVITATION: Final = (
    "Wat moet er volgend jaar gebeuren in Lindenhout? Geef door wat u wenst. Met uw wens maken wij de agenda, samen met "
    "bewoners. Kan iets niet? Dan leest u waarom."
)
LINES: Final = {
    "verkeer": (("2.1.04", "Veilige straten", 120_000), ("2.1.07", "Lopen en fietsen", 60_000)),
    "wijkbeheer": (("2.3.01", "Verlichting", 90_000), ("2.3.04", "Onderhoud van straten", 400_000)),
}
ROUTE: Final = "Een route zonder drempels voor rollators"
LIGHT: Final = "Meer licht op het pad naar het station"
PROJECTS: Final = (
    ("Een buurttuin achter de school", "groen"),
    ("Een schone start op het plein", "wijkbeheer"),
)
NOTES: Final = (
    (
        ("samen", "kans"),
        "Op het plein zitten elke woensdag jongeren. Zij willen helpen met de buurttuin.",
    ),
    (("ruimte",), "Winkels vragen naar laden en lossen. Zes keer gehoord in een maand."),
    (
        ("zorgpunt",),
        "De bus rijdt vanaf januari een andere route. Ouderen maken zich daar zorgen over.",
    ),
)


class NextYear:
    """What is going on now for the year to come; each step at its own moment."""

    def __init__(
        self, municipality: Municipality, staff: Staff, districts: dict[str, Area], kind: PlanKind | None
    ) -> None:
        self.kind = kind
        self.municipality, self.staff, self.districts = municipality, staff, districts
        self.asked: list[tuple[str, str, Match, DepartmentLine]] = []
        self.projects: list[Project] = []

    def ask_departments(self, at: datetime) -> None:
        """Two wishes of three districts, each at the department that could do it."""
        year = self._year(local_date(at))
        lines = {team: self._plan(team, year, at) for team in LINES}
        for name, by in (("Lindenhout", "noor"), ("Haven", "tess"), ("Aaldijk", "jelle")):
            for title, team, amount in ((ROUTE, "verkeer", 12_000), (LIGHT, "wijkbeheer", 18_000)):
                self._ask(name, by, title, team, amount, year, lines[team], at)

    def _year(self, today: date) -> int:
        """The first year about which departments can still decide in time."""
        cycle, year = current(self.municipality).part(BudgetCycle).steps, today.year + 1
        last = decide_by(cycle, year)
        return year if last is None or last > today else year + 1

    def _plan(self, team: str, year: int, at: datetime) -> DepartmentLine:
        by: dict[str, Any] = {"by": self._head(team), "roles": DECIDES, "now": at}
        plan = department_plans.make_department_plan(
            team=self.staff.teams[team], year=year, title=f"Afdelingsplan {year}", **by
        )
        made = [
            department_plans.add_line(plan=plan, new=NewLine(code, words, Decimal(money)), **by)
            for code, words, money in LINES[team]
        ]
        return made[0]

    def _head(self, team: str) -> User:
        return self.staff.member(self.staff.teams[team])

    def _ask(
        self,
        name: str,
        key: str,
        title: str,
        team: str,
        amount: int,
        year: int,
        line: DepartmentLine,
        at: datetime,
    ) -> None:
        item = (
            PlanItem.objects.filter(
                municipality=self.municipality, title=title, area_path=self.districts[name].path
            )
            .select_related("plan", "subject")
            .first()
        )
        if item is None:
            return
        item.municipality = item.plan.municipality = self.municipality
        asked = matching.ask_department(
            item=item,
            team=self.staff.teams[team],
            year=year,
            ask=f"{title}, op de plek die bewoners wezen.",
            amount=Decimal(amount),
            by=self.staff.users[key],
            roles=ALL,
            now=at,
        )
        self.asked.append((name, team, asked, line))

    def decide(self, at: datetime) -> None:
        """Two are taken up, one is refused, about one the department talks; two still wait."""
        for name, team, asked, line in self.asked:
            acting: dict[str, Any] = {"match": asked, "by": self._head(team), "roles": DECIDES, "now": at}
            if (name, team) in (("Lindenhout", "wijkbeheer"), ("Haven", "verkeer")):
                matching.include(line=line, amount=asked.amount, **acting)
            elif (name, team) == ("Aaldijk", "wijkbeheer"):
                matching.refuse(
                    reason="Dit pad krijgt over drie jaar nieuwe lampen. Eerder is dubbel werk.", **acting
                )
            elif (name, team) == ("Lindenhout", "verkeer"):
                matching.negotiate(
                    text="Wij lopen de route samen met drie bewoners en meten de drempels.", **acting
                )

    def ask_residents(self, at: datetime) -> None:
        """A round for the agenda of next year, in which signals that were there already take part; where there are rounds."""
        kind = self.kind
        if kind is None or not kind.rounds:
            return
        area, by = self.districts["Lindenhout"], self.staff.users["noor"]
        year = local_date(at).year + 1
        new = writing.NewPlan(
            kind.key,
            title_of(kind, area, year),
            date(year, 1, 1),
            date(year + (kind.horizon_years or 1) - 1, 12, 31),
            self.staff.teams["gebied_noord"],
            area,
        )
        plan = writing.begin_plan(municipality=self.municipality, new=new, by=by, now=at)
        acting: dict[str, Any] = {"by": by, "roles": ALL, "now": at}
        round_ = rounds.open_round(
            plan=plan,
            invitation=INVITATION,
            dates=rounds.suggested(self.municipality, local_date(at)),
            **acting,
        )
        for signal in self._wishes(area):
            wishes.bring_signal(round_=round_, signal=signal, **acting)

    def _wishes(self, area: Area) -> list[Signal]:
        rows = Signal.objects.filter(
            municipality=self.municipality,
            area_path__startswith=area.path,
            kind__in=("idea", "worry", "chance"),
            state__in=OPEN,
            formal_kind="",
            answer_kind="",
        ).exclude(visibility="care")
        return list(rows.select_related("subject", "municipality").order_by("-received_at", "pk")[:4])

    def start_projects(self, at: datetime) -> None:
        """Two projects of an area, each with the department that will have it later."""
        for title, receiver in PROJECTS:
            made = projects.start_project(
                municipality=self.municipality,
                area=self.districts["Lindenhout"],
                title=title,
                text="Bewoners en school begonnen hiermee. Na een jaar zorgt de afdeling ervoor.",
                owner_team=self.staff.teams["gebied_noord"],
                receiver=self.staff.teams[receiver],
                by=self.staff.users["noor"],
                roles=frozenset({steps.AREA}),
                now=at,
            )
            self.projects.append(made)

    def offer_projects(self, at: datetime) -> None:
        """Both are offered."""
        for project in self.projects:
            projects.offer_project(
                project=project,
                text="De lijst met bewoners die helpen, de sleutel van de schuur en wat er is afgesproken.",
                by=self.staff.users["noor"],
                roles=frozenset({steps.AREA}),
                now=at,
            )

    def receive_project(self, at: datetime) -> None:
        """Somebody of the department has the first one by name; the other still waits for an answer."""
        person = self.staff.member(self.projects[0].receiver)
        projects.receive_project(
            project=self.projects[0], person=person, by=person, roles=frozenset({steps.RECEIVER}), now=at
        )

    def keep_log(self, at: datetime) -> None:
        """What an area manager notes for colleagues, never about one person."""
        for tags, text in NOTES:
            notes.write_note(
                municipality=self.municipality,
                area=self.districts["Lindenhout"],
                text=text,
                tags=tags,
                by=self.staff.users["noor"],
                roles=frozenset({steps.WRITER}),
                now=at,
            )
