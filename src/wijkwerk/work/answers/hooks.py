"""Where the room of answers joins in: the letter texts are a part of the settings document."""

from wijkwerk.ground.kit import hooks
from wijkwerk.work.answers.sections import give_sections

hooks.add("settings.section", give_sections)
