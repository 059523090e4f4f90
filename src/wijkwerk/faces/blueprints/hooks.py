"""Where this room joins in: the parts of the settings document that tell how a municipality works."""

from typing import Any

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.facts.parts import give_sections
from wijkwerk.ground.kit import hooks


def words() -> Any:
    """What things are called in the default blueprint."""
    return reading.load("start")["words"]


hooks.add("settings.section", give_sections)
hooks.add("words.default", words)
