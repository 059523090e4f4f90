"""What became of an item with departments, as a panel on its page: for staff with the way on, for residents in their words (O30).

| who                          | reads | asks and notes | decides and keeps lines |
| who has a desk               | all   | -              | -                       |
| writer of the asking plan    | own   | yes            | -                       |
| member of the department     | all   | notes          | yes                     |
| resident, partner, keeper    | the item's page | -    | -                       |
"""

from datetime import date
from typing import Any, Final

from django.utils import timezone

from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.matching import ASKER, DECIDER, MatchState, is_overdue
from wijkwerk.rules.planning import WRITER, PlanState
from wijkwerk.work.plans import words
from wijkwerk.work.plans.may import roles_on
from wijkwerk.work.plans.models import Match, PlanItem
from wijkwerk.work.plans.models.item import SETTLED

MOST: Final = 40
# state -> badge of `kit.templatetags.ww`, word.
STATES: Final = {
    MatchState.ASKED: ("new", "Gevraagd"),
    MatchState.NEGOTIATING: ("busy", "In gesprek"),
    MatchState.INCLUDED: ("done", "Opgenomen"),
    MatchState.REFUSED: ("withdrawn", "Niet opgenomen"),
}


def roles_on_match(access: Access, match: Match) -> frozenset[str]:
    """The person's roles towards a match, as `rules.matching` knows them. The match comes with its item and plan."""
    if match.municipality_id != access.municipality_id:
        return frozenset()
    asks = {ASKER} if WRITER in roles_on(access, match.item.plan) else set[str]()
    return frozenset(asks | ({DECIDER} if match.team_id in access.teams else set()))


def sees_match(access: Access, match: Match) -> bool:
    """Whether this person may read all of a match with its record."""
    if match.municipality_id != access.municipality_id:
        return False
    return access.works or bool(roles_on_match(access, match))


def state_words(match: Match, today: date) -> tuple[str, str]:
    """Badge and word; a decision that should have come before today is late."""
    if is_overdue(match.state, match.decide_by, today):
        return "late", "Wacht te lang op een besluit"
    return STATES[MatchState(match.state)]


def matching_panel(item: PlanItem, access: Access) -> dict[str, Any]:
    """What `plans/_matches.html` shows to staff and writers of an item: each department asked, newest year first. One query."""
    found = _of(item)
    today = local_date(timezone.now())
    writes = WRITER in roles_on(access, item.plan)
    asks = (
        writes and item.state not in SETTLED and item.plan.state not in (PlanState.REPLACED, PlanState.ENDED)
    )
    opens = access.works or writes
    rows = [
        {
            "match": each,
            "badge": state_words(each, today),
            "money": words.money(each.amount),
            "granted": words.money(each.granted),
            "opens": opens,
        }
        for each in found
    ]
    return {"rows": rows, "asks": asks, "public": False}


def public_panel(item: PlanItem) -> dict[str, Any]:
    """The same for residents: one sentence for each department. One query."""
    today = local_date(timezone.now())
    rows = [{"badge": state_words(each, today), "sentence": _sentence(each)} for each in _of(item)]
    return {"rows": rows, "asks": False, "public": True}


def _of(item: PlanItem) -> list[Match]:
    rows = Match.objects.filter(municipality=item.municipality_id, item=item)
    return list(rows.select_related("team", "line").order_by("-year", "team__name", "pk")[:MOST])


def _sentence(match: Match) -> str:
    """What a resident reads: what was asked of whom for when, and what came of it."""
    who = f"{match.team.name}, plan en begroting {match.year}"
    if match.state == MatchState.INCLUDED:
        money = f" Bedrag: {words.money(match.granted)}." if match.granted is not None else ""
        return f"{who}: opgenomen.{money}"
    if match.state == MatchState.REFUSED:
        return f"{who}: niet opgenomen, omdat: {match.reason}"
    until = f" Het antwoord komt uiterlijk {day_words(match.decide_by)}." if match.decide_by else ""
    return f"{who}: gevraagd.{until}"
