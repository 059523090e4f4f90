"""Where this room joins in: the parts of the settings document that tell how a municipality works."""

from wijkwerk.faces.blueprints.facts.parts import give_sections
from wijkwerk.ground.kit import hooks

hooks.add("settings.section", give_sections)
