"""Every part of the settings document that tells how a municipality works, in the order of its page."""

from typing import Any

from wijkwerk.faces.blueprints.facts import approach, means, people
from wijkwerk.faces.blueprints.facts.base import FactList, Facts
from wijkwerk.ground.areas.settings import Section

PARTS: tuple[type[Facts] | type[FactList[Any]], ...] = (
    approach.Approach,
    approach.Story,
    approach.Divisions,
    approach.NamedAreas,
    approach.Labels,
    approach.Choices,
    approach.Phase,
    approach.AnswerKinds,
    people.Unit,
    people.Parts,
    people.Bodies,
    people.Partners,
    people.AreaAldermen,
    people.Agreements,
    people.TimeUse,
    means.PlanTexts,
    means.Routes,
    means.Funds,
    means.Elections,
    means.Desks,
    means.Planning,
)
BY_NAME = {part.name: part for part in PARTS}


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return list(PARTS)
