"""Who may see and change the year calendar. Built on `people.may`; the two roles are those of `rules.yearplan`.

| who                               | sees            | plans and changes                   | duties, last year's |
| stranger, resident, partner       | what is certain | -                                   | -                   |
| who has a desk                    | all             | what their own teams do, anywhere   | -                   |
| area manager                      | all             | all in own areas                    | own areas           |
| member of the team of an area     | all             | all in the areas of that team       | the same            |
| administrator, keeper, care       | what is certain | -                                   | -                   |

"Care" sees all where it has a desk. An area team that names no areas works everywhere, so its members plan everywhere; a
manager who sits in it stays within the areas that they manage.
"""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import path_names
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.may import Access
from wijkwerk.ground.people.models import Team, TeamKind
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.web import access_of, municipality_of
from wijkwerk.rules.yearplan import AREA, TEAM
from wijkwerk.work.calendars.models import Entry


@dataclass(frozen=True)
class Reach:
    """Where one person plans: the paths of their areas ("" = everywhere) and their teams."""

    paths: frozenset[str] = frozenset()
    teams: frozenset[uuid.UUID] = frozenset()

    def roles(self, area_path: str, team: uuid.UUID | None = None) -> frozenset[str]:
        """The person's roles towards what stands in this area and is done by this team."""
        found = {AREA} if self.holds(area_path) else set()
        return frozenset(found | ({TEAM} if team in self.teams else set()))

    def on(self, entry: Entry) -> frozenset[str]:
        """The person's roles towards this entry."""
        return self.roles(entry.area_path, entry.team_id)

    def holds(self, area_path: str) -> bool:
        """Whether this area is one of theirs."""
        return any(area_path.startswith(path) for path in self.paths)

    @property
    def anywhere(self) -> bool:
        """Whether there is something that this person may plan."""
        return bool(self.paths or self.teams)


def reach_of(access: Access, municipality: Municipality) -> Reach:
    """Where this person plans. One query for who works in a team, none for a manager without one."""
    if access.municipality_id != municipality.pk:
        return Reach()
    return Reach(access.areas | _of_teams(access, municipality), access.teams)


def _of_teams(access: Access, municipality: Municipality) -> frozenset[str]:
    if not access.teams:
        return frozenset()
    rows = Team.objects.filter(municipality=municipality, pk__in=access.teams, kind=TeamKind.AREA)
    keys = set(rows.values_list("key", flat=True))
    texts = [text for text in current(municipality).part(Teams) if text.key in keys]
    paths = {name.code: path for path, name in path_names(municipality).items()}
    found = {paths[code] for text in texts for code in text.areas if code in paths}
    everywhere = not access.areas and any(not text.areas for text in texts)
    return frozenset({""} if everywhere else found)


def at_desk(request: HttpRequest) -> tuple[Reach, Municipality]:
    """Municipality and reach of somebody with a desk; a 404 for everybody else."""
    municipality = municipality_of(request)
    access = access_of(request)
    if not access.may("desk"):
        raise Http404
    return reach_of(access, municipality), municipality


def planning(request: HttpRequest) -> tuple[Reach, Municipality]:
    """The same, for who may plan something; a 404 for everybody else."""
    reach, municipality = at_desk(request)
    if not reach.anywhere:
        raise Http404
    return reach, municipality


def agreeing(request: HttpRequest) -> tuple[Reach, Municipality]:
    """The same, for who has areas: they write duties and bring last year along. A 404 for everybody else."""
    reach, municipality = at_desk(request)
    if not reach.paths:
        raise Http404
    return reach, municipality
