"""Who may see and do what: a matrix written out, so that a change of the rules shows here first (D8, D14)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people import may
from wijkwerk.ground.people.models import Deputy, Role, RoleKind, Team
from wijkwerk.ground.people.tests.conftest import TODAY, build

pytestmark = pytest.mark.django_db

# A thing is owned by team maintenance (or care) and lies in Noord, unless the column says otherwise.
# everything = see see_askers take give note answer settle publish make_care; intake = without answer settle publish
MATRIX = """
who                    public      network     team        care        team/Zuid   team/own    elsewhere
stranger               -           -           -           -           -           -           -
resident               -           -           -           -           -           -           -
partner                see         see         -           -           -           -           -
partner_in_team        see         see         -           -           -           -           -
member_of_owner        everything  everything  everything  -           everything  everything  -
member_of_other        see         see         -           -           -           everything  -
official               see         see         -           -           -           everything  -
intake                 intake      intake      intake      -           intake      everything  -
manager_north          everything  everything  everything  -           -           everything  -
manager_town           everything  everything  everything  -           everything  everything  -
manager_in_team        everything  everything  everything  -           -           everything  -
alderman_north         see         see         see         -           -           see         -
alderman_all           see         see         see         -           see         see         -
carer                  -           -           -           everything  -           -           -
carer_of_other_team    -           -           -           -           -           -           -
admin                  -           -           -           -           -           -           -
admin_in_team          -           -           -           -           -           -           -
manager_and_admin      everything  everything  everything  -           -           everything  -
carer_and_member       everything  everything  everything  everything  everything  everything  -
was_manager            -           -           -           -           -           -           -
will_be_manager        -           -           -           -           -           -           -
of_ended_team          see         see         -           -           -           -           -
foreigner              -           -           -           -           -           -           -
"""
WORDS = {
    "-": frozenset(),
    "see": frozenset({"see"}),
    "everything": may.OWNER_VERBS,
    "intake": may.INTAKE_VERBS,
}
HEAD, *ROWS = [line.split() for line in MATRIX.strip().splitlines()]
CASES = [(row[0], column, word) for row in ROWS for column, word in zip(HEAD[1:], row[1:], strict=True)]

# who: (role, team, area); several roles as a list
CAST = {
    "stranger": [],
    "resident": [],
    "partner": [(RoleKind.PARTNER, "", "")],
    "partner_in_team": [(RoleKind.PARTNER, "maintenance", "")],
    "member_of_owner": [(RoleKind.TEAM_MEMBER, "maintenance", "")],
    "member_of_other": [(RoleKind.TEAM_MEMBER, "area", "")],
    "official": [(RoleKind.OFFICIAL, "department", "")],
    "intake": [(RoleKind.TEAM_MEMBER, "intake", "")],
    "manager_north": [(RoleKind.AREA_MANAGER, "", "Noord")],
    "manager_town": [(RoleKind.AREA_MANAGER, "", "Stad")],
    "manager_in_team": [(RoleKind.AREA_MANAGER, "area", "Noord")],
    "alderman_north": [(RoleKind.ALDERMAN, "", "Noord")],
    "alderman_all": [(RoleKind.ALDERMAN, "", "")],
    "carer": [(RoleKind.CARE, "care", "")],
    "carer_of_other_team": [(RoleKind.CARE, "care2", "")],
    "admin": [(RoleKind.ADMIN, "", "")],
    "admin_in_team": [(RoleKind.ADMIN, "maintenance", "")],
    "manager_and_admin": [(RoleKind.AREA_MANAGER, "", "Noord"), (RoleKind.ADMIN, "", "")],
    "carer_and_member": [(RoleKind.CARE, "care", ""), (RoleKind.TEAM_MEMBER, "maintenance", "")],
    "was_manager": [(RoleKind.AREA_MANAGER, "", "Noord")],
    "will_be_manager": [(RoleKind.AREA_MANAGER, "", "Noord")],
    "of_ended_team": [(RoleKind.TEAM_MEMBER, "ended", "")],
    "foreigner": [],
}
# Whose own team the column "team/own" means.
OWN_TEAM = {
    "member_of_other": "area", "official": "department", "intake": "intake", "of_ended_team": "ended",
    "carer_of_other_team": "maintenance",
}  # fmt: skip


@dataclass
class Thing:
    """What a question of access looks at."""

    municipality_id: UUID
    area_path: str
    visibility: str
    owner_team_id: UUID


@pytest.fixture
def town(db):
    made = build("GM0001", "Hier")
    for key, kind in (("care2", "care"), ("ended", "area")):
        made.teams[key] = Team.objects.create(
            municipality=made.municipality,
            organisation=made.teams["area"].organisation,
            key=key,
            name=key,
            kind=kind,
        )
    return made


def person(town, who):
    user = town.person(who)
    for kind, team, area in CAST[who]:
        town.role(user, kind, team=team, area=area)
    if who == "was_manager":
        Role.objects.filter(user=user).update(until=TODAY - timedelta(days=1))
    if who == "will_be_manager":
        Role.objects.filter(user=user).update(since=TODAY + timedelta(days=1))
    if who == "foreigner":
        other = build("GM0002", "Elders")
        for kind, team, area in ((RoleKind.AREA_MANAGER, "", "Stad"), (RoleKind.TEAM_MEMBER, "intake", "")):
            other.role(user, kind, team=team, area=area)
    if who == "of_ended_team":
        Team.objects.filter(key="ended").update(ended_at="2026-01-01T00:00:00Z")
    return user


def thing(town, who, column):
    visibility, _, where = column.partition("/")
    if column == "elsewhere":
        other = build("GM0003", "Verder")
        return Thing(other.municipality.pk, "a.b.", "public", other.teams["maintenance"].pk)
    team = "care" if visibility == "care" else "maintenance"
    if where == "own":
        team = OWN_TEAM.get(who, "maintenance")
    return Thing(town.municipality.pk, "a.c." if where == "Zuid" else "a.b.", visibility, town.teams[team].pk)


@pytest.mark.parametrize(
    ("who", "column", "word"), CASES, ids=[f"{who}-{column}" for who, column, _ in CASES]
)
def test_the_verbs_are_those_of_the_matrix(town, who, column, word):
    found = may.access(person(town, who), town.municipality, today=TODAY)
    about = thing(town, who, column)
    allowed = {verb for verb in may.OWNER_VERBS | {"unknown"} if found.may(verb, about)}
    assert allowed == WORDS[word]


HERE = """
who              enter  desk  see_promises  see_roles  manage_settings  manage_people  unknown
resident         -      -     -             -          -                -              -
partner          -      -     -             yes        -                -              -
member_of_owner  yes    yes   yes           yes        -                -              -
official         yes    yes   yes           yes        -                -              -
intake           yes    yes   yes           yes        -                -              -
manager_north    yes    yes   yes           yes        -                -              -
alderman_all     -      yes   yes           yes        -                -              -
carer            yes    yes   yes           yes        -                -              -
admin            -      -     -             yes        yes              yes            -
was_manager      -      -     -             -          -                -              -
foreigner        -      -     -             -          -                -              -
"""
PLACES, *LINES = [line.split() for line in HERE.strip().splitlines()]


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_what_somebody_may_in_the_municipality_as_a_whole(town, line):
    found = may.access(person(town, line[0]), town.municipality, today=TODAY)
    assert ["yes" if found.may(verb) else "-" for verb in PLACES[1:]] == line[1:]


def test_a_prefix_of_a_key_is_no_area(town):
    found = may.access(person(town, "manager_north"), town.municipality, today=TODAY)
    about = Thing(town.municipality.pk, "a.bb.", "team", town.teams["area"].pk)
    assert not found.may("see", about)


def test_access_costs_two_queries_whoever_it_is(town, django_assert_max_num_queries):
    user = person(town, "manager_and_admin")
    for number in range(5):
        absent = town.person(f"absent{number}", RoleKind.TEAM_MEMBER, team="area")
        Deputy.objects.create(
            municipality=town.municipality, person=absent, deputy=user, since=TODAY, until=TODAY
        )
    with django_assert_max_num_queries(2):
        found = may.access(user, town.municipality, today=TODAY)
    assert town.teams["area"].pk in found.teams


def test_without_a_municipality_or_an_account_nothing_is_allowed(town):
    user = person(town, "manager_town")
    user.is_active = False
    for found in (may.access(user, town.municipality, today=TODAY), may.access(user, None, today=TODAY)):
        assert not found.may("see", thing(town, "manager_town", "public"))
    assert Municipality.objects.exists()
